"""Equipment: an overview that was counted, stock that suffices, maintenance done, and data wiped on return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as N_

from varde.config.proofs.said import MACHINE, day, each, lapsed, nothing, proven
from varde.foundation.authorisation import machine
from varde.governance.servicemodel.rules.proving import Found
from varde.ground.equipment import queries as equipment

YEAR, TO_WIPE = timedelta(days=365), timedelta(days=14)
NO_EQUIPMENT = N_("Ingen apparater er registrert.")


def _stock(owners: Sequence[UUID], now: datetime) -> dict[UUID, equipment.Stock]:
    return equipment.stock_of(machine(MACHINE), owners=owners, now=now)


@each(_stock)
def overview(one: equipment.Stock, now: datetime) -> Found:
    if not one.items:
        return nothing(NO_EQUIPMENT)
    text = N_("Apparater i oversikten: %(n)s, av dem utplassert: %(placed)s.")
    return proven(text, reverse("equipment:items"), n=one.items, placed=one.placed)


@each(_stock)
def counted(one: equipment.Stock, now: datetime) -> Found:
    url = reverse("equipment:takes")
    if not one.items:
        return nothing(NO_EQUIPMENT)
    if one.counted_at is None:
        return nothing(N_("Lageret er ikke telt i Varde ennå."))
    answer = proven if now - one.counted_at <= YEAR else lapsed
    return answer(N_("Lageret ble sist telt %(day)s."), url, day=day(one.counted_at))


@each(_stock)
def stock_suffices(one: equipment.Stock, now: datetime) -> Found:
    url = reverse("equipment:stock")
    if not one.watched:
        return nothing(N_("Ingen bestillingspunkter er satt."))
    if one.low:
        return lapsed(
            N_("Varer under bestillingspunktet: %(n)s av %(all)s."), url, n=one.low, all=one.watched
        )
    return proven(N_("Alle varer er over bestillingspunktet: %(n)s."), url, n=one.watched)


@each(_stock)
def maintained(one: equipment.Stock, now: datetime) -> Found:
    url = reverse("equipment:upkeep")
    if not one.maintained:
        return nothing(N_("Ingen apparater har faste vedlikeholdsoppgaver."))
    if one.overdue:
        return lapsed(N_("Vedlikehold som er mer enn 30 dager for sent: %(n)s."), url, n=one.overdue)
    return proven(N_("Apparater med vedlikehold i rute: %(n)s."), url, n=one.maintained)


@each(_stock)
def wiped_when_returned(one: equipment.Stock, now: datetime) -> Found:
    url = reverse("equipment:wipes")
    if not one.items:
        return nothing(NO_EQUIPMENT)
    if one.unwiped_since is not None and now - one.unwiped_since > TO_WIPE:
        text = N_("Et innhentet apparat har ventet på sletting siden %(day)s.")
        return lapsed(text, url, day=day(one.unwiped_since))
    return proven(N_("Ingen innhentede apparater har ventet på sletting i mer enn 14 dager."), url)
