"""Varde: no alarm without someone who receives it."""
