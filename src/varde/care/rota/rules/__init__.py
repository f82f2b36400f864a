"""Judgement of the rota: pure functions; the time and the holidays are arguments."""
