"""Judgement about equipment: device ids, its life as a table of moves, whose it is, when it must be looked after, when
an installation counts as tested."""
