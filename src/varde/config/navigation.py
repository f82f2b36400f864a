"""The main menu: which permission opens which entry, and where it leads.

A row whose page does not exist (yet) is left out; so is one that the person may not open. An empty permission is
for everybody who is logged in. Words and order: the design's language.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.care.alarms import queries as alarms
from varde.care.alarms.permissions import AlarmPermission as Alarm
from varde.care.pathways.permissions import PathwayPermission as Pathways
from varde.care.rota.permissions import RotaPermission as Rota
from varde.foundation.ownership import counted_together
from varde.governance.adoption.permissions import AdoptionPermission as Adoption
from varde.governance.improvement.permissions import ImprovementPermission as Improvement
from varde.governance.servicemodel.permissions import ServiceModelPermission as Model
from varde.governance.support import queries as support
from varde.governance.support.permissions import SupportPermission as Support
from varde.ground.equipment.permissions import EquipmentPermission as Equipment
from varde.ground.messaging import queries as messaging
from varde.ground.messaging.permissions import MessagingPermission as Messaging
from varde.ground.organisations.permissions import OrganisationPermission as Organisations
from varde.ground.people.permissions import PeoplePermission as People
from varde.ground.questionnaires.permissions import QuestionnairePermission as Questionnaires
from varde.kernel.actor import Actor

Badge = Callable[[Actor, datetime], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """`url_name` is reversed without arguments; `permissions`: any of them opens the entry, none: everybody."""

    key: str
    title: str | Promise
    icon: str
    url_name: str
    permissions: tuple[str, ...] = ()
    group: str | Promise = ""


_SERVICE = _("Tjeneste")
_QUALITY = _("Kvalitet og styring")
_RUNNING = _("Drift")

MENU = (
    Entry("tasks", _("Mine oppgaver"), "Tasklist", "web:home", group=_SERVICE),
    Entry("alarms", _("Alarmer"), "Bell", "alarms:board", (Alarm.VIEW_BOARD, Alarm.ANSWER), _SERVICE),
    Entry("dispatches", _("Utrykninger"), "Car", "alarms:phone", (Alarm.RESPOND,), _SERVICE),
    Entry("records", _("Til journal"), "NotePencil", "alarms:records", (Alarm.COPY_RECORD,), _SERVICE),
    Entry("recipients", _("Tjenestemottakere"), "PersonGroup", "people:recipients", (People.VIEW,), _SERVICE),
    Entry("pathways", _("Forløp"), "HikingTrailSign", "pathways:home", (Pathways.VIEW,), _SERVICE),
    Entry("rota", _("Vakt"), "Calendar", "rota:home", (Rota.VIEW,), _SERVICE),
    Entry("equipment", _("Utstyr"), "Package", "equipment:items", (Equipment.VIEW,), _SERVICE),
    Entry(
        "support",
        _("Feil og support"),
        "Lifebuoy",
        "support:start",
        (Support.REPORT, Support.LOOK_UP, Support.SUPPLY),
        _SERVICE,
    ),
    Entry("inbox", _("Varsler"), "Inbox", "messaging:inbox", (Messaging.READ_INBOX,), _SERVICE),
    Entry(
        "servicemodel",
        _("Tjenestemodell"),
        "ClipboardCheckmark",
        "servicemodel:home",
        (Model.VIEW,),
        _QUALITY,
    ),
    Entry(
        "adoption",
        _("Innføring og utbredelse"),
        "HikingTrailSign",
        "adoption:home",
        (Adoption.VIEW, Adoption.COMPARE),
        _QUALITY,
    ),
    Entry("improvement", _("Forbedring"), "TrendUp", "improvement:home", (Improvement.VIEW,), _QUALITY),
    Entry("setup", _("Oppsett"), "Cog", "web:setup", (Organisations.VIEW,), _RUNNING),
    Entry("status", _("Driftsstatus"), "Monitor", "web:status", (Organisations.MANAGE,), _RUNNING),
)

# What the page "Oppsett" leads to.
SETUP = (
    Entry(
        "organisations",
        _("Virksomheter"),
        "Buildings3",
        "organisations:virksomheter:list",
        (Organisations.VIEW,),
    ),
    Entry("units", _("Enheter"), "House", "organisations:enheter:list", (Organisations.VIEW,)),
    Entry(
        "contacts", _("Kontaktpunkter"), "Phone", "organisations:kontaktpunkter:list", (Organisations.VIEW,)
    ),
    Entry("members", _("Medlemmer"), "PersonGroup", "organisations:members", (Organisations.MANAGE_MEMBERS,)),
    Entry(
        "agreements", _("Samarbeidsavtaler"), "Handshake", "organisations:agreements", (Organisations.VIEW,)
    ),
    Entry("products", _("Produkter"), "Package", "equipment:produkter:list", (Equipment.MANAGE,)),
    Entry("routes", _("Hvem svarer på hva"), "Phone", "support:hvem-svarer:list", (Support.MANAGE,)),
    Entry("levels", _("Supportavtaler"), "Handshake", "support:supportavtaler:list", (Support.MANAGE,)),
    Entry("forms", _("Skjemaer"), "Clipboard", "questionnaires:forms", (Questionnaires.VIEW,)),
    Entry("catalogue", _("Tjenestekatalog"), "Book", "pathways:catalogue", (Pathways.VIEW_CATALOGUE,)),
    Entry("emergencies", _("Nødtilgang"), "Eye", "people:emergencies", (People.REVIEW_EMERGENCY,)),
    Entry("deliveries", _("Utsendte varsler"), "Paperplane", "messaging:deliveries", (Messaging.VIEW_LOG,)),
    Entry("plans", _("Varslingsplaner"), "BulletList", "alarms:plans", (Alarm.MANAGE_PLANS,)),
    Entry("rules", _("Regler for alarmer"), "Wrench", "alarms:rules", (Alarm.MANAGE_RULES,)),
    Entry("sources", _("Kilder og nøkler"), "KeyVertical", "alarms:sources", (Alarm.MANAGE_SOURCES,)),
    Entry("options", _("Innstillinger"), "Cog", "web:options", (Organisations.MANAGE,)),
)

SEARCH = Entry("search", _("Søk etter tjenestemottaker"), "MagnifyingGlass", "people:search", (People.VIEW,))


def _support(actor: Actor, now: datetime) -> QuerySet[Any]:
    return (
        support.untaken(actor) if actor.may(Support.HANDLE) else support.waiting_for_supplier(actor, now=now)
    )


# What stands in a disc beside an entry: how many wait. Who holds none of the permissions sees no number; key as above.
BADGES: Mapping[str, tuple[tuple[str, ...], Badge]] = {
    "alarms": ((Alarm.VIEW_BOARD,), lambda actor, now: alarms.untaken(actor)),
    "records": ((Alarm.COPY_RECORD,), lambda actor, now: alarms.records_waiting(actor)),
    "inbox": ((Messaging.READ_INBOX,), lambda actor, now: messaging.unread(actor)),
    "support": ((Support.HANDLE, Support.SUPPLY), _support),
}


def badges(actor: Actor, now: datetime) -> dict[str, int]:
    """All of them in one query, and one or two more for whoever is called out."""
    rows = {key: badge(actor, now) for key, (needs, badge) in BADGES.items() if any(map(actor.may, needs))}
    calls = len(alarms.called_to(actor, now=now)) if actor.may(Alarm.RESPOND) else 0
    return counted_together(rows) | {"dispatches": calls}
