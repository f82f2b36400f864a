"""The choices that forms offer and pages read out: codes with their words."""

from __future__ import annotations

from varde.care.pathways.models.around import LetterState, Outcome
from varde.care.pathways.models.case import END_REASONS
from varde.care.pathways.models.turns import REASONS

OUTCOMES = dict(Outcome.choices)
WHY = dict([*REASONS, *END_REASONS])
"""Why a case is paused, and why it ended: no code stands in both."""

__all__ = ["OUTCOMES", "WHY", "LetterState"]
