"""Response: somebody receives, the plan is covered, the log is kept, and what is known is fresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as N_

from varde.care.alarms import queries as alarms
from varde.care.pathways.rules.catalogue import hours_from
from varde.config.proofs.said import MACHINE, day, each, lapsed, nothing, proven, waits_too_long
from varde.foundation import appendonly
from varde.foundation.authorisation import machine
from varde.governance.servicemodel.rules.proving import Found
from varde.ground.equipment import queries as equipment
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people

ALWAYS = hours_from("hele døgnet")
NO_EQUIPMENT = N_("Ingen har utstyr som sender alarmer.")
NO_PLAN = N_("Kommunen har ingen egen varslingsplan.")


@dataclass(frozen=True, slots=True)
class Served:
    """`placed`: units in homes. `cover`: of the organisation's own plan, round the clock."""

    placed: int
    staffing: organisations.Staffing
    cover: alarms.PlanCover


def _served(owners: Sequence[UUID], now: datetime) -> dict[UUID, Served]:
    prover = machine(MACHINE)
    stock = equipment.stock_of(prover, owners=owners, now=now)
    staffing = organisations.staffing_of(prover, owners=owners, now=now)
    covers = alarms.cover_of_owners(prover, owners=owners, hours=ALWAYS, now=now)
    return {one: Served(stock[one].placed, staffing[one], covers[one]) for one in owners}


def _response(owners: Sequence[UUID], now: datetime) -> dict[UUID, alarms.Response]:
    return alarms.response_of(machine(MACHINE), owners=owners, now=now)


def _logged(owners: Sequence[UUID], now: datetime) -> dict[UUID, tuple[alarms.Response, bool]]:
    """And whether the database itself refuses to change what is written."""
    keeps = not appendonly.toothless()
    return {owner: (one, keeps) for owner, one in _response(owners, now).items()}


def _risks(owners: Sequence[UUID], now: datetime) -> dict[UUID, tuple[int, int, date | None]]:
    return people.risks_of(machine(MACHINE), owners=owners, now=now)


def staffing(owners: Sequence[UUID], now: datetime) -> dict[UUID, organisations.Staffing]:
    return organisations.staffing_of(machine(MACHINE), owners=owners, now=now)


@each(_served)
def receives(one: Served, now: datetime) -> Found:
    url = reverse("organisations:agreements")
    if not one.placed:
        return nothing(NO_EQUIPMENT)
    if "response_operator" not in one.staffing.roles:
        return lapsed(N_("Ingen responsoperatører mottar alarmene."), url)
    return proven(N_("Responsoperatører mottar alarmene."), url)


@each(_served)
def routed_and_covered(one: Served, now: datetime) -> Found:
    """The organisation's own plan sends somebody at every instant of the coming 14 days."""
    if not one.placed:
        return nothing(NO_EQUIPMENT)
    if not one.cover.is_made:
        return lapsed(NO_PLAN, reverse("alarms:plans"))
    url, holes = reverse("rota:home"), one.cover.holes
    if not holes:
        return proven(N_("Noen er på vakt hele døgnet de neste 14 dagene."), url)
    empty = sum((hole.duration or timedelta() for hole in holes), timedelta())
    text = N_("Ingen på vakt i %(hours)s de neste 14 dagene, første gang %(day)s.")
    return lapsed(text, url, hours=max(1, int(empty.total_seconds() // 60)), day=day(holes[0].start))


@each(_served)
def every_alert_has_its_plan(one: Served, now: datetime) -> Found:
    url = reverse("alarms:plans")
    if not one.placed:
        return nothing(NO_EQUIPMENT)
    if not one.cover.is_made:
        return lapsed(NO_PLAN, url)
    if one.cover.faults:
        return lapsed(N_("En varslingsplan i bruk har et ledd som ikke gjelder lenger."), url)
    return proven(N_("Varslingsplanen har mottakere for alle typer alarmer."), url)


@each(_logged)
def log_kept(one: tuple[alarms.Response, bool], now: datetime) -> Found:
    log, keeps = one
    url = reverse("alarms:history")
    if not keeps:
        return lapsed(N_("Loggen kan endres. Si fra til systemforvalteren."), url)
    if log.last_event_at is None:
        return nothing(N_("Ingen hendelser de siste 30 dagene."))
    text = N_("%(n)s hendelser de siste 30 dagene, den siste %(day)s.")
    return proven(text, url, n=log.events, day=day(log.last_event_at))


@each(_risks)
def risks_are_fresh(one: tuple[int, int, date | None], now: datetime) -> Found:
    notes, late, first = one
    url = reverse("people:recipients")
    if not notes:
        return nothing(N_("Ingen opplysninger om sikkerhet er registrert."))
    if first is not None:
        text = N_("Opplysninger om sikkerhet som skulle vært sett på igjen: %(n)s. Den eldste %(day)s.")
        return lapsed(text, url, n=late, day=day(first))
    return proven(N_("Opplysninger om sikkerhet som er sett på i tide: %(n)s."), url, n=notes)


@each(_response)
def texts_reach_the_record(one: alarms.Response, now: datetime) -> Found:
    url = reverse("alarms:records")
    if not one.texts:
        return nothing(N_("Ingen alarmer er avsluttet ennå."))
    if one.text_since is not None and waits_too_long(one.text_since, now):
        return lapsed(N_("En tekst til journalen har ventet siden %(day)s."), url, day=day(one.text_since))
    return proven(N_("Ingen tekst til journalen har ventet i mer enn tre døgn."), url)


@each(staffing)
def agreements_stand(one: organisations.Staffing, now: datetime) -> Found:
    url = reverse("organisations:agreements")
    if not one.served_by:
        return nothing(N_("Ingen avtale om at andre utfører noe for kommunen."))
    if one.lapsed:
        return lapsed(N_("Avtaler som har gått ut: %(n)s."), url, n=one.lapsed)
    return proven(N_("Avtaler som gjelder: %(n)s."), url, n=len(one.served_by))
