"""What stands in the way: each list is handed to the app that asks the question."""

from __future__ import annotations

from varde.ground.organisations.actions import agreements

ENDING_AN_AGREEMENT: tuple[agreements.Gate, ...] = ()


def install() -> None:
    agreements.ending_gates[:] = ENDING_AN_AGREEMENT
