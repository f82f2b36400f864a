"""Judgement about equipment: when two ways of writing a device id mean the same unit."""
