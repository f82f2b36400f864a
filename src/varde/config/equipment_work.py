"""What waits for those who work with equipment: wipes, orders, maintenance. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varde.ground.equipment import queries as equipment
from varde.ground.equipment.permissions import EquipmentPermission as Equipment
from varde.interfaces.web.work import WorkItem
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

AT_MOST = 20


def wipes(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Equipment that is back and may hold somebody's data."""
    rows = equipment.wipes_pending(actor) if actor.may(Equipment.WIPE) else None
    if rows is None or not (count := rows.count()):
        return []
    title = ngettext("%(n)d apparat må slettes", "%(n)d apparater må slettes", count)
    return [WorkItem(title % {"n": count}, reverse("equipment:wipes"), _("Utstyr"), None, "ShieldLock")]


def orders(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Orders that wait to be picked, and what this person is to install."""
    if not actor.may(Equipment.ORDER):
        return []
    wanted = Q(state="handed_out", handed_to=actor.id)
    if actor.may(Equipment.STORE):
        wanted |= Q(state="ordered")
    words = {
        "ordered": _("Plukk en bestilling fra %(store)s"),
        "handed_out": _("Sett opp utstyr fra %(store)s"),
    }
    rows = equipment.orders_under_way(actor).filter(wanted)[: 2 * AT_MOST]
    return [_an_order(row, words[row.state]) for row in rows]


def _an_order(row: Any, words: str) -> WorkItem:
    url, due = (
        reverse("equipment:order", args=[row.pk]),
        instant_at(row.wanted_on + timedelta(days=1), time()),
    )
    return WorkItem(words % {"store": row.store.name}, url, _("Utstyr"), due, "Package")


def maintenance(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    today = local(now).date()
    rows = equipment.maintenance_due(actor, until=today) if actor.may(Equipment.MAINTAIN) else None
    first = rows.first() if rows is not None else None
    if rows is None or first is None or first.due_on is None:
        return []
    count = rows.count()
    title = ngettext("%(n)d apparat skal ha vedlikehold", "%(n)d apparater skal ha vedlikehold", count)
    url, due = reverse("equipment:upkeep"), instant_at(first.due_on + timedelta(days=1), time())
    return [WorkItem(title % {"n": count}, url, _("Utstyr"), due, "Wrench")]


SOURCES = (wipes, orders, maintenance)
