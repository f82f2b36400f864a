"""Whom the news of the service model reaches, and what of it waits for people on "Mine oppgaver"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.pathways.permissions import PathwayPermission as Pathways
from varde.config.proofs.said import MACHINE
from varde.config.telling import in_app
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.ui.components.formats import said
from varde.governance.servicemodel import queries
from varde.governance.servicemodel.events import ContactChanged, ProofLapsed
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.differing import Group, sharing
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations import queries as organisations
from varde.interfaces.web.work import Source, WorkItem
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

AT_MOST = 20


def tell_of_lapsed(*, owner_id: UUID, task: str, address: str, now: datetime) -> None:
    """Who is responsible for the task and who stands in; where nobody is named, those who own the model."""
    prover = machine(MACHINE)
    users: Iterable[UUID] = queries.owners_of_task(prover, owner_id=owner_id, task=task)
    users = users or organisations.holders_of(prover, permission=P.OWN, organisation_id=owner_id, now=now)
    about = messaging.About("service_model", owner_id)
    mark = f"{address}:{local(now).date()}"
    in_app(users, Text(Purpose.PROOF_LAPSED), owner_id=owner_id, about=about, mark=mark, now=now)


def tell_of_contact(*, owner_id: UUID, charge_id: UUID, changed_at: datetime, now: datetime) -> None:
    """Those who hold a task here, and leaders and those who hand over cases where this organisation works with others."""
    prover = machine(MACHINE)
    detail = queries.contact_in_words(prover, charge_id=charge_id)
    text, about = Text(Purpose.CONTACT_CHANGED).with_detail(detail), messaging.About("charge", charge_id)
    here = queries.everyone_named(prover, owner_id=owner_id)
    in_app(here, text, owner_id=owner_id, about=about, mark=changed_at.isoformat(), now=now)
    for other in organisations.partners_of(prover, organisation_id=owner_id, now=now):
        users = {
            user
            for may in (P.OWN, Pathways.HAND_OVER)
            for user in organisations.holders_of(prover, permission=may, organisation_id=other, now=now)
        }
        in_app(users, text, owner_id=other, about=about, mark=changed_at.isoformat(), now=now)


def same_centre(owners: Collection[UUID], now: datetime) -> list[Group]:
    """Municipalities whose follow-up nurses come from the same organisation, by name of the centre."""
    prover = machine(MACHINE)
    given = organisations.providers_for(prover, clients=owners, role="follow_up_nurse", now=now)
    shared: dict[UUID, set[UUID]] = {}
    for client, providers in given.items():
        for provider in providers:
            shared.setdefault(provider, {provider} & set(owners)).add(client)
    names = dict(organisations.every_organisation().filter(pk__in=shared).values_list("pk", "name"))
    found = [Group(key, names[key], frozenset(several)) for key, several in shared.items()]
    return sorted(found, key=lambda one: one.name)


def install() -> None:
    sharing[:] = [same_centre]


SUBSCRIBERS: tuple[post.Subscriber, ...] = (
    post.Subscriber("messaging.proof_lapsed", ProofLapsed, tell_of_lapsed),
    post.Subscriber("messaging.contact_changed", ContactChanged, tell_of_contact),
)


def waits(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """What one holds in the model and must look at: lapsed proofs, clarifications near their day, one's own old answers."""
    if not actor.may(P.VIEW):
        return []
    has = queries.has_something(actor, now=now)
    found: list[WorkItem] = []
    if "charge" in has:
        found += [_lapsed(one) for one in queries.lapsed_for(actor, now=now)[:AT_MOST]]
    if "clarification" in has:
        found += [_to_settle(row) for row in queries.due_for(actor, user_id=actor.id, now=now)[:AT_MOST]]
    if "answer" in has and actor.may(P.ANSWER):
        found += [_to_review(one) for one in queries.to_review(actor, user_id=actor.id, now=now)[:AT_MOST]]
    return found


def _lapsed(one: queries.Waits) -> WorkItem:
    title = _("Følg opp: %(line)s") % {"line": said(one.words)}
    return WorkItem(title, _task(one), _("Tjenestemodell"), one.since, "ExclamationmarkTriangle")


def _to_settle(row: Any) -> WorkItem:
    title = _("Avklar: %(question)s") % {"question": row.question}
    url = reverse("servicemodel:clarification", args=[row.pk])
    return WorkItem(title, url, _("Tjenestemodell"), _end_of(row.due_on), "QuestionmarkDiamond")


def _to_review(one: queries.Waits) -> WorkItem:
    title = _("Se på svaret ditt igjen i oppgave %(number)s") % {"number": one.number}
    due = _end_of(one.review_on) if one.review_on else None
    return WorkItem(title, _task(one), _("Tjenestemodell"), due, "ClipboardCheckmark")


def _task(one: queries.Waits) -> str:
    return reverse("servicemodel:task", args=[one.owner_id, one.task])


def _end_of(one: date) -> datetime:
    return instant_at(one + timedelta(days=1), time())


WORK: tuple[Source, ...] = (waits,)
