"""Units are planned, start in turn, and write what they learned."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.adoption.actions.writing import InFuture, follow, held, move, text_of, write
from varde.governance.adoption.models import Introduction, IntroductionUnit
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import editions
from varde.governance.adoption.queries.introductions import answers_of, facts_of
from varde.governance.adoption.rules.codes import Part
from varde.governance.adoption.rules.content import points_of
from varde.governance.adoption.rules.lifecycle import NotAllowed, State, Verb
from varde.governance.adoption.rules.turns import Refused, Stand, before_start
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor
from varde.kernel.clock import local


class AlreadyThere(ValueError):
    """The introduction has a unit of this name."""


class BeforeStart(ValueError):
    """The unit had not started on that day."""


def _held(unit_id: UUID) -> tuple[Introduction, IntroductionUnit]:
    """The introduction is locked before its unit is read, so that two do not start at once. Raises Http404."""
    known = get_object_or_404(IntroductionUnit, pk=unit_id)
    row = held(known.introduction_id)
    return row, get_object_or_404(IntroductionUnit, pk=unit_id)


def _expect(row: Introduction, unit: IntroductionUnit, verb: Verb, *stands: Stand) -> None:
    """Raises NotAllowed where the unit does not stand so."""
    if unit.fact.stand not in stands:
        raise NotAllowed(State(row.state), verb)


@requires(P.LEAD)
def add_unit(
    actor: Actor,
    *,
    introduction_id: UUID,
    name: str,
    unit_id: UUID | None = None,
    planned_on: date,
    now: datetime,
) -> IntroductionUnit:
    """`unit_id`: where it is one of the organisation's own. Raises AlreadyThere, NotAllowed, Empty, Http404."""
    row = held(introduction_id)
    move(row, Verb.ADD_UNIT, now)
    if unit_id is not None:
        get_object_or_404(organisations.units(actor).filter(owner=row.owner_id), pk=unit_id)
    unit = IntroductionUnit(
        owner_id=row.owner_id,
        introduction=row,
        unit_id=unit_id,
        name=text_of(name),
        planned_on=planned_on,
    )
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise AlreadyThere(unit.name) from None
    write(actor, row, Verb.ADD_UNIT, text=f"{unit.name}, {planned_on:%d.%m.%Y}", now=now)
    return unit


@requires(P.LEAD)
def start_unit(actor: Actor, *, unit_id: UUID, started_on: date, now: datetime) -> IntroductionUnit:
    """The unit takes the technology into use; the first one begins the introduction.

    Raises Refused with what is missing, NotAllowed, InFuture."""
    row, unit = _held(unit_id)
    _expect(row, unit, Verb.START_UNIT, Stand.PLANNED)
    move(row, Verb.START_UNIT, now)
    if started_on > local(now).date():
        raise InFuture
    ground = list(points_of(editions()[row.edition], Part.GROUNDWORK))
    if missing := before_start(unit.fact, facts_of(row.pk), ground, answers_of(row.pk)):
        raise Refused(missing)
    unit.started_on = started_on
    unit.save()
    if row.state == State.GROUNDWORK:
        move(row, Verb.BEGIN, now)
        row.save()
        write(actor, row, Verb.BEGIN, now=now)
        follow(actor, row, now, since=started_on)
    write(actor, row, Verb.START_UNIT, text=f"{unit.name}, {started_on:%d.%m.%Y}", now=now)
    return unit


@requires(P.CONTRIBUTE)
def write_learning(
    actor: Actor, *, unit_id: UUID, evaluated_on: date, learned: str, now: datetime
) -> IntroductionUnit:
    """What the unit learned, so that the next may start. May be written anew; the history keeps what stood there.

    Raises NotAllowed before it has started, BeforeStart, InFuture, Empty."""
    row, unit = _held(unit_id)
    _expect(row, unit, Verb.LEARN, Stand.STARTED, Stand.EVALUATED)
    move(row, Verb.LEARN, now)
    if evaluated_on > local(now).date():
        raise InFuture
    if unit.started_on is not None and evaluated_on < unit.started_on:
        raise BeforeStart
    unit.evaluated_on, unit.learned = evaluated_on, text_of(learned)
    unit.save()
    write(actor, row, Verb.LEARN, text=f"{unit.name}, {evaluated_on:%d.%m.%Y}\n{unit.learned}", now=now)
    return unit


@requires(P.LEAD)
def move_unit(actor: Actor, *, unit_id: UUID, planned_on: date, now: datetime) -> IntroductionUnit:
    """Another day for a unit that has not started. Raises NotAllowed."""
    row, unit = _held(unit_id)
    _expect(row, unit, Verb.MOVE_UNIT, Stand.PLANNED)
    move(row, Verb.MOVE_UNIT, now)
    before, unit.planned_on = unit.planned_on, planned_on
    unit.save()
    text = f"{unit.name}: {before:%d.%m.%Y} → {planned_on:%d.%m.%Y}"
    write(actor, row, Verb.MOVE_UNIT, text=text, now=now)
    return unit


@requires(P.LEAD)
def drop_unit(actor: Actor, *, unit_id: UUID, why: str, now: datetime) -> IntroductionUnit:
    """A unit that has not started will not have the technology. Raises NotAllowed, Empty."""
    row, unit = _held(unit_id)
    _expect(row, unit, Verb.DROP_UNIT, Stand.PLANNED)
    move(row, Verb.DROP_UNIT, now)
    reason = text_of(why)
    unit.is_dropped = True
    unit.save()
    write(actor, row, Verb.DROP_UNIT, text=f"{unit.name}: {reason}", now=now)
    return unit
