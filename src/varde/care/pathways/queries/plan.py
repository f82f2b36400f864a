"""The template of a case as the rules read it, and the public holidays around it."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from varde.care.pathways.models import Case
from varde.care.pathways.rules.steps import Planned, planned
from varde.care.pathways.rules.template import Template, template_from
from varde.foundation.calendar import public_holidays
from varde.kernel.clock import local

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"
KEPT = 200
_read: OrderedDict[UUID, Template] = OrderedDict()


def template_of(case: Case) -> Template:
    """Parsed once for each version: a version never changes."""
    key = case.template_id
    if key not in _read:
        _read[key] = template_from(case.template.data)
        while len(_read) > KEPT:
            _read.popitem(last=False)
    return _read[key]


def steps_of(case: Case) -> tuple[Planned, ...]:
    return planned(template_of(case), case.arrangement)


def holidays_from(day: date) -> frozenset[date]:
    """The public holidays that a due date counted from `day` can meet."""
    return public_holidays(day.year, day.year + 3)


def today(now: datetime) -> date:
    return local(now).date()
