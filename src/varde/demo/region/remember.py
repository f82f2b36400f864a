"""The past of Froland, made once: the login page does not wait for it."""

from __future__ import annotations

from datetime import datetime

from varde.care.pathways.models import Case
from varde.demo.region import courses, model, scenes, workshop
from varde.demo.region.make import SEED
from varde.demo.region.past import Past
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE


def make(*, now: datetime, number: int = SEED) -> int:
    """How many cases were made; none where there are cases already."""
    with scope(EVERYWHERE):
        if Case.objects.exists():
            return 0
        past = Past(now, number)
        made = courses.make(past)
        scenes.make(past, made)
        model.make(past)
        workshop.make(past)
    return len(made)
