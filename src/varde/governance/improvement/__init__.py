"""Improvement: practice activities that a group works through, and the register of proposals that come of them.

Owns the activities (content as data), their sessions with everything that was said, and proposals from the first word
to the check of their effect. Does not own the tasks of the service model: it knows them by key, through a slot.
"""
