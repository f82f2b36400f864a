"""Judgement without Django: what an activity asks, what a session came to, and how sessions and proposals move."""
