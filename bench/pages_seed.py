"""One municipality with many cases, made by bulk: what the pages are measured on.

`seed(place, cases)` fills up to so many cases; three items and thirty timeline entries for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction

from varde.care.pathways.actions.catalogue import template_for
from varde.care.pathways.models import Case, CaseEvent, CaseTask, Responsibility, TemplateVersion
from varde.foundation.accounts.models import User
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.equipment.models import Item, Placement, Price, Product, Sharing, Store
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.organisations.models import Membership, Organisation
from varde.ground.people.models import CareRelation, Recipient
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import EVERYWHERE

ITEMS, ENTRIES, AT_ONCE = 3, 30, 2_000
ROLES = ("case_officer", "superuser", "unit_leader")
NAMES = ("Anna", "Bjarne", "Eva", "Finn", "Gerd", "Harald", "Inger", "Jon", "Kari", "Leif")
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Town:
    """Who is asked about, and who asks."""

    owner: Organisation
    user: User
    operator: User
    template: TemplateVersion
    products: tuple[Product, ...]
    store: Store
    began: datetime


def town(now: datetime) -> Town:
    """An empty municipality with a leader, three products with a price, and a store."""
    began = now - timedelta(days=300)
    with transaction.atomic(), scope(EVERYWHERE):
        owner = Organisation.objects.create(
            kind="municipality",
            name="Storby kommune",
            last_resort_name="Vakt",
            last_resort_phone="+4700000001",
        )
        user = User.objects.create(email="maaler@storby.example", name="Måler Måsen")
        for role in ROLES:
            Membership.objects.create(user=user, organisation=owner, role=role, starts_at=began)
        operator = User.objects.create(email="svarer@storby.example", name="Svar Svarsen")
        Membership.objects.create(
            user=operator, organisation=owner, role="response_operator", starts_at=began
        )
        template = template_for(owner_id=owner.pk, code="medicine_dispenser", now=began)
        assert template is not None
        products = tuple(
            _product(owner, kind, began.date()) for kind in ("dispenser", "base_unit", "locator")
        )
        store = Store.objects.create(owner=owner, name="Hovedlageret")
    return Town(owner, user, operator, template, products, store, began)


def _product(owner: Organisation, kind: str, since: date) -> Product:
    row = Product.objects.create(
        owner=owner, name=f"Måling {kind}", supplier=owner, kind=kind, protocol="none"
    )
    Price.objects.create(owner=owner, product=row, kind="lease", ore_per_month=12_500, starts_on=since)
    return row


def seed(there: Town, first: int, last: int, now: datetime) -> UUID:
    """Cases `first` up to `last`; returns one of the new ones, that the user may open."""
    numbers = range(first, last)
    with scope(EVERYWHERE):
        people = _stored(_recipient(there, n) for n in numbers)
        cases = _stored(_case(there, n, person, now) for n, person in zip(numbers, people, strict=True))
        _stored(
            Responsibility(owner=there.owner, case=case, chain=case.chain, starts_at=case.started_at)
            for case in cases
        )
        _stored(_event(there, case, n) for case in cases for n in range(ENTRIES))
        _stored(_task(there, case, n, now) for case in cases for n in range(4))
        _equipment(there, numbers, people)
        _stored(_relation(there, person) for person in people)
    return UUID(str(cases[len(cases) // 2].pk))


def _stored(rows: Iterable[Row]) -> list[Row]:
    made: list[Row] = []
    source: Iterator[Row] = iter(rows)
    while batch := list(islice(source, AT_ONCE)):
        made += type(batch[0])._default_manager.bulk_create(batch)
    return made


def _recipient(there: Town, n: int) -> Recipient:
    name = f"{NAMES[n % 10]} {NAMES[n // 10 % 10]}sen {n}"
    return Recipient(owner=there.owner, name=name, name_key=name.casefold())


def _case(there: Town, n: int, person: Recipient, now: datetime) -> Case:
    key, late = new_id(), n % 10 == 0
    return Case(
        pk=key,
        owner=there.owner,
        recipient=person,
        chain=key,
        service_type="medicine_dispenser",
        arrangement="own",
        template=there.template,
        status="active",
        stage="operation",
        stage_at=there.began,
        referred_at=there.began,
        referrer="gp",
        given="decision",
        allocated_on=there.began.date(),
        started_at=there.began + timedelta(days=14),
        evaluate_on=(now + timedelta(days=-3 if late else 60)).date(),
        responsible=there.user.pk,
        responsible_name=there.user.name,
        next_due_at=now + timedelta(days=-3 if late else 7),
        next_task="Fyll medisindispenseren",
    )


def _event(there: Town, case: Case, n: int) -> CaseEvent:
    return CaseEvent(
        owner=there.owner,
        case=case,
        recipient_id=case.recipient_id,
        at=there.began + timedelta(days=n * 9),
        code="signed",
        by=there.user.pk,
        by_name=there.user.name,
        data={"step": "refill", "series": n},
    )


def _task(there: Town, case: Case, n: int, now: datetime) -> CaseTask:
    kinds: tuple[tuple[str, str, int], ...] = (
        ("recurring", "refill", 7), ("evaluation", "evaluate", 60), ("step", "charge", 30), ("step", "contact", 90),
    )  # fmt: skip
    kind, code, days = kinds[n]
    late = case.next_due_at is not None and case.next_due_at < now and n < 2
    return CaseTask(
        owner=there.owner,
        case=case,
        kind=kind,
        code=code,
        title="Fyll medisindispenseren" if n == 0 else "Evaluer tjenesten",
        stage="operation",
        role="home_care",
        made_at=there.began,
        due_at=now + timedelta(days=-3 if late else days),
    )


def _equipment(there: Town, numbers: range, people: list[Recipient]) -> None:
    """The first item of each is placed; the others stand in the store and cost."""
    items = _stored(_item(there, n, turn) for n in numbers for turn in range(ITEMS))
    placed = items[::ITEMS]
    places = _stored(Placement(owner=there.owner, item=item, starts_at=there.began) for item in placed)
    pairs = zip(places, people, strict=True)
    _stored(
        Sharing(owner=there.owner, placement=at, recipient=who, starts_at=there.began) for at, who in pairs
    )


def _item(there: Town, n: int, turn: int) -> Item:
    is_placed = turn == 0
    return Item(
        owner=there.owner,
        product=there.products[turn],
        serial=f"SN{n:06d}{turn}",
        device=f"{n:07d}{turn}",
        state=State.PLACED if is_placed else State.IN_STORE,
        state_since=there.began,
        store=None if is_placed else there.store,
        paid_from=there.began.date(),
    ).with_keys()


def _relation(there: Town, person: Recipient) -> CareRelation:
    return CareRelation(
        owner=there.owner,
        recipient=person,
        kind=HolderKind.STAFF,
        holder=there.user.pk,
        holder_name=there.user.name,
        basis=Basis.CASE,
        starts_at=there.began,
    )
