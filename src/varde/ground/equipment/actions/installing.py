"""The test of an installation: a call from where the item stands, signed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.moving import happened
from varde.ground.equipment.models import InstallationTest, Placement
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.slots import last_heard
from varde.kernel.actor import Actor


class NobodyAnswered(ValueError):
    """That name and address were read back is signed together with who read them."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`read_back`: the operator read back name and address, and they were right. `answered_by` says who it was."""

    read_back: bool
    answered_by: str = ""
    note: str = ""
    at: datetime | None = None


@requires(P.PLACE, about="placement_id")
def record_test(actor: Actor, *, placement_id: UUID, call: Tried, now: datetime) -> InstallationTest:
    """Signs what happened when the item was tested where it stands. Raises NobodyAnswered or WrongTime."""
    placement = get_object_or_404(Placement, pk=placement_id, ends_at__isnull=True)
    if call.read_back and not call.answered_by.strip():
        raise NobodyAnswered
    at = happened(call.at, now=now, after=placement.starts_at if call.at else None)
    heard = last_heard([placement.item_id], now).get(placement.item_id)
    row = InstallationTest(
        owner_id=placement.owner_id,
        placement=placement,
        read_back=call.read_back,
        answered_by=call.answered_by.strip(),
        note=call.note.strip(),
        heard_at=heard if heard and heard >= placement.starts_at else None,
        at=at,
        recorded_at=now,
        signed_by=actor.id,
        signed_by_name=actor.name,
    )
    row.save(force_insert=True)
    return row
