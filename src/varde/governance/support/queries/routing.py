"""Who to call about this [hvem svarer]: the owner's rows, or the shipped ones until there are any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from varde.foundation.authorisation import requires
from varde.governance.support.models import Route, ServiceLevel
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.queries.hours import hours_words, route_hours
from varde.governance.support.rules.codes import (
    PROBLEM_NAMES,
    PROBLEM_WORDS,
    TECHNOLOGY_NAMES,
    TECHNOLOGY_WORDS,
    Problem,
    Technology,
)
from varde.governance.support.rules.routing import Answer, Meant, Way, When, answer, found, understood
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor
from varde.kernel.yaml import load as load_yaml

SHIPPED = Path(__file__).resolve().parent.parent / "defaults" / "routes.yaml"


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the page says: what was asked for, the answer, all rows about it, and who answers when no row does.

    `is_shipped`: the organisation has made no rows of its own. `resort`: name and phone of the last resort."""

    meant: Meant
    answer: Answer
    ways: tuple[Way, ...]
    is_shipped: bool
    resort: tuple[str, str]


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """The shipped rows as columns of Route."""
    rows = load_yaml(SHIPPED.read_text(encoding="utf-8"))
    return tuple(
        {**row, **{k: time.fromisoformat(row[k]) for k in ("opens_at", "closes_at") if k in row}}
        for row in rows
    )


@requires(P.LOOK_UP, log_lists=False)
def who_answers(
    actor: Actor,
    *,
    owner_id: UUID,
    text: str,
    problem: Problem | None = None,
    technology: Technology | None = None,
    now: datetime,
) -> Guidance:
    """The one line, and the rest. What is chosen goes before what is understood of the text."""
    if not actor.may(P.LOOK_UP, owner_id):
        raise PermissionDenied
    said = understood(text, tuple(TECHNOLOGY_WORDS.items()), tuple(PROBLEM_WORDS.items()))
    meant = Meant(problem or said.problem, technology or said.technology, said.rest)
    rows = list(Route.objects.filter(owner=owner_id, is_active=True).order_by("order", "who", "pk"))
    own = bool(rows)
    ways = [way_of(row, now) for row in rows or [Route(owner_id=owner_id, **one) for one in shipped()]]
    near = [one for one in ways if one.concerns(meant.problem, meant.technology)]
    named = found(near, meant.rest) if meant.rest else []
    fitting = named or [one for one in near if one.fits(meant.problem, meant.technology)]
    resort = organisations.last_resorts(actor, organisations=[owner_id]).get(owner_id, ("", ""))
    told = answer(fitting, at=now)
    return Guidance(meant, told, tuple(named or near), not own, resort)


def way_of(row: Route, at: datetime) -> Way:
    return Way(
        key=None if row._state.adding else row.pk,
        problem=Problem(row.problem) if row.problem else None,
        technology=Technology(row.technology) if row.technology else None,
        when=When(row.when),
        hours=route_hours(row, at),
        who=row.who,
        phone=row.phone,
        hours_text=hours_words(row.when, row.weekdays, row.opens_at, row.closes_at),
        at_hand=row.at_hand,
        costs=row.costs,
        words=f"{row.words} {_name(TECHNOLOGY_NAMES, row.technology)} {_name(PROBLEM_NAMES, row.problem)}",
        order=row.order,
        about=_about(row),
    )


def _about(row: Route) -> str:
    """What the row is about, in words: "Medisindispenser, batteri, lading eller strøm"."""
    parts = [row.get_technology_display(), row.get_problem_display()]
    return ", ".join(str(part) for part in parts if part) or _("alt")


def _name(names: Any, code: str) -> str:
    return str(names.get(code, ""))


@requires(P.LOOK_UP, log_lists=False)
def look_up_places(actor: Actor, *, now: datetime) -> list[tuple[UUID, str]]:
    """The organisations whose table the actor may read; where they work first."""
    own = organisations.places_of(actor, now=now).organisations
    rows = organisations.every_organisation().filter(pk__in=actor.where(P.LOOK_UP))
    return [(row.pk, row.name) for row in sorted(rows, key=lambda row: (row.pk not in own, row.name))]


@requires(P.LOOK_UP)
def routes(actor: Actor) -> QuerySet[Route]:
    return Route.objects.select_related("owner").order_by("owner__name", "technology", "order", "who", "pk")


@requires(P.REPORT)
def levels(actor: Actor) -> QuerySet[ServiceLevel]:
    """Agreements with suppliers that are in use."""
    rows = ServiceLevel.objects.filter(is_active=True).select_related("owner", "supplier")
    return rows.order_by("supplier__name", "name", "pk")


@requires(P.MANAGE)
def all_levels(actor: Actor) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.select_related("owner", "supplier").order_by("supplier__name", "name", "pk")
