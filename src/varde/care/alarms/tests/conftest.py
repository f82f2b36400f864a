"""A municipality with a shared centre, an operator and a night patrol, and somebody with a safety alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from varde.care.alarms import actions
from varde.care.alarms.models import Alarm, Source
from varde.care.alarms.testing import alarms, make_plan, make_signal, make_source, scaip
from varde.care.rota.testing import Pool, check_in, make_contact_method, make_pool
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import machine
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import Agreement, Membership, Organisation
from varde.ground.people.testing import Recipient, make_recipient
from varde.kernel.actor import Actor
from varde.kernel.clock import now

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


def _browser(user: User) -> Client:
    TOTP.activate(user, generate_totp_secret())
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def pressed(world: World) -> Alarm:
    """Somebody has pressed the pendant just now."""
    at = now()
    signal = make_signal(scaip(DEVICE), source=world.source, at=at)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=at)
    return alarms()[-1]


@pytest.fixture
def operator(world: World) -> Client:
    return _browser(world.operator_user)


@pytest.fixture
def colleague(world: World) -> Client:
    return _browser(world.colleague_user)


@pytest.fixture
def nurse(world: World) -> Client:
    return _browser(world.nurse_user)


@pytest.fixture
def neighbour(world: World) -> Client:
    """An operator of another centre, with no agreement with this municipality."""
    other = _organisation("Responssenter Vest", "centre_host")
    return _browser(_user("Vera", other, "response_operator", world.now - timedelta(days=30)))
