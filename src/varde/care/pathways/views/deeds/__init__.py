"""Every move on a case by its slug."""

from __future__ import annotations

from varde.care.pathways.views.deeds import (
    around,
    ending,
    entering,
    evaluating,
    gates,
    handing,
    letters,
    running,
    steps,
)
from varde.care.pathways.views.doing import Act

ACTS: dict[str, Act] = {
    **entering.ACTS,
    **steps.ACTS,
    **gates.ACTS,
    **running.ACTS,
    **around.ACTS,
    **letters.ACTS,
    **evaluating.ACTS,
    **handing.ACTS,
    **ending.ACTS,
}
