"""A municipality with a recipient, and people in each role."""

from __future__ import annotations

import pytest

from varde.foundation.accounts.testing import make_user
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people.testing import make_recipient, make_relation


@pytest.fixture
def froland(db):
    return make_organisation("Froland", kind="municipality")


@pytest.fixture
def anna(froland):
    return make_recipient(froland.pk)


@pytest.fixture
def user(froland):
    def make(role="case_officer", where=None, name="Ada"):
        one = make_user(name)
        make_membership(one, where or froland, role)
        return one

    return make


@pytest.fixture
def staff(user, saturday_night):
    def make(role="case_officer", where=None, name="Ada"):
        return actor_for_user(user(role, where, name), now=saturday_night)

    return make


@pytest.fixture
def ada(staff, anna):
    actor = staff()
    make_relation(anna, actor.id)
    return actor
