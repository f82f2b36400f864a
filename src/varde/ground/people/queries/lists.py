"""Lists of recipients, the search with a reason, and the emergency accesses that a leader follows up."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from varde.foundation.authorisation import requires
from varde.foundation.encryption import search_hash
from varde.ground.people.models import CareRelation, Recipient
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.queries.near import NoRelation, _held, _standing
from varde.ground.people.rules.relation import Basis, terms
from varde.kernel.actor import Actor, ActorKind
from varde.kernel.national_id import InvalidNationalId, NationalId

AT_MOST = 50


@requires(P.VIEW)
def recipients(actor: Actor, *, now: datetime, search: str = "") -> QuerySet[Recipient]:
    """Those the actor has a care relation to; everybody where the actor may see all. Never an address.

    `search` is part of a name. A number is not looked up here: that is `find`, with a reason."""
    return _seen(actor, now, search)


@requires(P.EXPORT)
def export(actor: Actor, *, now: datetime, search: str = "") -> QuerySet[Recipient]:
    """The same list on its way to a file; the access log says so."""
    return _seen(actor, now, search)


@requires(P.SEARCH, log_lists=False)
def find(actor: Actor, *, text: str, reason: str, now: datetime) -> QuerySet[Recipient]:
    """Up to 50 recipients by name, birth date (dd.mm.yyyy) or national id. Raises RelationRefused without a reason.

    Shows names only; `actions.open_by_search` opens one of them."""
    given = terms(Basis.SEARCH, now=now, reason=reason)
    return _found(actor.because(purpose="search", basis=given.reason[:300]), text=text)


@requires(P.SEARCH)
def _found(actor: Actor, *, text: str) -> QuerySet[Recipient]:
    rows = Recipient.objects.select_related("owner").order_by("name_key", "pk")
    return rows.filter(_matches(text))[:AT_MOST]


@requires(P.REVIEW_EMERGENCY)
def emergency_accesses(actor: Actor) -> QuerySet[CareRelation]:
    """Emergency accesses that nobody has followed up yet, oldest first."""
    rows = CareRelation.objects.filter(needs_follow_up=True, reviewed_at__isnull=True)
    return rows.select_related("recipient", "owner").order_by("starts_at")


@requires(P.VIEW_IDENTITY, about="recipient_id")
def national_id_of(actor: Actor, *, recipient_id: UUID, now: datetime) -> str:
    """The digits, for the few who need them in the record system. Needs a relation; each look is logged."""
    if not _standing(actor, recipient_id, now):
        raise NoRelation(actor, "people.queries.national_id_of", P.VIEW_IDENTITY)
    return str(Recipient.objects.get(pk=recipient_id).national_id)


def _seen(actor: Actor, now: datetime, search: str) -> QuerySet[Recipient]:
    rows: QuerySet[Recipient] = Recipient.objects.select_related("owner").order_by("name_key", "pk")
    if actor.kind is ActorKind.STAFF:
        near = _held(actor, now).values("recipient")
        rows = rows.filter(Q(owner__in=list(actor.where(P.VIEW_ALL))) | Q(pk__in=near))
    return rows.filter(_by_name(search)) if search.strip() else rows


def _by_name(text: str) -> Q:
    """Every word stands somewhere in the name."""
    found = Q()
    for word in text.casefold().split()[:6]:
        found &= Q(name_key__contains=word)
    return found


def _matches(text: str) -> Q:
    try:
        number = NationalId.parse(text, synthetic=settings.VARDE_SYNTHETIC)
    except InvalidNationalId:
        born = _birth_date(text)
        return Q(birth_date=born) if born else _by_name(text) if len(text.strip()) > 1 else Q(pk__in=[])
    return Q(national_key=search_hash(number.value, context="people.national_id"))


def _birth_date(text: str) -> date | None:
    parts = text.strip().split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None
