"""What a live alarm needs: facts for triage, names for the board, the minimum to help, the way in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.people.models import FACTS, NextOfKin, Recipient, WayIn
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.queries.card import SHOWN, _addresses, _answer, _hides_ways, _place, _ways_in
from varde.ground.people.queries.near import NoRelation, _held, _standing
from varde.ground.people.queries.shown import Label, Minimum, Revealed, ShownAddress, ShownKin, ShownWayIn
from varde.ground.people.rules.address import Answer
from varde.ground.people.rules.standing import Standing
from varde.kernel.actor import Actor, ActorKind
from varde.kernel.clock import local


@requires(P.FACTS)
def facts_for(actor: Actor, *, ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The coded facts of each recipient, in one query; a key that is not theirs is left out."""
    rows = Recipient.objects.filter(pk__in=list(ids)).values_list("pk", *FACTS)
    return {
        row[0]: frozenset(name for name, holds in zip(FACTS, row[1:], strict=True) if holds) for row in rows
    }


@requires(P.VIEW)
def way_in_kinds(actor: Actor, *, recipient_id: UUID, now: datetime) -> tuple[str, ...]:
    """Which kinds of way in there are, in words, and nothing of where or how. Raises NoRelation."""
    if not _standing(actor, recipient_id, now):
        raise NoRelation(actor, "people.queries.way_in_kinds", P.VIEW)
    return tuple(str(row.get_kind_display()) for row in _ways_in(recipient_id, now))


@requires(P.MINIMUM, log_lists=False)
def labels(actor: Actor, *, ids: Iterable[UUID], now: datetime) -> dict[UUID, Label]:
    """Name and birth date for the lines of a board, for those the actor has a relation to. One line in the log."""
    wanted = set(ids)
    if actor.kind is ActorKind.STAFF:
        mine = _held(actor, now).filter(recipient__in=list(wanted))
        wanted = set(mine.values_list("recipient_id", flat=True))
    return {row.pk: Label(row.pk, row.name, row.birth_date) for row in _labels(actor, ids=wanted)}


@requires(P.MINIMUM)
def _labels(actor: Actor, *, ids: Iterable[UUID]) -> QuerySet[Recipient]:
    return Recipient.objects.filter(pk__in=list(ids)).only("pk", "owner_id", "name", "birth_date")


@requires(P.MINIMUM)
def minimum(actor: Actor, *, recipient_id: UUID, basis: str, now: datetime) -> Minimum:
    """Name, phone, address and ways in, for a live alarm alone: also under an agreement that has lapsed."""
    standing = _standing(actor, recipient_id, now)
    if not standing.has_alarm:
        raise NoRelation(actor, "people.queries.minimum", P.MINIMUM)
    because = actor.because(purpose=standing.purpose, basis=basis[:300])
    return _minimum(because, recipient_id=recipient_id, standing=standing, now=now)


@requires(P.MINIMUM, about="recipient_id")
def _minimum(actor: Actor, *, recipient_id: UUID, standing: Standing, now: datetime) -> Minimum:
    row = Recipient.objects.get(pk=recipient_id)
    today = local(now).date()
    addresses = _addresses(recipient_id, today)
    address, hidden = _place(addresses, today), _hides_ways(actor, standing, addresses)
    told = _answer(actor, standing, address) if address else Answer.WITHHOLD
    return Minimum(
        row.pk,
        row.owner_id,
        row.name,
        row.birth_date,
        str(row.phone),
        ShownAddress.of(address) if address and told in SHOWN else None,
        told,
        () if hidden else tuple(ShownWayIn.of(w) for w in _ways_in(recipient_id, now)),
        hidden,
    )


@requires(P.REVEAL_WAY_IN)
def reveal_way_in(actor: Actor, *, way_in_id: UUID, basis: str, now: datetime) -> Revealed:
    """Where the key is and its code. Each call is a line in the access log of the recipient, with `basis`."""
    row = get_object_or_404(WayIn, pk=way_in_id)
    standing = _standing(actor, row.recipient_id, now)
    hidden = _hides_ways(actor, standing, _addresses(row.recipient_id, local(now).date()))
    lapsed = actor.only_beyond(P.REVEAL_WAY_IN, row.owner_id) and not standing.has_alarm
    if not standing or hidden or lapsed:
        raise NoRelation(actor, "people.queries.reveal_way_in", P.REVEAL_WAY_IN)
    because = actor.because(purpose=standing.purpose, basis=basis[:300])
    return _reveal(because, recipient_id=row.recipient_id, way_in=row)


@requires(P.REVEAL_WAY_IN, about="recipient_id")
def _reveal(actor: Actor, *, recipient_id: UUID, way_in: WayIn) -> Revealed:
    word = str(way_in.get_kind_display())
    return Revealed(way_in.pk, way_in.owner_id, word, str(way_in.location), str(way_in.code))


@requires(P.MINIMUM, about="recipient_id")
def kin_who_receive(actor: Actor, *, recipient_id: UUID, now: datetime) -> tuple[ShownKin, ...]:
    """Next of kin who may receive alarms today: own acceptance, key, phone and an end that has not passed."""
    if not _standing(actor, recipient_id, now):
        raise NoRelation(actor, "people.queries.kin_who_receive", P.MINIMUM)
    rows = NextOfKin.objects.filter(recipient=recipient_id, ended_at__isnull=True).order_by("pk")
    shown = [ShownKin.of(row, local(now).date()) for row in rows]
    return tuple(kin for kin in shown if not kin.missing)
