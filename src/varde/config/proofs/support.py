"""Support and access: who answers, what suppliers have agreed to, faults that are followed up, accesses on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as N_

from varde.config.proofs.response import staffing
from varde.config.proofs.said import MACHINE, each, lapsed, nothing, proven
from varde.foundation.authorisation import machine
from varde.governance.servicemodel.rules.proving import Found
from varde.governance.support import queries as support
from varde.ground.organisations import queries as organisations


def _help(owners: Sequence[UUID], now: datetime) -> dict[UUID, support.Help]:
    return support.help_of(machine(MACHINE), owners=owners, now=now)


@each(_help)
def somebody_answers(one: support.Help, now: datetime) -> Found:
    if not one.routes:
        return nothing(N_("Kommunen har ikke skrevet hvem som svarer på hva."))
    return proven(N_("Rader som sier hvem som svarer: %(n)s."), reverse("support:ask"), n=one.routes)


@each(_help)
def suppliers_have_agreed(one: support.Help, now: datetime) -> Found:
    if not one.levels:
        return nothing(N_("Ingen supportavtale er registrert."))
    return proven(N_("Supportavtaler med leverandører: %(n)s."), reverse("support:start"), n=one.levels)


@each(_help)
def faults_are_reported(one: support.Help, now: datetime) -> Found:
    if not one.reported:
        return nothing(N_("Ingen feil er meldt det siste året."))
    return proven(N_("Feil som er meldt det siste året: %(n)s."), reverse("support:list"), n=one.reported)


@each(_help)
def faults_are_followed_up(one: support.Help, now: datetime) -> Found:
    url, unexplained = reverse("support:list"), one.solved - one.explained
    if not one.reported:
        return nothing(N_("Ingen feil er meldt det siste året."))
    if one.late:
        return lapsed(N_("Saker som er mer enn en uke over fristen: %(n)s."), url, n=one.late)
    if unexplained:
        return lapsed(N_("Løste saker uten årsak: %(n)s av %(all)s."), url, n=unexplained, all=one.solved)
    return proven(N_("Løste saker med årsak det siste året: %(n)s."), url, n=one.explained)


@each(staffing)
def access_is_registered(one: organisations.Staffing, now: datetime) -> Found:
    if not one.members:
        return nothing(N_("Ingen i kommunen har tilgang ennå."))
    text = N_("Medlemmer med rolle og periode i registeret: %(n)s.")
    return proven(text, reverse("organisations:members"), n=one.members)


@each(staffing)
def roles_are_described(one: organisations.Staffing, now: datetime) -> Found:
    if not one.members:
        return nothing(N_("Ingen i kommunen har tilgang ennå."))
    text = N_("Roller i bruk, hver med beskrevet tilgang: %(n)s.")
    return proven(text, reverse("organisations:members"), n=len(one.roles))
