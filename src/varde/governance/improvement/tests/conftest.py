from __future__ import annotations

import pytest

from varde.foundation.accounts.testing import make_user
from varde.governance.improvement.testing import MONDAY
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation


@pytest.fixture
def froland():
    return make_organisation("Froland")


@pytest.fixture
def amli():
    return make_organisation("Åmli")


@pytest.fixture
def someone():
    """Makes a person with a role at a place, and gives the actor."""

    def make(place, role, name="Ada Lund", **more):
        user = make_user(name)
        make_membership(user, place, role, **more)
        return actor_for_user(user, now=MONDAY)

    return make


@pytest.fixture
def nurse(froland, someone):
    return someone(froland, "home_care", "Ine Dahl")


@pytest.fixture
def superuser(froland, someone):
    return someone(froland, "superuser", "Tor Vik")


@pytest.fixture
def leader(froland, someone):
    return someone(froland, "unit_leader", "Liv Aas")
