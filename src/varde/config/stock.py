"""What the stores give the rest of the house: tasks for "Mine oppgaver", and the job that watches the levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varde.care.pathways import queries as pathways
from varde.foundation.authorisation import machine
from varde.foundation.worker import Job
from varde.ground.equipment import actions, queries
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.interfaces.web.work import WorkItem
from varde.kernel.actor import Actor
from varde.kernel.clock import local

AT_MOST = 20


def low_stock(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """What ought to be ordered, for who keeps the stores."""
    if not actor.may(P.STORE):
        return []
    url = reverse("equipment:stock")
    return [
        WorkItem(
            _("Bestill %(number)d × %(product)s til %(store)s")
            % {"number": one.to_order, "product": one.product.name, "store": one.store.name},
            f"{url}?lager={one.store.pk}",
            _("Lager"),
            None,
            "Package",
        )
        for one in queries.running_low(actor, owners=actor.where(P.STORE))[:AT_MOST]
    ]


def swap_conflicts(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Swaps told by a phone that did not go through."""
    if not actor.may(P.PLACE):
        return []
    rows = queries.swap_conflicts(actor).filter(settled_at__isnull=True)[:AT_MOST]
    return [
        WorkItem(
            _("Ordne opp i byttet %(old)s → %(new)s") % {"old": row.old_code, "new": row.new_code},
            reverse("equipment:settle_conflict", args=[row.pk]),
            _("Utstyr"),
            row.done_at,
            "ArrowsCirclepath",
        )
        for row in rows
    ]


def unsaved_deliveries(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Delivery lists that this person read in and neither saved nor dropped."""
    if not actor.may(P.MANAGE):
        return []
    rows = queries.deliveries(actor).filter(made_by=actor.id, closed_at__isnull=True)[:AT_MOST]
    return [
        WorkItem(
            _("Lagre eller forkast leveransen %(file)s") % {"file": row.file_name},
            reverse("equipment:delivery", args=[row.pk]),
            _("Lager"),
            None,
            "FileImport",
        )
        for row in rows
    ]


def waiting_transfers(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    if not actor.may(P.STORE):
        return []
    count = queries.transfers(actor).filter(closed_at__isnull=True).count()
    if not count:
        return []
    title = ngettext(
        "%(n)d overføring mellom lagre er ikke avsluttet",
        "%(n)d overføringer mellom lagre er ikke avsluttet",
        count,
    )
    return [WorkItem(title % {"n": count}, reverse("equipment:transfers"), _("Lager"), None, "Truck")]


def paused(owners: Sequence[UUID], now: datetime) -> Iterable[queries.Paused]:
    """Whose services rest, as the pathways know it."""
    found = pathways.paused_services(machine("pathway_worker"), owner_ids=owners, at=now)
    return [queries.Paused(one.recipient_id, one.kinds, local(one.since).date()) for one in found]


def wanted(actor: Actor, case_id: UUID, now: datetime) -> queries.Wanted:
    """Why a case gets equipment, for the order to the store."""
    found = pathways.allocated(actor, case_id=case_id, now=now)
    back = reverse("pathways:case", args=[case_id])
    differs = "\n".join(found.adaptations)
    return queries.Wanted(case_id, found.owner_id, found.recipient_id, found.reason, differs, back)


def watch(now: datetime) -> int:
    return actions.watch_stock(machine("stock_watch"), now=now)


WORK = (low_stock, swap_conflicts, unsaved_deliveries, waiting_transfers)
JOBS = (Job("equipment.stock", watch, every=300.0),)


def install() -> None:
    queries.paused_sources[:] = [paused]
    queries.wanted_sources[:] = [wanted]
