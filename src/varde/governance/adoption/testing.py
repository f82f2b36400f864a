"""Introductions and what stands around them, for tests: made past the guard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.adoption.models import (
    Deliverable,
    Evaluation,
    GoalStatus,
    Introduction,
    IntroductionEntry,
    IntroductionUnit,
    PointAnswer,
    Rating,
    SharedDeliverable,
    TechnologyStatus,
)
from varde.governance.adoption.queries.content import editions, newest
from varde.governance.adoption.rules.codes import Part
from varde.governance.adoption.rules.content import points_of
from varde.ground.organisations.testing import Organisation

__all__ = [
    "MONDAY",
    "Deliverable",
    "Evaluation",
    "GoalStatus",
    "Introduction",
    "IntroductionEntry",
    "IntroductionUnit",
    "PointAnswer",
    "Rating",
    "SharedDeliverable",
    "TechnologyStatus",
    "answer_all",
    "factor_codes",
    "make_deliverable",
    "make_evaluation",
    "make_goal_status",
    "make_introduction",
    "make_shared",
    "make_status",
    "make_unit",
]

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday 23 November 2026 at 10:00 in Norway."""
BO = {"by": new_id(), "by_name": "Bo Berg"}


def make_introduction(owner: Organisation, **columns: Any) -> Introduction:
    """Of dispensers, in the groundwork; Liv Aas is responsible and Bo Berg her deputy, both by name alone."""
    given = {
        "technology": "dispenser",
        "edition": newest(),
        "goals": "Færre besøk bare for å gi medisin",
        "responsible_name": "Liv Aas",
        "deputy_name": "Bo Berg",
        "starts_on": date(2026, 9, 1),
        "moved_at": MONDAY,
        **columns,
    }
    with scope(frozenset({owner.pk})):
        return Introduction.objects.create(owner=owner, **given)


def make_unit(introduction: Introduction, name: str = "Sone sør", **columns: Any) -> IntroductionUnit:
    given = {"planned_on": date(2026, 11, 2), **columns}
    with scope(frozenset({introduction.owner_id})):
        return IntroductionUnit.objects.create(
            owner_id=introduction.owner_id, introduction=introduction, name=name, **given
        )


def answer_all(introduction: Introduction, part: Part, word: str = "yes", note: str = "Sett i møte") -> None:
    """Every point of the part gets the same answer."""
    with scope(frozenset({introduction.owner_id})):
        PointAnswer.objects.bulk_create(
            PointAnswer(
                owner_id=introduction.owner_id,
                introduction=introduction,
                address=address,
                word=word,
                note=note,
                at=MONDAY,
                **BO,
            )
            for address, _point in points_of(editions()[introduction.edition], part)
        )


def factor_codes() -> list[str]:
    return [factor.code for ones in editions()[newest()].factors.values() for factor in ones]


def make_evaluation(
    introduction: Introduction, ratings: Mapping[str, int | None] | None = None, **columns: Any
) -> Evaluation:
    """Every factor at 3, but for those given."""
    values = {**dict.fromkeys(factor_codes(), 3), **(ratings or {})}
    given = {"edition": introduction.edition, "held_on": date(2026, 11, 9), "who": "Sone sør", **columns}
    with scope(frozenset({introduction.owner_id})):
        one = Evaluation.objects.create(
            owner_id=introduction.owner_id, introduction=introduction, at=MONDAY, **BO, **given
        )
        Rating.objects.bulk_create(
            Rating(owner_id=introduction.owner_id, evaluation=one, factor=code, value=value)
            for code, value in values.items()
        )
    return one


def make_status(owner: Organisation, technology: str, status: str, **columns: Any) -> TechnologyStatus:
    given = {"since": date(2026, 3, 1), "at": MONDAY, **BO, **columns}
    with scope(frozenset({owner.pk})):
        return TechnologyStatus.objects.create(owner=owner, technology=technology, status=status, **given)


def make_deliverable(owner: Organisation, title: str = "Rutine for rull", **columns: Any) -> Deliverable:
    given = {"kind": "routine", "reference": "KS-101", "version": "1.0", **columns}
    with scope(frozenset({owner.pk})):
        return Deliverable.objects.create(owner=owner, title=title, **given)


def make_shared(owner: Organisation, title: str = "Rutine for rull", **columns: Any) -> SharedDeliverable:
    row = make_deliverable(owner, title, is_shared=True, **columns)
    given = {name: getattr(row, name) for name in ("title", "technology", "kind", "reference", "version")}
    return SharedDeliverable.objects.create(pk=row.pk, maker=owner, **given)


def make_goal_status(owner: Organisation, what: str = "Tildelinger i høst", **columns: Any) -> GoalStatus:
    given = {"goal": "considered", "reached": "partly", "measured_on": date(2026, 11, 1), **columns}
    with scope(frozenset({owner.pk})):
        return GoalStatus.objects.create(owner=owner, what=what, by_name="Bo Berg", **given)
