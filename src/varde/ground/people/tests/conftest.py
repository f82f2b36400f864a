"""A municipality, its neighbour and a shared centre, with people in each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import make_user
from varde.ground.organisations.models import Agreement, Membership, Organisation
from varde.ground.organisations.queries import actor_for_user
from varde.kernel.actor import Actor


@dataclass
class Place:
    now: datetime
    froland: Organisation
    birkenes: Organisation
    centre: Organisation

    def user(self, role: str, where: Organisation) -> User:
        user = make_user(f"Ada {role}")
        Membership.objects.create(
            user=user, organisation=where, role=role, starts_at=self.now - timedelta(days=30)
        )
        return user

    def actor(self, role: str, where: Organisation | None = None) -> Actor:
        return actor_for_user(self.user(role, where or self.froland), now=self.now)

    def agreement(self, **columns: object) -> Agreement:
        given = {
            "provider": self.centre,
            "client": self.froland,
            "title": "Respons",
            "roles": ["response_operator"],
            "processing": "processor",
            "basis": "avtale",
            "starts_at": self.now - timedelta(days=30),
        }
        return Agreement.objects.create(**{**given, **columns})


def _organisation(name: str, kind: str) -> Organisation:
    return Organisation.objects.create(
        kind=kind, name=name, last_resort_name="Vakt", last_resort_phone="+4700000000"
    )


@pytest.fixture
def place(db: None, saturday_night: datetime) -> Place:
    return Place(
        saturday_night,
        _organisation("Froland", "municipality"),
        _organisation("Birkenes", "municipality"),
        _organisation("Responssenteret", "centre_host"),
    )
