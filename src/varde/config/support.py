"""What support hears of, whom its news reach, and what waits for people on "Mine oppgaver"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varde.care.alarms.events import DeviceFaultSeen
from varde.config.telling import in_app
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.governance.support import actions, queries
from varde.governance.support.events import BreachForeseen, DeadlineBreached, DeviationRaised
from varde.governance.support.permissions import SupportPermission as P
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations import queries as organisations
from varde.interfaces.web.work import Source, WorkItem
from varde.kernel.actor import Actor

WORKER = "support_worker"
AT_MOST = 20


def open_ticket(
    *,
    alarm_id: UUID,
    owner_id: UUID,
    fault: str,
    about: str,
    item_id: UUID | None,
    recipient_id: UUID | None,
    now: datetime,
) -> None:
    """A technical alarm becomes a ticket, once per fault."""
    given = actions.FaultSeen(alarm_id, owner_id, fault, about, item_id, recipient_id)
    actions.open_from_fault(machine(WORKER), given=given, now=now)


def _tell_leaders(purpose: Purpose, kind: str, key: UUID, owner_id: UUID, mark: str, now: datetime) -> None:
    """Those who oversee support in the owner's organisation, in the app, once for each `mark`."""
    users = organisations.holders_of(machine(WORKER), permission=P.OVERSEE, organisation_id=owner_id, now=now)
    in_app(users, Text(purpose), owner_id=owner_id, about=messaging.About(kind, key), mark=mark, now=now)


def tell_of_near(*, ticket_id: UUID, owner_id: UUID, due_at: datetime, now: datetime) -> None:
    _tell_leaders(Purpose.SUPPLIER_NEAR, "ticket", ticket_id, owner_id, due_at.isoformat(), now)


def tell_of_late(*, ticket_id: UUID, owner_id: UUID, due_at: datetime, now: datetime) -> None:
    _tell_leaders(Purpose.SUPPLIER_LATE, "ticket", ticket_id, owner_id, due_at.isoformat(), now)


def tell_of_deviation(*, deviation_id: UUID, owner_id: UUID, now: datetime, **_more: Any) -> None:
    _tell_leaders(Purpose.DEVIATION, "deviation", deviation_id, owner_id, "", now)


SUBSCRIBERS: tuple[post.Subscriber, ...] = (
    post.Subscriber("support.device_fault", DeviceFaultSeen, open_ticket),
    post.Subscriber("messaging.breach_foreseen", BreachForeseen, tell_of_near),
    post.Subscriber("messaging.deadline_breached", DeadlineBreached, tell_of_late),
    post.Subscriber("messaging.deviation_raised", DeviationRaised, tell_of_deviation),
)


def _ticket(row: Any, words: str, due: datetime | None, icon: str) -> WorkItem:
    said = words % {"number": row.number, "what": row.what}
    return WorkItem(said, reverse("support:ticket", args=[row.pk]), _("Support"), due, icon)


def handled(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """What one has oneself, line by line, and how much nobody has."""
    if not actor.may(P.HANDLE):
        return []
    mine = [
        _ticket(row, _("Sak %(number)s: %(what)s"), row.solve_at, "Lifebuoy")
        for row in queries.held(actor)[:AT_MOST]
    ]
    count = queries.untaken(actor).count()
    if not count:
        return mine
    title = ngettext("%(n)d sak har ingen tatt", "%(n)d saker har ingen tatt", count) % {"n": count}
    address = f"{reverse('support:list')}?whose=nobody"
    return [*mine, WorkItem(title, address, _("Support"), None, "Inbox")]


def to_confirm(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    if not actor.may(P.REPORT):
        return []
    words = _("Virker det nå? Sak %(number)s: %(what)s")
    return [_ticket(row, words, None, "SealCheckmark") for row in queries.to_confirm(actor)[:AT_MOST]]


def breaches(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    if not actor.may(P.OVERSEE):
        return []
    words = _("Leverandørens frist: sak %(number)s: %(what)s")
    rows = queries.near_breach(actor, now=now)[:AT_MOST]
    return [_ticket(row, words, row.solve_at, "Hourglass") for row in rows]


def supplied(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    count = queries.waiting_for_supplier(actor, now=now).count() if actor.may(P.SUPPLY) else 0
    if not count:
        return []
    title = ngettext("%(n)d sak fra en kommune venter", "%(n)d saker fra kommuner venter", count)
    return [WorkItem(title % {"n": count}, reverse("support:supplied"), _("Support"), None, "Inbox")]


WORK: tuple[Source, ...] = (handled, to_confirm, breaches, supplied)
