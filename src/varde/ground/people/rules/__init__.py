"""Judgement about people: who may see what of a recipient, for how long, and what next of kin may do."""
