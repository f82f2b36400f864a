"""Technical alarms become tickets, once per fault; many alike at once become one about their common cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.support.actions.report import item_columns
from varde.governance.support.actions.writing import move, next_number, write
from varde.governance.support.models import Ticket, TicketAlarm
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import PROBLEM_NAMES, Discoverer
from varde.governance.support.rules.faults import COMMON_WITHIN, Seen, is_common, seen, technology_of
from varde.governance.support.rules.lifecycle import State, Verb
from varde.ground.equipment import queries as equipment
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """`about` is the same text each time the same thing has the same fault."""

    alarm_id: UUID
    owner_id: UUID
    fault: str
    about: str
    item_id: UUID | None = None
    recipient_id: UUID | None = None


@requires(P.RUN)
def open_from_fault(actor: Actor, *, given: FaultSeen, now: datetime) -> Ticket | None:
    """The ticket of the fault: a new one, or the open one that gathers this alarm too. None: not for support.

    The same alarm told again changes nothing. A fault that comes back on a solved ticket opens it again."""
    judged = seen(given.fault)
    if judged is None:
        return None
    known = TicketAlarm.objects.filter(owner=given.owner_id, alarm_id=given.alarm_id).first()
    if known is not None:
        return known.ticket
    item = equipment.items(actor).filter(pk=given.item_id).first() if given.item_id else None
    row = _standing(given, item)
    if row is None:
        row = _opened(actor, given, judged, item, now)
    else:
        _gathers(actor, row, item, now)
    TicketAlarm.objects.create(owner_id=row.owner_id, ticket=row, alarm_id=given.alarm_id, at=now)
    return row


def _standing(given: FaultSeen, item: Any) -> Ticket | None:
    """The ticket that is open about this very thing, or about the common cause of its fault."""
    keys = [_key(given)]
    if item is not None:
        keys.append(_common_key(item.product_id, given.fault))
    rows = Ticket.objects.filter(owner=given.owner_id, fault_key__in=keys).exclude(state=State.CLOSED)
    found = rows.select_for_update(of=("self",)).order_by("pk")
    return max(found, key=lambda row: row.fault_key == keys[0], default=None)


def _key(given: FaultSeen) -> str:
    return f"{given.fault}:{given.about}"[:200]


def _common_key(product_id: UUID, fault: str) -> str:
    return f"common:{fault}:{product_id}"


def _gathers(actor: Actor, row: Ticket, item: Any, now: datetime) -> None:
    if row.state == State.SOLVED:
        move(row, Verb.REOPEN, now)
        row.save()
        write(row, Verb.REOPEN, actor, now=now)
    write(row, Verb.GATHER, actor, about=item.serial if item else "", now=now)


def _opened(actor: Actor, given: FaultSeen, judged: Seen, item: Any, now: datetime) -> Ticket:
    row = _made(actor, given, judged, item, now)
    if item is None:
        return row
    alike = Ticket.objects.filter(
        owner=given.owner_id,
        fault=given.fault,
        product_id=item.product_id,
        discovered_by=Discoverer.SYSTEM,
        state=State.NEW,
        reported_at__gt=now - COMMON_WITHIN,
    )
    found = list(alike.select_for_update(of=("self",)).order_by("number"))
    return _merged(actor, given, judged, found, now) if is_common(len(found)) else row


def _made(actor: Actor, given: FaultSeen, judged: Seen, item: Any, now: datetime, **more: Any) -> Ticket:
    name = PROBLEM_NAMES[judged.problem]
    kind = technology_of(item.product.kind) if item else technology_of("")
    columns = {
        "what": f"{name}: {item.product} {item.serial}" if item else name,
        "fault_key": _key(given),
        "alarm_id": given.alarm_id,
        "recipient_id": given.recipient_id,
        "technology": judged.technology or kind,
        **(item_columns(item) if item else {}),
        **more,
    }
    row = Ticket(
        owner_id=given.owner_id,
        number=next_number(given.owner_id),
        discovered_by=Discoverer.SYSTEM,
        problem=judged.problem,
        criticality=judged.criticality,
        may_wait=judged.may_wait,
        fault=given.fault,
        reported_at=now,
        moved_at=now,
        reporter_name=actor.name,
        **{**columns, "what": columns["what"][:160]},
    )
    row.save(force_insert=True)
    write(row, Verb.REPORT, actor, now=now)
    return row


def _merged(actor: Actor, given: FaultSeen, judged: Seen, alike: list[Ticket], now: datetime) -> Ticket:
    """One ticket about what they have in common; the others close into it."""
    first = alike[0]
    whole = _made(
        actor,
        given,
        judged,
        None,
        now,
        what=f"{PROBLEM_NAMES[judged.problem]}: {first.product}, {len(alike)}+",
        fault_key=_common_key(first.product_id, given.fault) if first.product_id else "",
        alarm_id=None,
        recipient_id=None,
        product_id=first.product_id,
        product=first.product,
        technology=first.technology,
    )
    for row in alike:
        move(row, Verb.MERGE, now)
        row.common = whole
        row.save()
        write(row, Verb.MERGE, actor, about=str(whole.number), now=now)
        write(whole, Verb.GATHER, actor, about=row.serial, now=now)
    return whole
