"""A municipality with a case officer and a leader, its neighbour, a hospital, and somebody with a dispenser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps

from varde.care.pathways.testing import all_met
from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import make_user
from varde.foundation.ownership import scope
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people.testing import make_recipient, make_relation
from varde.kernel.actor import Actor


@dataclass
class Place:
    now: datetime
    froland: Any
    birkenes: Any
    hospital: Any
    recipient: Any

    def user(self, *roles: str, where: Any = None, unit: Any = None) -> User:
        user = make_user(f"Ada {roles[0]}")
        for role in roles:
            make_membership(user, where or self.froland, role, **({"unit": unit} if unit else {}))
        return user

    def actor(self, *roles: str, where: Any = None, near: bool = False, now: datetime | None = None) -> Actor:
        """Somebody with these roles; `near`: with a care relation to the recipient."""
        user = self.user(*roles, where=where)
        if near:
            make_relation(self.recipient, user.pk)
        return actor_for_user(user, now=now or self.now)

    def unit(self, name: str) -> Any:
        with scope(frozenset({self.froland.pk})):
            return apps.get_model("organisations.Unit").objects.create(owner=self.froland, name=name)


@pytest.fixture
def place(db: None, saturday_night: datetime) -> Place:
    froland = make_organisation("Froland", kind="municipality")
    return Place(
        saturday_night,
        froland,
        make_organisation("Birkenes", kind="municipality"),
        make_organisation("Sørlandet sykehus", kind="hospital_trust"),
        make_recipient(froland.pk, name="Ragnhild Moe"),
    )


@pytest.fixture
def officer(place: Place) -> Actor:
    """Case officer, superuser and leader in one, with a relation to the recipient: can take a case all the way."""
    return place.actor("case_officer", "superuser", "unit_leader", "home_care", near=True)


@pytest.fixture
def met() -> Iterator[None]:
    with all_met():
        yield
