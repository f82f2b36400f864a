"""What other apps ask: what is quiet, what differs from the standard, who is responsible."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Value, When

from varde.care.pathways.models import Adaptation, Case, Pause, Responsibility, WindingDown
from varde.care.pathways.models.case import OPEN_VALUES
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _may_open
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.lifecycle import EndReason, Status
from varde.care.pathways.rules.pause import Stops
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a pause in force stops for one recipient and one service. Never an alarm about the person."""

    recipient_id: UUID
    case_id: UUID
    service_type: str
    stops: frozenset[Stops]
    ends_at: datetime


@requires(P.ASK)
def quiet_for(
    actor: Actor, *, recipient_ids: Collection[UUID], at: datetime
) -> dict[UUID, tuple[Quiet, ...]]:
    """In one query. A pause that is past its end stops nothing, resumed or not."""
    rows = Pause.objects.select_related("case").filter(
        recipient__in=list(recipient_ids),
        starts_at__lte=at,
        ends_at__gt=at,
        resumed_at__isnull=True,
        case__status=Status.PAUSED.value,
    )
    found: dict[UUID, list[Quiet]] = {}
    for row in rows.order_by("pk"):
        stops = frozenset(Stops(one) for one in row.stops)
        quiet = Quiet(row.recipient_id, row.case_id, row.case.service_type, stops, row.ends_at)
        found.setdefault(row.recipient_id, []).append(quiet)
    return {key: tuple(all_of) for key, all_of in found.items()}


@dataclass(frozen=True, slots=True)
class PausedService:
    """A service that is paused now: the kinds of equipment it uses rest with it."""

    recipient_id: UUID
    kinds: frozenset[str]
    since: datetime


@requires(P.ASK)
def paused_services(actor: Actor, *, owner_ids: Collection[UUID], at: datetime) -> list[PausedService]:
    """Every paused service of these organisations, whoever it is for. In one query."""
    rows = Pause.objects.select_related("case").filter(
        owner__in=list(owner_ids),
        starts_at__lte=at,
        resumed_at__isnull=True,
        case__status=Status.PAUSED.value,
    )
    services = shipped_services()
    return [
        PausedService(
            row.recipient_id,
            frozenset(services[row.case.service_type].equipment if row.case.service_type in services else ()),
            row.starts_at,
        )
        for row in rows.order_by("pk")
    ]


@dataclass(frozen=True, slots=True)
class Winding:
    """A service that is being closed: what is known, for whoever gets an alarm."""

    case_id: UUID
    service_type: str
    reason: str
    true_date: date
    registered_at: datetime
    registered_by: str

    @property
    def is_dead(self) -> bool:
        return self.reason == EndReason.DEAD


@requires(P.ASK)
def winding_for(actor: Actor, *, recipient_ids: Collection[UUID]) -> dict[UUID, tuple[Winding, ...]]:
    """Services that wind down, by recipient. In one query."""
    rows = WindingDown.objects.select_related("case").filter(
        case__recipient__in=list(recipient_ids),
        case__status=Status.WINDING_DOWN.value,
        undone_at__isnull=True,
        ended_at__isnull=True,
    )
    found: dict[UUID, list[Winding]] = {}
    for row in rows.order_by("pk"):
        case = row.case
        one = Winding(case.pk, case.service_type, row.reason, row.true_date, row.opened_at, row.opened_by)
        found.setdefault(case.recipient_id, []).append(one)
    return {key: tuple(all_of) for key, all_of in found.items()}


@requires(P.ASK)
def running_for(actor: Actor, *, recipient_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of them with a service that runs or rests: what it stands on cannot be taken away. In one query."""
    rows = Case.objects.filter(
        recipient__in=list(recipient_ids), status__in=[Status.ACTIVE.value, Status.PAUSED.value]
    )
    return frozenset(rows.values_list("recipient_id", flat=True))


@dataclass(frozen=True, slots=True)
class Differs:
    """An adaptation that is set: what differs from the standard. `doses`: (hour, latest time to act), by the wall clock."""

    subject: str
    setting: str
    set_on: date
    doses: tuple[tuple[str, str], ...]


def _differs(recipient_id: UUID) -> tuple[Differs, ...]:
    rows = Adaptation.objects.filter(
        recipient=recipient_id, ended_at__isnull=True, set_on__isnull=False, case__status__in=OPEN_VALUES
    )
    return tuple(
        Differs(
            row.subject,
            str(row.setting),
            row.set_on,
            tuple((one["at"], one["latest"]) for one in row.doses),
        )
        for row in rows.order_by("-set_on", "pk")
        if row.set_on
    )


@requires(P.VIEW, about="recipient_id")
def adaptations_of(actor: Actor, *, recipient_id: UUID, now: datetime) -> tuple[Differs, ...]:
    """For whoever may open the recipient's card. Raises NoRelation."""
    _may_open(actor, recipient_id, P.VIEW, now)
    return _differs(recipient_id)


@requires(P.READ_ADAPTATIONS, about="recipient_id")
def adaptations_at_alarm(actor: Actor, *, recipient_id: UUID, now: datetime) -> tuple[Differs, ...]:
    """For whoever handles an alarm of this recipient. Raises NoRelation."""
    _may_open(actor, recipient_id, P.VIEW, now)
    return _differs(recipient_id)


@requires(P.ASK)
def served_counts(
    actor: Actor, *, owner_ids: Collection[UUID], groups: Mapping[str, frozenset[str]]
) -> dict[tuple[UUID, str], int]:
    """How many recipients have a service that runs or rests, by owner and group of service types. One query.

    A recipient with two services of one group counts once in it. Pairs with nobody are left out."""
    rows = Case.objects.filter(
        owner__in=list(owner_ids), status__in=[Status.ACTIVE.value, Status.PAUSED.value]
    )
    known = [When(service_type__in=sorted(types), then=Value(name)) for name, types in groups.items()]
    grouped = rows.annotate(group=Choose(*known, default=Value(""), output_field=CharField())).order_by()
    counted = grouped.values_list("owner_id", "group").annotate(n=Count("recipient", distinct=True))
    return {(owner, group): n for owner, group, n in counted if group}


@requires(P.ASK)
def responsible_at(actor: Actor, *, chain: UUID, at: datetime) -> UUID | None:
    """The organisation that was responsible for this service at that instant; None before it began or after its end."""
    rows = Responsibility.objects.filter(chain=chain, starts_at__lte=at).order_by("-starts_at")
    row = rows.first()
    return row.owner_id if row and (row.ends_at is None or row.ends_at > at) else None
