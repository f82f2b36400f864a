"""Judgement about definitions and answers: plain Python, no Django, no clock."""
