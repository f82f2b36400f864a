"""Who answers for which gate of a case: people, equipment, response plans and the rota, asked in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.alarms import queries as alarms
from varde.care.pathways import queries as pathways
from varde.care.pathways.queries.gates import GateSource, sources
from varde.care.pathways.rules.gates import Answer, CaseFacts
from varde.care.rota import queries as rota
from varde.foundation.authorisation import machine
from varde.foundation.ui.components.formats import moment
from varde.ground.equipment import queries as equipment
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.kernel.actor import Actor

WORKER = "pathway_worker"
OPERATOR = "response_operator"


def _card(case: CaseFacts) -> str:
    return reverse("people:card", args=[case.recipient_id])


def way_in(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    kinds = people.way_in_kinds(machine(WORKER), recipient_id=case.recipient_id, now=now)
    why = "" if kinds else _("Ingen nøkkel, nøkkelboks eller e-lås er registrert")
    yield Answer("way_in", bool(kinds), why, _("Saksbehandler"), _card(case))


def keys(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """Keys stay while another service of the same person needs them."""
    if not case.is_last:
        yield Answer("keys_back", True, _("Andre tjenester bruker dem"))
        return
    kinds = people.way_in_kinds(machine(WORKER), recipient_id=case.recipient_id, now=now)
    why = _("%(kinds)s er ikke levert tilbake") % {"kinds": ", ".join(kinds)} if kinds else ""
    yield Answer("keys_back", not kinds, why, _("Ressursperson"), _card(case))


def tested(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """Placed in the home, and tried with a test call in which the operator read back name and address."""
    found = equipment.installed_and_tested(
        machine(WORKER), recipient_id=case.recipient_id, kinds=case.equipment_kinds, at=now
    )
    why = "; ".join(_lack(line) for line in found.missing)
    yield Answer("equipment_tested", found.counts, why, _("Ressursperson"), _card(case))


def _lack(line: equipment.Installed) -> str:
    name = line.name or _("Utstyret")
    words = {
        "not_placed": _("%(name)s er ikke utplassert"),
        "not_tested": _("%(name)s er ikke prøvd"),
        "not_read_back": _("Operatøren leste ikke tilbake navn og adresse for %(name)s"),
        "not_heard": _("%(name)s har ikke meldt fra"),
    }
    return words[str(line.lack)] % {"name": name}


def collected(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """Back, reset and wiped: names each item and whose it is. What another service of the person uses, stays."""
    out = equipment.still_out(machine(WORKER), recipient_id=case.recipient_id, at=now)
    own = [one for one in out if case.is_last or one.kind in case.equipment_kinds]
    said = ", ".join(_out(one) for one in own)
    why = _("Ikke i orden: %(items)s") % {"items": said} if own else ""
    yield Answer("equipment_back", not own, why, _("Ressursperson"), _card(case))


def _out(one: equipment.Out) -> str:
    owner = f" ({one.belongs_to})" if one.belongs_to else ""
    words = {
        "placed": _("%(item)s er ikke innhentet"),
        "shared": _("%(item)s deles med andre"),
        "unwiped": _("%(item)s er ikke slettet"),
        "ordered": _("en bestilling er ikke avbestilt"),
    }
    return words[str(one.why)] % {"item": f"{one.name} {one.serial}{owner}"}


def response_plan(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """Somebody can be sent at every instant of the service hours of the next 14 days, as plans and rota stand now."""
    worker = machine(WORKER)
    hours = pathways.service_hours(worker, owner_id=case.owner_id, service_type=case.service_type)
    found = alarms.plan_cover(
        worker, owner_id=case.owner_id, recipient_id=case.recipient_id, hours=hours, now=now
    )
    if not found.is_made or found.faults:
        why = _("Varslingsplanen er ikke trygg lenger") if found.is_made else _("Varslingsplan mangler")
        yield Answer("response_plan", False, why, _("Ressursperson"), _card(case))
    elif found.holes:
        why = _("Ingen kan rykke ut fra %(start)s") % {"start": moment(found.holes[0].start)}
        yield Answer("response_plan", False, why, _("Avdelingsleder"), reverse("rota:home"))
    else:
        yield Answer("response_plan", True)


def receives(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """Somebody is on duty who sees the alarm: operators of the owner, or of a centre that answers for it."""
    worker = machine(WORKER)
    met = any(not rota.duty_of(worker, pool_id=pool, now=now).is_hole for pool in _boards(worker, case, now))
    why = "" if met else _("Ingen er på vakt ved responssenteret")
    yield Answer("receives", met, why, _("Avdelingsleder"), reverse("rota:home"))


def _boards(worker: Actor, case: CaseFacts, now: datetime) -> list[UUID]:
    given = organisations.providers_for(worker, clients=[case.owner_id], role=OPERATOR, now=now)
    owners = [case.owner_id, *given.get(case.owner_id, ())]
    rows = rota.pools(worker).filter(owner__in=owners, kind="operators", is_active=True)
    return list(rows.values_list("pk", flat=True))


def plan_ended(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """The recipient's own response plans are ended, unless another service of theirs needs them."""
    if not case.is_last:
        yield Answer("plan_ended", True, _("Andre tjenester bruker dem"))
        return
    own = alarms.plan_of(machine(WORKER), owner_id=case.owner_id, recipient_id=case.recipient_id, now=now).own
    why = _("Varslingsplanen gjelder fortsatt") if own else ""
    yield Answer("plan_ended", not own, why, _("Ressursperson"), _card(case))


SOURCES = (
    GateSource(frozenset({"way_in"}), way_in),
    GateSource(frozenset({"keys_back"}), keys),
    GateSource(frozenset({"equipment_tested"}), tested),
    GateSource(frozenset({"equipment_back"}), collected),
    GateSource(frozenset({"response_plan"}), response_plan),
    GateSource(frozenset({"receives"}), receives),
    GateSource(frozenset({"plan_ended"}), plan_ended),
)


def install() -> None:
    sources[:] = SOURCES
