"""Introductions as rows, and one of them as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import (
    Introduction,
    IntroductionEntry,
    IntroductionUnit,
    PointAnswer,
)
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import editions
from varde.governance.adoption.rules.codes import Part, Word
from varde.governance.adoption.rules.content import Address, Checklist, points_of
from varde.governance.adoption.rules.turns import (
    Missing,
    Said,
    Stand,
    Tally,
    Unit,
    before_end,
    before_start,
    tally,
)
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """`missing`: what must be in place before it starts; empty for one that has."""

    row: IntroductionUnit
    stand: Stand
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class PartSeen:
    part: Part
    checklist: Checklist
    tally: Tally


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """`missing`: what must be in place before the introduction is over."""

    row: Introduction
    units: tuple[UnitSeen, ...]
    parts: Mapping[Part, PartSeen]
    missing: tuple[Missing, ...]


@requires(P.VIEW)
def introductions(actor: Actor, *, search: str = "") -> QuerySet[Introduction]:
    """By organisation and technology, the newest first. `n_units` and `n_evaluated` count those not taken out."""
    rows = Introduction.objects.select_related("owner").annotate(
        n_units=Count("units", filter=Q(units__is_dropped=False), distinct=True),
        n_evaluated=Count("units", filter=Q(units__evaluated_on__isnull=False), distinct=True),
    )
    for word in search.split():
        people = Q(responsible_name__icontains=word) | Q(deputy_name__icontains=word)
        units = Q(pk__in=IntroductionUnit.objects.filter(name__icontains=word).values("introduction"))
        rows = rows.filter(people | units | Q(goals__icontains=word) | Q(owner__name__icontains=word))
    return rows.order_by("owner__name", "technology", "-starts_on", "pk")


@requires(P.VIEW)
def introduction(actor: Actor, *, introduction_id: UUID) -> Introduction:
    """Raises Http404."""
    return get_object_or_404(Introduction.objects.select_related("owner"), pk=introduction_id)


@requires(P.VIEW)
def introduction_page(actor: Actor, *, introduction_id: UUID) -> IntroductionPage:
    """Everything about one introduction but its evaluations and its history. Raises Http404."""
    row = introduction(actor, introduction_id=introduction_id)
    rows = units_of(introduction_id)
    facts = [one.fact for one in rows]
    answers = answers_of(introduction_id)
    edition = editions()[row.edition]
    ground = list(points_of(edition, Part.GROUNDWORK))
    seen = tuple(
        UnitSeen(
            one,
            fact.stand,
            before_start(fact, facts, ground, answers) if fact.stand is Stand.PLANNED else (),
        )
        for one, fact in zip(rows, facts, strict=True)
    )
    parts = {
        part: PartSeen(part, edition.parts[part], tally((at for at, _ in points_of(edition, part)), answers))
        for part in Part
    }
    return IntroductionPage(
        row, seen, parts, before_end(facts, list(points_of(edition, Part.CRITERIA)), answers)
    )


@requires(P.VIEW)
def entries(actor: Actor, *, introduction_id: UUID) -> QuerySet[IntroductionEntry]:
    """What happened to one introduction, newest first."""
    return IntroductionEntry.objects.filter(introduction=introduction_id).order_by("-at", "-pk")


@requires(P.VIEW)
def unit(actor: Actor, *, unit_id: UUID) -> IntroductionUnit:
    """Raises Http404."""
    rows = IntroductionUnit.objects.select_related("introduction", "introduction__owner")
    return get_object_or_404(rows, pk=unit_id)


def units_of(introduction_id: UUID) -> list[IntroductionUnit]:
    """Those that have started first, then as planned; those taken out last."""
    rows = IntroductionUnit.objects.filter(introduction=introduction_id).select_related("introduction")
    return sorted(
        rows,
        key=lambda one: (one.is_dropped, one.started_on is None, one.started_on or one.planned_on, one.pk),
    )


def facts_of(introduction_id: UUID) -> list[Unit]:
    return [one.fact for one in units_of(introduction_id)]


def answers_of(introduction_id: UUID) -> dict[Address, Said]:
    """The newest answer to each point."""
    rows = PointAnswer.objects.filter(introduction=introduction_id).order_by("at", "pk")
    return {one.address: Said(Word(one.word), one.note) for one in rows}
