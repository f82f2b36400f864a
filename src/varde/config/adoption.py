"""What introductions and the spread get from the rest of the house: the number of recipients, and tasks for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.pathways import queries as pathways
from varde.foundation.authorisation import machine
from varde.governance.adoption import queries
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries import recipients
from varde.governance.adoption.rules.codes import TECHNOLOGY_NAMES, Technology
from varde.interfaces.web.work import Source, WorkItem
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

AT_MOST = 20

# Technology → the service types of the catalogue that it is. The electronic lock and social contact are none of the six.
SERVICES: Final[Mapping[str, frozenset[str]]] = {
    Technology.ALARM: frozenset({"safety_alarm_fixed", "safety_alarm_mobile"}),
    Technology.DISPENSER: frozenset({"medicine_dispenser"}),
    Technology.LOCATING: frozenset({"locating"}),
    Technology.SUPERVISION: frozenset(
        {"camera_supervision", "door_sensor", "bed_sensor", "motion_sensor", "fall_sensor"}
    ),
    Technology.CALL: frozenset({"patient_call"}),
    Technology.FOLLOW_UP: frozenset(
        {"dho_copd", "dho_heart_failure", "dho_diabetes", "dho_mental_health", "dho_other"}
    ),
}


def served(owners: Collection[UUID]) -> Mapping[tuple[UUID, str], int]:
    """How many recipients have a service that runs or rests, by owner and technology. One query, and no person."""
    return pathways.served_counts(machine("pathway_worker"), owner_ids=owners, groups=SERVICES)


def due(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Units that were to start, and evaluations that were to be held, for those who lead the introduction."""
    if not actor.may(P.VIEW):
        return []
    return [_due(one) for one in queries.due(actor, until=local(now).date())[:AT_MOST]]


def _due(one: queries.Due) -> WorkItem:
    what = _(TECHNOLOGY_NAMES[one.technology])
    said = {"unit": one.unit, "waits_for": one.waits_for, "what": what}
    if one.waits_for:
        title = _("%(what)s: skriv hva %(waits_for)s lærte, så kan %(unit)s starte") % said
    elif one.unit:
        title = _("%(what)s: %(unit)s skulle ha startet") % said
    else:
        title = _("%(what)s: hold MTO-evalueringen") % said
    name = "adoption:introduction" if one.unit else "adoption:evaluations"
    ends = instant_at(one.due_on + timedelta(days=1), time())
    return WorkItem(title, reverse(name, args=[one.introduction_id]), _("Innføring"), ends, "HikingTrailSign")


WORK: tuple[Source, ...] = (due,)


def install() -> None:
    recipients.sources[:] = [served]
