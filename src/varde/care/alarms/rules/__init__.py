"""Judgement about alarms: pure functions on frozen values. No Django, no clock, no files."""
