"""What other apps know of a recipient's days, for the one timeline of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.alarms import queries as alarms
from varde.care.alarms.permissions import AlarmPermission as Alarm
from varde.care.alarms.rules.codes import alert_name
from varde.care.pathways.queries.timeline import Entry, sources
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.permissions import EquipmentPermission as Equipment
from varde.kernel.actor import Actor

AT_MOST = 50


def rang(
    actor: Actor, recipient_id: UUID, owner_id: UUID, since: datetime, until: datetime
) -> Iterable[Entry]:
    """Alarms of the recipient, for whoever may see what has been; also those that a pause kept from ringing."""
    if not actor.may(Alarm.VIEW_HISTORY, owner_id):
        return []
    days = max((until - since).days + 1, 1)
    rows = alarms.history(actor, now=until, recipient_id=recipient_id, days=days)
    return [
        Entry(
            row.opened_at,
            _("Alarm: %(what)s") % {"what": _(alert_name(row.code))},
            row.holder_name,
            reverse("alarms:card", args=[row.pk]),
            "Hourglass" if row.rested else "Bell",
            _("På pause: ringte ikke") if row.rested else "",
        )
        for row in rows.filter(owner=owner_id, opened_at__lt=until)[:AT_MOST]
    ]


def placed(
    actor: Actor, recipient_id: UUID, owner_id: UUID, since: datetime, until: datetime
) -> Iterable[Entry]:
    """When what the recipient has at home now was placed."""
    if not actor.may(Equipment.VIEW, owner_id):
        return []
    rows = equipment.placed_with(actor, recipient_id=recipient_id, now=until)
    return [
        Entry(row.starts_at, _("%(item)s utplassert") % {"item": row.item}, "", "", "Wrench")
        for row in rows
        if since <= row.starts_at < until
    ]


def ordered(
    actor: Actor, recipient_id: UUID, owner_id: UUID, since: datetime, until: datetime
) -> Iterable[Entry]:
    """What was ordered to the recipient, for whoever may read why."""
    if not actor.may(Equipment.ORDER, owner_id):
        return []
    rows = equipment.orders(actor).filter(recipient=recipient_id, ordered_at__gte=since, ordered_at__lt=until)
    said = _("Utstyr bestilt fra %(store)s")
    return [
        Entry(
            row.ordered_at,
            said % {"store": row.store.name},
            row.ordered_by_name,
            reverse("equipment:order", args=[row.pk]),
            "Package",
        )
        for row in rows[:AT_MOST]
    ]


def install() -> None:
    sources[:] = [rang, placed, ordered]
