"""A municipality, its neighbour and a shared centre, with people in each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import make_user
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_agreement, make_membership, make_organisation
from varde.kernel.actor import Actor


@dataclass
class Place:
    now: datetime
    froland: Any
    birkenes: Any
    centre: Any

    def user(self, role: str, where: Any) -> User:
        user = make_user(f"Ada {role}")
        make_membership(user, where, role)
        return user

    def actor(self, role: str, where: Any = None) -> Actor:
        return actor_for_user(self.user(role, where or self.froland), now=self.now)

    def agreement(self, **columns: Any) -> Any:
        """The centre's operators answer for Froland."""
        return make_agreement(self.centre, self.froland, "response_operator", **columns)


@pytest.fixture
def place(db: None, saturday_night: datetime) -> Place:
    return Place(
        saturday_night,
        make_organisation("Froland", kind="municipality"),
        make_organisation("Birkenes", kind="municipality"),
        make_organisation("Responssenteret", kind="centre_host"),
    )
