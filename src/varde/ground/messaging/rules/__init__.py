"""Judgement about messages: their life, their words, their pace, and whether a callback is genuine."""
