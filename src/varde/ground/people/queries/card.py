"""Opening one card: only with a care relation in force, and with the ground written in the access log."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from varde.foundation.authorisation import requires
from varde.ground.people.models import (
    FACTS,
    Adaptation,
    Address,
    Hearing,
    Memory,
    NextOfKin,
    PlannedVisit,
    Recipient,
    RiskNote,
    Sight,
    Speech,
    WayIn,
)
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.queries.near import NoRelation, _standing
from varde.ground.people.queries.shown import (
    Card,
    Head,
    ShownAdaptation,
    ShownAddress,
    ShownKin,
    ShownRisk,
    ShownVisit,
    ShownWayIn,
)
from varde.ground.people.rules.address import Answer, Place, Protection, answer
from varde.ground.people.rules.standing import Standing
from varde.kernel.actor import Actor
from varde.kernel.clock import local

SHOWN = (Answer.SHOW, Answer.SHOW_AND_RECORD)


@requires(P.VIEW)
def card(actor: Actor, *, recipient_id: UUID, now: datetime) -> Card:
    """Raises NoRelation where nothing gives the actor reason to look, and Http404 for another's recipient."""
    standing = _standing(actor, recipient_id, now)
    if not standing:
        raise NoRelation(actor, "people.queries.card", P.VIEW)
    because = actor.because(purpose=standing.purpose, basis=standing.basis_id)
    return _card(because, recipient_id=recipient_id, standing=standing, now=now)


@requires(P.VIEW)
def head(actor: Actor, *, recipient_id: UUID, now: datetime) -> Head:
    """As `card`, with what the top of another app's page needs and no more. Raises NoRelation, Http404."""
    standing = _standing(actor, recipient_id, now)
    if not standing:
        raise NoRelation(actor, "people.queries.head", P.VIEW)
    because = actor.because(purpose=standing.purpose, basis=standing.basis_id)
    return _head(because, recipient_id=recipient_id, standing=standing, now=now)


@requires(P.VIEW)
def standing_of(actor: Actor, *, recipient_id: UUID, now: datetime) -> Standing:
    """On what grounds the actor may open the card now; empty means none. Shows nothing of the person."""
    return _standing(actor, recipient_id, now)


@requires(P.VIEW, about="recipient_id")
def protected_address(actor: Actor, *, recipient_id: UUID, now: datetime) -> ShownAddress:
    """A protected address for one who may see it. Its own line in the access log, besides the card's."""
    standing = _standing(actor, recipient_id, now)
    today = local(now).date()
    row = _place(_addresses(recipient_id, today), today)
    if row is None or _answer(actor, standing, row) is Answer.WITHHOLD:
        raise NoRelation(actor, "people.queries.protected_address", P.VIEW)
    return ShownAddress.of(row)


def _answer(actor: Actor, standing: Standing, row: Address) -> Answer:
    named = actor.may(P.VIEW_PROTECTED, row.owner_id)
    viewer = standing.viewer(is_authorised_for_protected=named)
    return answer(Protection(row.protection), Place.CARD, viewer)


def _addresses(recipient_id: UUID, on: date) -> list[Address]:
    """Those that have not ended by that day, stays before home."""
    rows = Address.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), recipient=recipient_id)
    return list(rows.order_by(F("ends_on").asc(nulls_last=True)))


def _place(addresses: list[Address], on: date) -> Address | None:
    """Where the person is on that day: a stay before home."""
    return next((row for row in addresses if row.starts_on <= on), None)


def _hides_ways(actor: Actor, standing: Standing, addresses: list[Address]) -> bool:
    """A way in does not say to which address it leads, so the strictest of them decides: home during a stay too."""
    return any(_answer(actor, standing, row) is Answer.WITHHOLD for row in addresses)


def _ways_in(recipient_id: UUID, now: datetime) -> QuerySet[WayIn]:
    open_now = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    return WayIn.objects.filter(open_now, recipient=recipient_id).order_by("added_at")


def _next_visit(recipient_id: UUID, now: datetime) -> ShownVisit | None:
    rows = PlannedVisit.objects.filter(recipient=recipient_id, ends_at__gt=now, cancelled_at__isnull=True)
    visit = rows.select_related("unit").order_by("starts_at").first()
    return ShownVisit.of(visit) if visit else None


def _talking(row: Recipient) -> tuple[str, ...]:
    usual = {"hearing": Hearing.USUAL, "sight": Sight.USUAL, "speech": Speech.USUAL, "memory": Memory.USUAL}
    return tuple(
        str(getattr(row, f"get_{name}_display")())
        for name, same in usual.items()
        if getattr(row, name) != same
    )


def _shown_address(actor: Actor, address: Address | None, told: Answer, now: datetime) -> ShownAddress | None:
    if address is None or told not in SHOWN:
        return None
    if told is Answer.SHOW_AND_RECORD:
        return protected_address(actor, recipient_id=address.recipient_id, now=now)
    return ShownAddress.of(address)


@requires(P.VIEW, about="recipient_id")
def _card(actor: Actor, *, recipient_id: UUID, standing: Standing, now: datetime) -> Card:
    row = Recipient.objects.select_related("owner").get(pk=recipient_id)
    today = local(now).date()
    open_now = {"recipient": recipient_id, "ended_at__isnull": True}
    addresses = _addresses(recipient_id, today)
    address, hidden = _place(addresses, today), _hides_ways(actor, standing, addresses)
    told = _answer(actor, standing, address) if address else Answer.WITHHOLD
    return Card(
        id=row.pk,
        owner_id=row.owner_id,
        owner=row.owner.name,
        name=row.name,
        birth_date=row.birth_date,
        has_national_id=bool(row.national_key),
        phone=str(row.phone),
        language=str(row.get_language_display()),
        talking=_talking(row),
        facts=row.facts,
        fact_words=tuple(str(word) for name, word in FACTS.items() if name in row.facts),
        died_on=row.died_on,
        moved_on=row.moved_on,
        address=_shown_address(actor, address, told, now),
        address_answer=told,
        protection=Protection(address.protection) if address else None,
        ways_in=() if hidden else tuple(ShownWayIn.of(w) for w in _ways_in(recipient_id, now)),
        hides_ways=hidden,
        kin=tuple(ShownKin.of(k, today) for k in NextOfKin.objects.filter(**open_now).order_by("pk")),
        risks=tuple(
            ShownRisk.of(r, today) for r in RiskNote.objects.filter(**open_now).order_by("-observed_on")
        ),
        adaptations=tuple(
            ShownAdaptation.of(a) for a in Adaptation.objects.filter(**open_now).order_by("-set_on")
        ),
        next_visit=_next_visit(recipient_id, now),
        basis=standing.purpose,
    )


@requires(P.VIEW, about="recipient_id")
def _head(actor: Actor, *, recipient_id: UUID, standing: Standing, now: datetime) -> Head:
    row = Recipient.objects.get(pk=recipient_id)
    today = local(now).date()
    open_now = {"recipient": recipient_id, "ended_at__isnull": True}
    address = _place(_addresses(recipient_id, today), today)
    told = _answer(actor, standing, address) if address else Answer.WITHHOLD
    return Head(
        id=row.pk,
        owner_id=row.owner_id,
        name=row.name,
        birth_date=row.birth_date,
        phone=str(row.phone),
        talking=_talking(row),
        fact_words=tuple(str(word) for name, word in FACTS.items() if name in row.facts),
        address=_shown_address(actor, address, told, now),
        protection=Protection(address.protection) if address else None,
        kin=tuple(ShownKin.of(k, today) for k in NextOfKin.objects.filter(**open_now).order_by("pk")),
        risks=tuple(
            ShownRisk.of(r, today) for r in RiskNote.objects.filter(**open_now).order_by("-observed_on")
        ),
        basis=standing.purpose,
        basis_id=standing.basis_id,
    )
