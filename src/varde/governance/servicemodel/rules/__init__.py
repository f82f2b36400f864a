"""Judgement of the service model: reading its content, putting layers together, upgrading, proofs."""
