"""Swaps that a phone tells of after the fact: carried out as told, or kept as a task for somebody. Never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.equipment.actions.fulfilling import SetAsideForAnother
from varde.ground.equipment.actions.moving import AHEAD, BACK, Told, WrongTime
from varde.ground.equipment.actions.placing import AlreadyPlaced, NotPlaced
from varde.ground.equipment.actions.swapping import AnotherKind, KeyReused, swap_item
from varde.ground.equipment.models import Item, Placement, Swap, SwapConflict
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.queries.stock_find import by_codes
from varde.ground.equipment.rules import scan
from varde.ground.equipment.rules.lifecycle import MoveRefused
from varde.ground.equipment.rules.stock import Trouble
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Sent:
    """What the phone wrote down where it was done. `placement_id`: where the old one stood when the page was opened,
    if it was opened from there. `owner_id`: for who works for several."""

    key: UUID
    old_code: str
    new_code: str
    done_at: datetime
    why: str = ""
    placement_id: UUID | None = None
    owner_id: UUID | None = None


class NoReason(ValueError):
    """A conflict is not put aside without saying how it was sorted out."""


@requires(P.PLACE)
def swap_as_told(actor: Actor, *, sent: Sent, now: datetime) -> Swap | SwapConflict:
    """The same key again gives the same answer. What cannot be carried out becomes a conflict for somebody to sort out."""
    known = Swap.objects.filter(key=sent.key).first() or SwapConflict.objects.filter(key=sent.key).first()
    if known is not None:
        return known
    owner, old, new = _found(actor, sent)
    trouble = _seen_before(sent, old, new, now)
    if trouble is None and old is not None and new is not None:
        done = _tried(actor, sent, old, new, now)
        if isinstance(done, Swap):
            return done
        trouble = done
    return SwapConflict.objects.create(
        owner_id=owner,
        key=sent.key,
        old_code=sent.old_code[: scan.LONGEST],
        new_code=sent.new_code[: scan.LONGEST],
        old_item=old,
        new_item=new,
        trouble=trouble or Trouble.OLD_UNKNOWN,
        why=sent.why,
        done_at=sent.done_at,
        received_at=now,
        by=actor.id,
        by_name=actor.name,
    )


@requires(P.PLACE, about="conflict_id")
def settle_conflict(actor: Actor, *, conflict_id: UUID, how: str, now: datetime) -> SwapConflict:
    """Somebody has seen to it, and says how. Raises NoReason."""
    rows = SwapConflict.objects.select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=conflict_id, settled_at__isnull=True)
    if not how.strip():
        raise NoReason
    row.settled_at, row.settled_by_name, row.settled_how = now, actor.name, how.strip()
    row.save(update_fields=["settled_at", "settled_by_name", "settled_how"])
    return row


def _found(actor: Actor, sent: Sent) -> tuple[UUID, Item | None, Item | None]:
    """The organisation it is about and its two items. One of ours that owns the old one; else the one named, or the first."""
    mine = sorted(actor.where(P.PLACE))
    owners = [sent.owner_id] if sent.owner_id in mine else mine
    best: tuple[UUID, Item | None, Item | None] = (owners[0], None, None)
    for owner in owners:
        assert owner is not None
        codes = [scan.code_of(sent.old_code), scan.code_of(sent.new_code)]
        found = by_codes(owner, [code for code in codes if code])
        old, new = (found.get(code) for code in codes)
        if old is not None:
            return owner, old, new
        best = (owner, old, new) if new is not None else best
    return best


def _seen_before(sent: Sent, old: Item | None, new: Item | None, now: datetime) -> Trouble | None:
    """What is wrong before anything is tried."""
    if old is None:
        return Trouble.OLD_UNKNOWN
    if new is None:
        return Trouble.NEW_UNKNOWN
    if old.pk == new.pk:
        return Trouble.SAME
    if not now - BACK <= sent.done_at <= now + AHEAD:
        return Trouble.WRONG_TIME
    if sent.placement_id is not None:
        there = Placement.objects.filter(item=old, ends_at__isnull=True).first()
        if there is not None and there.pk != sent.placement_id:
            return Trouble.ELSEWHERE
    return None


def _tried(actor: Actor, sent: Sent, old: Item, new: Item, now: datetime) -> Swap | Trouble:
    told = Told(at=sent.done_at, why=sent.why)
    try:
        return swap_item(actor, old_item_id=old.pk, new_item_id=new.pk, key=sent.key, told=told, now=now)
    except NotPlaced:
        return Trouble.OLD_NOT_PLACED
    except (AlreadyPlaced, SetAsideForAnother):
        return Trouble.NEW_NOT_READY
    except AnotherKind:
        return Trouble.ANOTHER_KIND
    except MoveRefused as refused:
        return Trouble.OLD_NOT_PLACED if refused.move == "collect" else Trouble.NEW_NOT_READY
    except (WrongTime, KeyReused):
        return Trouble.WRONG_TIME
