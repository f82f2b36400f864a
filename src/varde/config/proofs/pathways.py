"""Pathways: criteria written and reviewed, somebody who does each stage, evaluations on time, texts in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as N_

from varde.care.pathways import queries as pathways
from varde.care.pathways.rules.template import Stage
from varde.config.proofs.said import MACHINE, day, each, lapsed, nothing, proven, waits_too_long
from varde.foundation.authorisation import machine
from varde.governance.servicemodel.queries.proofs import Source
from varde.governance.servicemodel.rules.proving import Found
from varde.ground.organisations import queries as organisations
from varde.kernel.clock import local

ON_TIME = 90
"""Percent of the evaluations of a year that must be signed by their day."""
NOTHING_OFFERED = N_("Ingen tjenester fra katalogen tilbys ennå.")
NOTHING_RUNS = N_("Ingen tjenester er i drift ennå.")


def _catalogue(owners: Sequence[UUID], now: datetime) -> dict[UUID, pathways.Catalogue]:
    return pathways.catalogue_of(machine(MACHINE), owners=owners, now=now)


def _course(owners: Sequence[UUID], now: datetime) -> dict[UUID, pathways.Course]:
    return pathways.course_of(machine(MACHINE), owners=owners, now=now)


@each(_catalogue)
def offers(one: pathways.Catalogue, now: datetime) -> Found:
    if not one.offered:
        return nothing(NOTHING_OFFERED)
    text = N_("Tjenester på den åpne siden: %(n)s.")
    return proven(text, reverse("pathways:catalogue"), n=len(one.offered))


@each(_catalogue)
def criteria_written(one: pathways.Catalogue, now: datetime) -> Found:
    url, without = reverse("pathways:criteria"), len(one.offered - one.written)
    if not one.offered:
        return nothing(NOTHING_OFFERED)
    if without:
        text = N_("Tjenester som tilbys uten egne kriterier: %(n)s av %(all)s.")
        return lapsed(text, url, n=without, all=len(one.offered))
    return proven(N_("Alle tjenester som tilbys, har kriterier: %(n)s."), url, n=len(one.offered))


@each(_catalogue)
def criteria_reviewed(one: pathways.Catalogue, now: datetime) -> Found:
    url = reverse("pathways:criteria")
    if one.review_on is None:
        return nothing(N_("Ingen egne kriterier er skrevet ennå."))
    if one.review_on <= local(now).date():
        return lapsed(N_("Kriterier skulle vært gjennomgått %(day)s."), url, day=day(one.review_on))
    return proven(N_("Neste gjennomgang er %(day)s."), url, day=day(one.review_on))


@each(_catalogue)
def has_sheets(one: pathways.Catalogue, now: datetime) -> Found:
    url, without = reverse("pathways:catalogue"), len(one.offered - one.with_sheet)
    if not one.offered:
        return nothing(NOTHING_OFFERED)
    if without:
        text = N_("Tjenester uten skjema for oppsett: %(n)s av %(all)s.")
        return lapsed(text, url, n=without, all=len(one.offered))
    return proven(N_("Alle tjenester som tilbys, har skjema for oppsett."), url)


@each(_course)
def allocated_by_criteria(one: pathways.Course, now: datetime) -> Found:
    url, without = reverse("pathways:overview"), one.allocated - one.by_criteria
    if not one.allocated:
        return nothing(N_("Ingen tildelinger det siste året."))
    if without:
        text = N_("Tildelinger det siste året uten skrevne kriterier: %(n)s av %(all)s.")
        return lapsed(text, url, n=without, all=one.allocated)
    return proven(
        N_("Alle tildelinger det siste året er gjort etter kriterier: %(n)s."), url, n=one.allocated
    )


@each(_course)
def evaluated_on_time(one: pathways.Course, now: datetime) -> Found:
    url, due = reverse("pathways:overview"), one.evaluated + one.late
    if not one.running:
        return nothing(NOTHING_RUNS)
    if not due:
        return nothing(N_("Ingen evaluering har hatt frist ennå."))
    percent = 100 * min(one.on_time, one.evaluated) // due
    text = N_("Evaluert i tide det siste året: %(percent)s %%. For sent ute nå: %(n)s.")
    answer = proven if percent >= ON_TIME else lapsed
    return answer(text, url, percent=percent, n=one.late)


@each(_course)
def evaluated_with_form(one: pathways.Course, now: datetime) -> Found:
    url, without = reverse("pathways:overview"), one.evaluated - one.with_form
    if not one.evaluated:
        return nothing(N_("Ingen evalueringer det siste året."))
    if without:
        text = N_("Evalueringer det siste året uten skjema: %(n)s av %(all)s.")
        return lapsed(text, url, n=without, all=one.evaluated)
    return proven(N_("Alle evalueringer det siste året har skjema: %(n)s."), url, n=one.evaluated)


@each(_course)
def texts_reach_the_record(one: pathways.Course, now: datetime) -> Found:
    url = reverse("pathways:texts")
    if not one.texts:
        return nothing(N_("Ingen tekster til journalen ennå."))
    if one.text_since is not None and waits_too_long(one.text_since, now):
        return lapsed(N_("En tekst til journalen har ventet siden %(day)s."), url, day=day(one.text_since))
    return proven(N_("Ingen tekst til journalen har ventet i mer enn tre døgn."), url)


@dataclass(frozen=True, slots=True)
class Staffed:
    """By stage, the roles that its steps need; and the roles that somebody has."""

    needed: dict[Stage, frozenset[str]]
    held: frozenset[str]


def _staffed(owners: Sequence[UUID], now: datetime) -> dict[UUID, Staffed]:
    prover = machine(MACHINE)
    needed = pathways.doers_of(prover, owners=owners)
    held = organisations.staffing_of(prover, owners=owners, now=now)
    return {one: Staffed(needed[one], held[one].roles) for one in owners}


def _has_doers(stage: Stage) -> Source:
    """The templates in use name a role for every step of the stage, and somebody has each of these roles."""

    @each(_staffed)
    def judge(one: Staffed, now: datetime) -> Found:
        needed = one.needed.get(stage, frozenset())
        if not needed:
            return nothing(NOTHING_RUNS)
        if empty := needed - one.held:
            text = N_("Forløpene bruker roller som ingen har: %(n)s.")
            return lapsed(text, reverse("organisations:members"), n=len(empty))
        return proven(N_("Forløpsmalene sier hvem, og noen har hver rolle."), reverse("pathways:templates"))

    return judge


adaptation_has_doers = _has_doers(Stage.ADAPTATION)
training_has_doers = _has_doers(Stage.TRAINING)
evaluation_has_doers = _has_doers(Stage.EVALUATION)
