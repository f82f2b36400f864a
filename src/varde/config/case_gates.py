"""Who answers for which gate of a case: people, equipment, response plans and the rota, asked in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.alarms import queries as alarms
from varde.care.pathways.queries.gates import GateSource, sources
from varde.care.pathways.rules.gates import Answer, CaseFacts
from varde.care.rota import queries as rota
from varde.foundation.authorisation import machine
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


def placed(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """Placed in the home. That it was tried with a test call is signed beside this."""
    there = _items(case, now)
    why = "" if there else _("Ikke noe utstyr er utplassert")
    yield Answer("equipment_tested", bool(there), why, _("Ressursperson"), _card(case))


def collected(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    out = _items(case, now)
    why = _("Ikke innhentet: %(items)s") % {"items": ", ".join(out)} if out else ""
    yield Answer("equipment_back", not out, why, _("Ressursperson"), _card(case))


def _items(case: CaseFacts, now: datetime) -> list[str]:
    """What the person has of this service; all that they have, when no other service is left."""
    rows = equipment.placed_with(machine(WORKER), recipient_id=case.recipient_id, now=now)
    ending = case.ended_on is not None
    return [
        str(row.item)
        for row in rows
        if (ending and case.is_last) or row.item.product.service_type in ("", case.service_type)
    ]


def response_plan(case: CaseFacts, now: datetime) -> Iterable[Answer]:
    """A plan for every alert at every hour, and nobody missing in the pools that it rings, as far as the rota knows."""
    worker = machine(WORKER)
    found = alarms.plan_of(worker, owner_id=case.owner_id, recipient_id=case.recipient_id, now=now)
    url = _card(case)
    if not found.is_whole:
        yield Answer("response_plan", False, _("Varslingsplan mangler"), _("Ressursperson"), url)
        return
    for pool in sorted(found.pools):
        cover = rota.holes(worker, pool_id=pool, now=now)
        if cover.nobody:
            why = _("Ingen er satt opp i hele perioden de neste 14 dagene")
            yield Answer("response_plan", False, why, _("Avdelingsleder"), reverse("rota:pool", args=[pool]))
            return
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
    GateSource(frozenset({"equipment_tested"}), placed),
    GateSource(frozenset({"equipment_back"}), collected),
    GateSource(frozenset({"response_plan"}), response_plan),
    GateSource(frozenset({"receives"}), receives),
    GateSource(frozenset({"plan_ended"}), plan_ended),
)


def install() -> None:
    sources[:] = SOURCES
