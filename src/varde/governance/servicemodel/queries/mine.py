"""Who is to hear of what, and what waits for one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.models import Adoption, Answer, Charge, Clarification
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import model_of
from varde.governance.servicemodel.queries.local import Held, held
from varde.governance.servicemodel.queries.proofs import proofs
from varde.governance.servicemodel.queries.unclear import unclear
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.shape import Words, task_of
from varde.kernel.actor import Actor
from varde.kernel.clock import local

AHEAD = timedelta(days=7)
CONTACTS = {"municipality": "tjenesteeier", "contact": "kommunal DHO-kontakt"}
Responsible = Mapping[tuple[UUID, str], set[UUID]]


@dataclass(frozen=True, slots=True)
class Waits:
    """A line of a checklist that waits for somebody: in which task of which organisation, and since or until when."""

    owner_id: UUID
    task: str
    number: str
    words: Words
    since: datetime | None = None
    review_on: date | None = None


def _accounts(row: Charge) -> set[UUID]:
    return {key for key in (row.user_id, row.deputy_id) if key is not None}


def _responsible(rows: Iterable[Charge]) -> Responsible:
    """By owner and task, the accounts of who is responsible in the municipality and who stands in. "": the service owner."""
    found: dict[tuple[UUID, str], set[UUID]] = {}
    for row in rows:
        found.setdefault((row.owner_id, row.task), set()).update(_accounts(row))
    return found


def _who(responsible: Responsible, owner: UUID, task: str) -> set[UUID]:
    """Those of the task; where it has nobody with an account, the service owner."""
    return responsible.get((owner, task)) or responsible.get((owner, ""), set())


@requires(P.PROVE)
def owners_of_task(actor: Actor, *, owner_id: UUID, task: str) -> set[UUID]:
    """The accounts of those who are to hear of a task: who is responsible, with deputy; else the service owner."""
    rows = Charge.objects.filter(owner=owner_id, task__in=[task, ""], actor="municipality")
    return _who(_responsible(rows), owner_id, task)


@requires(P.PROVE)
def everyone_named(actor: Actor, *, owner_id: UUID) -> set[UUID]:
    """The accounts of all who hold something in the model of an organisation, with deputies."""
    return {key for row in Charge.objects.filter(owner=owner_id) for key in _accounts(row)}


@requires(P.PROVE)
def contact_in_words(actor: Actor, *, charge_id: UUID) -> str:
    """Who is the contact person or service owner of an organisation now, as a sentence. "": nobody any more."""
    row = Charge.objects.select_related("owner").filter(pk=charge_id).first()
    return f"{row.owner.name}: {row.name} er {CONTACTS[row.actor]}." if row else ""


@requires(P.VIEW)
def has_something(actor: Actor, *, now: datetime) -> set[str]:
    """In one query, where there may be something for the person: "charge", "clarification", "answer"."""
    today = local(now).date()
    held_by = Charge.objects.filter(Q(user=actor.id) | Q(deputy=actor.id), actor="municipality")
    asked = Clarification.objects.filter(user=actor.id, answered_at__isnull=True, due_on__lte=today + AHEAD)
    said = Answer.objects.filter(by=actor.id, review_on__lte=today)
    kinds = (held_by, "charge"), (asked, "clarification"), (said, "answer")
    found = [
        rows.order_by().annotate(kind=Value(name)).values_list("kind").distinct() for rows, name in kinds
    ]
    return {kind for (kind,) in found[0].union(*found[1:])}


@requires(P.VIEW)
def lapsed_for(actor: Actor, *, now: datetime) -> list[Waits]:
    """The lapsed proofs that the person is to follow up, oldest first."""
    responsible = _responsible(Charge.objects.filter(actor="municipality"))
    mine = {owner for (owner, _), accounts in responsible.items() if actor.id in accounts}
    if not mine:
        return []
    found = proofs(mine, now)
    waits = [
        _waits(have, address, since=found[owner][address].since)
        for owner, have in held(Adoption.objects.filter(owner__in=mine)).items()
        for address, one in found[owner].items()
        if one.proof is Proof.LAPSED
        and address in have.lines
        and have.lines[address].is_relevant
        and actor.id in _who(responsible, owner, task_of(address))
    ]
    return sorted(waits, key=lambda one: (one.since or now, one.number))


def _waits(
    have: Held, address: str, *, since: datetime | None = None, review_on: date | None = None
) -> Waits:
    one, task = have.adoption, task_of(address)
    numbers = {key: number for key, number, _ in model_of(one.edition, one.version).tasks()}
    return Waits(one.owner_id, task, numbers.get(task, ""), have.lines[address].words, since, review_on)


@requires(P.VIEW)
def due_for(actor: Actor, *, user_id: UUID, now: datetime) -> QuerySet[Clarification]:
    """A person's own clarifications, open and due within a week."""
    return unclear(actor).filter(user=user_id, due_on__lte=local(now).date() + AHEAD)


@requires(P.ANSWER)
def to_review(actor: Actor, *, user_id: UUID, now: datetime) -> list[Waits]:
    """Lines whose newest answer is the person's and is to be looked at again by now; not where the system proves it."""
    today = local(now).date()
    asked = set(
        Answer.objects.filter(by=user_id, review_on__lte=today).order_by().values_list("owner", flat=True)
    )
    if not asked:
        return []
    found = proofs(asked, now)
    return [
        _waits(have, address, review_on=answer.review_on)
        for owner, have in held(Adoption.objects.filter(owner__in=asked)).items()
        for address, answer in have.answers.items()
        if answer.by == user_id
        and answer.review_on is not None
        and answer.review_on <= today
        and address in have.lines
        and have.lines[address].is_relevant
        and (address not in found[owner] or found[owner][address].proof is not Proof.PROVEN)
    ]
