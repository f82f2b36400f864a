"""Judgement of the spread of technology: moves, units in turn, what is missing, evaluations, and what may be shown."""
