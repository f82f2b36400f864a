"""A municipality with a shared centre, an operator and a night patrol, and somebody with a safety alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from varde.care.alarms.models import Source
from varde.care.alarms.testing import make_plan, make_source
from varde.care.rota.testing import Pool, check_in, make_contact_method, make_pool
from varde.foundation.accounts.models import User
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import Agreement, Membership, Organisation
from varde.ground.people.testing import Recipient, make_recipient
from varde.kernel.actor import Actor

DEVICE = "8031372"


@dataclass
class World:
    now: datetime
    municipality: Organisation
    centre: Organisation
    agreement: Agreement
    operators: Pool
    patrol: Pool
    operator_user: User
    colleague_user: User
    nurse_user: User
    source: Source
    recipient: Recipient

    def actor(self, user: User, now: datetime | None = None) -> Actor:
        return actor_for_user(user, now=now or self.now)

    @property
    def operator(self) -> Actor:
        return self.actor(self.operator_user)

    @property
    def colleague(self) -> Actor:
        return self.actor(self.colleague_user)

    @property
    def nurse(self) -> Actor:
        return self.actor(self.nurse_user)


def _user(name: str, organisation: Organisation, role: str, since: datetime) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.org", "x", name=name)
    Membership.objects.create(user=user, organisation=organisation, role=role, starts_at=since)
    return user


def _organisation(name: str, kind: str) -> Organisation:
    return Organisation.objects.create(
        kind=kind, name=name, last_resort_name="Kriseleder", last_resort_phone="+4790000000"
    )


@pytest.fixture
def world(db: None, saturday_night: datetime) -> World:
    now, since = saturday_night, saturday_night - timedelta(days=30)
    froland = _organisation("Froland", "municipality")
    centre = _organisation("Responssenter Agder", "centre_host")
    agreement = Agreement.objects.create(
        provider=centre,
        client=froland,
        title="Responstjeneste",
        roles=["response_operator"],
        processing="processor",
        basis="hol. § 3-1",
        starts_at=since,
    )
    operators = make_pool(centre, "Operatører", kind="operators")
    patrol = make_pool(froland, "Nattpatruljen", kind="dispatch", duty_phone="+4741000001")
    ada, bo = (
        _user("Ada", centre, "response_operator", since),
        _user("Bo", centre, "response_operator", since),
    )
    nina = _user("Nina", froland, "home_care", since)
    for pool, user in ((operators, ada), (operators, bo), (patrol, nina)):
        check_in(pool, now - timedelta(hours=3), user=user)
    make_contact_method(froland, "+4741000002", user=nina)
    recipient = make_recipient(froland.pk, name="Ragnhild Moe", lives_alone=True)
    make_placement(make_item(froland.pk, device=DEVICE), [recipient.pk])
    make_plan(froland, now=since)
    source = make_source(centre, now=since, operator_line="sip:alarm@centre.example")
    return World(now, froland, centre, agreement, operators, patrol, ada, bo, nina, source, recipient)
