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


def equipped(
    actor: Actor, recipient_id: UUID, owner_id: UUID, since: datetime, until: datetime
) -> Iterable[Entry]:
    """Equipment that was ordered for, placed with and fetched from the recipient."""
    if not actor.may(Equipment.VIEW, owner_id):
        return []
    rows = equipment.happened_to(actor, recipient_id=recipient_id, since=since, until=until)
    return [_equipped(one) for one in rows]


def _equipped(one: equipment.Happened) -> Entry:
    if one.kind == "ordered":
        title, url = _("Utstyr bestilt fra %(store)s"), reverse("equipment:order", args=[one.key])
        return Entry(one.at, title % {"store": one.what}, one.more, url, "Package")
    title = _("%(item)s utplassert") if one.kind == "placed" else _("%(item)s hentet inn")
    url, icon = reverse("equipment:item", args=[one.key]), "Wrench" if one.kind == "placed" else "ArrowUndo"
    return Entry(one.at, title % {"item": f"{one.what} {one.more}"}, "", url, icon)


def install() -> None:
    sources[:] = [rang, equipped]
