"""Judgement of support: pure functions; the time and the holidays are arguments."""
