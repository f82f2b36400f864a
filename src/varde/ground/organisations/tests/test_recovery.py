"""The way back for somebody who lost password or authenticator, and what it does not open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import Http404
from django.test import Client
from django.urls import reverse

from varde.foundation.accounts import slots
from varde.foundation.accounts.testing import PASSWORD, logged_in, make_user
from varde.foundation.audit.models import AccessLog
from varde.foundation.authorisation import Refused
from varde.ground.organisations import actions
from varde.ground.organisations.models import LoginReset
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import Membership, make_membership, make_organisation
from varde.kernel.clock import now

pytestmark = pytest.mark.django_db
NEW = "nye ord om sol og sne"


class House:
    def __init__(self) -> None:
        self.place, self.other = make_organisation("Froland"), make_organisation("Birkenes")
        self.manager, self.nurse = make_user("Mona Moe"), make_user("Nina Nes")
        make_membership(self.manager, self.place, "system_manager")
        self.membership = make_membership(self.nurse, self.place, "home_care")

    def reset(self, membership: Membership | None = None) -> str:
        actor = actor_for_user(self.manager, now=now())
        chosen = membership or self.membership
        return actions.reset_login(actor, membership_id=chosen.pk, now=now())[1]


@pytest.fixture
def house() -> House:
    return House()


def factors(user: Any) -> int:
    return Authenticator.objects.filter(user=user).count()


def test_the_link_ends_every_session_now_and_the_second_factor_only_when_it_is_used(house: House) -> None:
    browser, others = logged_in(house.nurse), logged_in(house.manager)
    token = house.reset()
    assert browser.get("/").status_code == 302 and others.get("/").status_code == 200
    house.nurse.refresh_from_db()
    assert house.nurse.check_password(PASSWORD) and factors(house.nurse) == 1
    page = reverse("login_reset", args=[token])
    assert Client().post(page, {"password": NEW, "again": NEW}).headers["Location"] == "/konto/logg-inn/"
    house.nurse.refresh_from_db()
    assert house.nurse.check_password(NEW) and not house.nurse.pin and factors(house.nurse) == 0
    assert logged_in(house.nurse).get("/").headers["Location"] == reverse("second_factor")


def test_the_link_works_once_for_a_day_and_only_the_last_one(house: House) -> None:
    first, second = house.reset(), house.reset()
    for token, at in ((first, now()), ("oppdiktet", now()), (second, now() + timedelta(hours=24))):
        with pytest.raises(actions.ResetUnusable):
            actions.use_reset(token=token, password=NEW, now=at)
    assert actions.use_reset(token=second, password=NEW, now=now()) == house.nurse
    with pytest.raises(actions.ResetUnusable):
        actions.use_reset(token=second, password=NEW, now=now())


def test_the_token_is_kept_as_a_hash_and_both_ends_stand_in_the_access_log(house: House) -> None:
    token = house.reset()
    assert not [row for row in LoginReset.objects.values_list() if token in map(str, row)]
    actions.use_reset(token=token, password=NEW, now=now())
    logged = AccessLog.objects.filter(subject_kind="account", subject=house.nurse.pk)
    made, used = logged.get(name="accounts.login_reset_made"), logged.get(name="accounts.login_reset_used")
    assert (made.actor, used.actor) == (house.manager.pk, house.nurse.pk)


def test_it_reaches_own_members_alone(house: House) -> None:
    stranger = make_membership(make_user("Siri Sol"), house.other, "home_care")
    with pytest.raises(Http404):
        house.reset(stranger)
    with pytest.raises(Refused):
        actor = actor_for_user(house.nurse, now=now())
        actions.reset_login(actor, membership_id=house.membership.pk, now=now())


def test_it_hands_over_no_rights_elsewhere_and_nobody_resets_themselves(house: House) -> None:
    elsewhere = make_membership(house.nurse, house.other, "unit_leader")
    with pytest.raises(actions.ResetRefused, match="elsewhere"):
        house.reset()
    Membership.objects.filter(pk=elsewhere.pk).update(ends_at=now())
    assert house.reset()
    with pytest.raises(actions.ResetRefused, match="own"):
        house.reset(Membership.objects.get(user=house.manager))


def test_it_waits_for_who_holds_an_alarm(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "holds_something", [lambda user: user == house.nurse.pk])
    with pytest.raises(actions.ResetRefused, match="holds"):
        house.reset()


def test_a_link_of_somebody_who_has_left_is_worth_nothing(house: House) -> None:
    token = house.reset()
    Membership.objects.filter(pk=house.membership.pk).update(ends_at=now())
    with pytest.raises(actions.ResetUnusable):
        actions.use_reset(token=token, password=NEW, now=now())


def test_a_link_reaches_no_rights_that_were_given_elsewhere_after_it_was_made(house: House) -> None:
    token = house.reset()
    elsewhere = make_membership(house.nurse, house.other, "unit_leader")
    with pytest.raises(actions.ResetUnusable):
        actions.use_reset(token=token, password=NEW, now=now())
    house.nurse.refresh_from_db()
    assert house.nurse.check_password(PASSWORD) and factors(house.nurse) == 1
    Membership.objects.filter(pk=elsewhere.pk).update(ends_at=now())
    assert actions.use_reset(token=token, password=NEW, now=now()) == house.nurse


def test_rights_that_begin_later_elsewhere_are_not_handed_over_either(house: House) -> None:
    make_membership(house.nurse, house.other, "unit_leader", starts_at=now() + timedelta(days=3))
    with pytest.raises(actions.ResetRefused, match="elsewhere"):
        house.reset()


def test_a_link_dies_with_its_makers_right_to_make_it(house: House) -> None:
    token = house.reset()
    Membership.objects.filter(user=house.manager).update(ends_at=now())
    with pytest.raises(actions.ResetUnusable):
        actions.use_reset(token=token, password=NEW, now=now())


def test_the_manager_gets_the_link_from_the_list_of_members(house: House) -> None:
    browser = logged_in(house.manager)
    page = reverse("organisations:reset_login", args=[house.membership.pk])
    assert page in browser.get(reverse("organisations:members")).text
    assert browser.get(page).status_code == 200 and not LoginReset.objects.exists()
    assert "/ny-innlogging/" in browser.post(page).text
    own = Membership.objects.get(user=house.manager)
    assert browser.post(reverse("organisations:reset_login", args=[own.pk])).status_code == 302
    assert LoginReset.objects.count() == 1
