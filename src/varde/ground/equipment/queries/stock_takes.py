"""Counts of stores and transfers between them: what they lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from varde.foundation.authorisation import requires
from varde.ground.equipment.models import StockTake, StockTakeLine, SwapConflict, Transfer, TransferLine
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.stock import (
    STANDS_IN_STORE,
    WAYS_OUT,
    Arrival,
    Difference,
    Settled,
    difference,
)
from varde.kernel.actor import Actor

LEFT = ~Q(item__store=F("take__store")) | ~Q(item__state__in=sorted(STANDS_IN_STORE)) | Q(item__store=None)
"""Moved out after the count began: it stands here no more, and the item's story says why."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How a count stands."""

    expected: int
    seen: int
    missing: int
    unexpected: int
    unknown: int
    settled: int


@requires(P.VIEW)
def stock_takes(actor: Actor) -> QuerySet[StockTake]:
    return StockTake.objects.select_related("store", "owner").order_by("-started_at", "-pk")


@requires(P.VIEW)
def counted_so_far(actor: Actor, *, take_id: UUID) -> Counted:
    lines = StockTakeLine.objects.filter(take=take_id)
    sums = lines.aggregate(
        n_expected=Count("pk", filter=Q(expected=True)),
        n_seen=Count("pk", filter=Q(expected=True, seen_at__isnull=False)),
        n_missing=Count("pk", filter=Q(expected=True, seen_at=None) & ~LEFT),
        n_unexpected=Count("pk", filter=Q(expected=False, item__isnull=False)),
        n_unknown=Count("pk", filter=Q(item__isnull=True)),
        n_settled=Count("pk", filter=~Q(settled=Settled.OPEN)),
    )
    return Counted(**{name.removeprefix("n_"): number for name, number in sums.items()})


@requires(P.VIEW)
def lines_seen(actor: Actor, *, take_id: UUID) -> QuerySet[StockTakeLine]:
    """What was scanned, latest first."""
    rows = StockTakeLine.objects.filter(take=take_id, seen_at__isnull=False)
    return rows.select_related("item__product", "take").order_by("-seen_at", "-pk")


@requires(P.VIEW)
def differences(actor: Actor, *, take_id: UUID) -> QuerySet[StockTakeLine]:
    """What does not match, open and settled."""
    rows = StockTakeLine.objects.filter(_differs(), take=take_id)
    return rows.select_related("item__product", "item__store", "take").order_by("settled", "expected", "pk")


@requires(P.VIEW)
def transfers(actor: Actor) -> QuerySet[Transfer]:
    """Open ones first. `waiting`: how many have not come; `number`: how many were sent."""
    return (
        Transfer.objects.select_related("from_store", "to_store", "owner")
        .annotate(
            waiting=Count("lines", filter=Q(lines__arrival=Arrival.EXPECTED)),
            number=Count("lines", filter=~Q(lines__arrival=Arrival.UNEXPECTED)),
        )
        .order_by(F("closed_at").desc(nulls_first=True), "-sent_at", "-pk")
    )


@requires(P.VIEW)
def transfer_lines(actor: Actor, *, transfer_id: UUID) -> QuerySet[TransferLine]:
    rows = TransferLine.objects.filter(transfer=transfer_id)
    return rows.select_related("item__product", "transfer").order_by(
        "item__product__name", "item__serial", "pk"
    )


@requires(P.PLACE)
def swap_conflicts(actor: Actor) -> QuerySet[SwapConflict]:
    """Swaps that a phone told of and that could not be written down as told; those not sorted out first."""
    rows = SwapConflict.objects.select_related("old_item__product", "new_item__product", "owner")
    return rows.order_by(F("settled_at").desc(nulls_first=True), "-received_at", "-pk")


def difference_of(line: StockTakeLine) -> Difference:
    item = line.item
    left = item is not None and (
        item.store_id != line.take.store_id or State(item.state) not in STANDS_IN_STORE
    )
    return difference(
        expected=line.expected, seen=line.seen_at is not None, known=item is not None, left=left
    )


def ways_out(line: StockTakeLine) -> tuple[Settled, ...]:
    return WAYS_OUT.get(difference_of(line), ())


def open_differences(take: StockTake) -> QuerySet[StockTakeLine]:
    """What must still be settled before the count may end."""
    return StockTakeLine.objects.filter(_differs(), take=take, settled=Settled.OPEN)


def _differs() -> Q:
    return Q(expected=False) | (Q(expected=True, seen_at__isnull=True) & ~LEFT) | ~Q(settled=Settled.OPEN)


def with_differences(lines: Iterable[StockTakeLine]) -> list[tuple[StockTakeLine, Difference]]:
    return [(line, difference_of(line)) for line in lines]
