"""The invitation, and that whoever made the link gets no hold of an account through it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from varde.foundation.accounts.models import LoginSession, User
from varde.foundation.accounts.testing import PASSWORD, logged_in, make_user
from varde.ground.organisations import actions
from varde.ground.organisations.models import Invitation
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import Membership, make_membership, make_organisation
from varde.kernel.clock import now

pytestmark = pytest.mark.django_db
EMAIL = "nina.nes@froland.example"
NEW = "nye ord om sol og sne"


class House:
    def __init__(self) -> None:
        self.place, self.other = make_organisation("Froland"), make_organisation("Birkenes")
        self.manager, self.stranger = make_user("Mona Moe"), make_user("Siri Sol")
        make_membership(self.manager, self.place, "system_manager")
        make_membership(self.stranger, self.other, "system_manager")

    def invite(self, role: str = "case_officer") -> str:
        return self._invite(self.manager, self.place, role)

    def invite_elsewhere(self) -> str:
        return self._invite(self.stranger, self.other, "home_care")

    def _invite(self, by: User, place: Any, role: str) -> str:
        actor = actor_for_user(by, now=now())
        given = {"email": EMAIL, "name": "Nina Nes", "organisation_id": place.pk, "role": role}
        return actions.invite(actor, **given, now=now())[1]

    def works(self, user: User) -> set[Any]:
        return set(Membership.objects.at(now()).filter(user=user).values_list("organisation", flat=True))


@pytest.fixture
def house() -> House:
    return House()


def page(token: str) -> str:
    return reverse("invitation", args=[token])


def choose(browser: Client, token: str, password: str = NEW) -> Any:
    return browser.post(page(token), {"password": password, "again": password})


def test_an_invited_person_makes_the_account_and_the_link_works_once(house: House) -> None:
    token = house.invite()
    assert choose(Client(), token).headers["Location"] == "/konto/logg-inn/"
    made = User.objects.get(email=EMAIL)
    assert made.check_password(NEW) and house.works(made) == {house.place.pk}
    assert "brukt, for gammel eller feil" in choose(Client(), token).text
    with pytest.raises(actions.InvitationUnusable):
        actions.accept_invitation(token="oppdiktet", password=NEW, now=now())
    late = house.invite("unit_leader")
    with pytest.raises(actions.InvitationUnusable):
        actions.accept_invitation(token=late, password=NEW, now=now() + timedelta(days=7))


def test_a_link_alone_gives_nothing_to_an_account_at_work_and_says_log_in(house: House) -> None:
    nurse = make_user("Nina Nes", email=EMAIL)
    make_membership(nurse, house.other, "home_care")
    token = house.invite()
    assert reverse("account_login") in Client().get(page(token)).text
    answer = choose(Client(), token)
    assert answer.status_code == 200 and "Logg inn på den først" in answer.text
    nurse.refresh_from_db()
    assert nurse.check_password(PASSWORD) and house.works(nurse) == {house.other.pk}
    assert not Invitation.objects.filter(used_at__isnull=False).exists(), "the link is still good"


def test_the_owner_of_an_account_at_work_accepts_by_one_press_when_logged_in(house: House) -> None:
    nurse = make_user("Nina Nes", email=EMAIL)
    make_membership(nurse, house.other, "home_care")
    token, browser = house.invite(), logged_in(nurse)
    assert nurse.name in browser.get(page(token)).text
    assert house.works(nurse) == {house.other.pk}, "opening the link is no press"
    assert browser.post(page(token)).headers["Location"] == "/"
    assert house.works(nurse) == {house.other.pk, house.place.pk}
    nurse.refresh_from_db()
    assert nurse.check_password(PASSWORD)
    assert "brukt, for gammel eller feil" in browser.post(page(token)).text


def test_nobody_accepts_without_a_second_factor(house: House) -> None:
    nurse = make_user("Nina Nes", email=EMAIL, second_factor=False)
    make_membership(nurse, house.other, "home_care")
    browser, token = logged_in(nurse), house.invite()
    assert browser.post(page(token)).headers["Location"] == reverse("second_factor")
    assert house.works(nurse) == {house.other.pk}


@pytest.mark.parametrize("account", [True, False])
def test_nobody_accepts_for_another_address(house: House, account: bool) -> None:
    if account:
        make_membership(make_user("Nina Nes", email=EMAIL), house.other, "home_care")
    answer = logged_in(house.stranger).post(page(house.invite()), {"password": NEW, "again": NEW})
    assert "kan ikke ta imot denne invitasjonen" in answer.text and EMAIL not in answer.text
    assert house.works(house.stranger) == {house.other.pk}
    assert User.objects.filter(email=EMAIL).exists() is account


def test_an_account_that_somebody_made_beforehand_starts_over_with_the_persons_own_password(
    house: House,
) -> None:
    choose(Client(), house.invite_elsewhere(), "den andres hemmelige ord")
    account = User.objects.get(email=EMAIL)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    held, trap = logged_in(account), house.invite_elsewhere()
    Membership.objects.filter(user=account).update(ends_at=now())
    assert held.post(page(house.invite("unit_leader"))).status_code == 200, "not by the old login"
    assert not house.works(account)
    token = house.invite()
    assert choose(Client(), token).headers["Location"] == "/konto/logg-inn/"
    account.refresh_from_db()
    assert account.check_password(NEW) and house.works(account) == {house.place.pk}
    assert not Authenticator.objects.filter(user=account).exists()
    assert not LoginSession.objects.filter(user_id=account.pk).exists()
    assert "Logg inn på den først" in choose(Client(), trap, "den andres hemmelige ord").text


def test_a_role_that_begins_later_is_not_handed_over_by_a_link(house: House) -> None:
    nurse = make_user("Nina Nes", email=EMAIL)
    make_membership(nurse, house.other, "home_care", starts_at=now() + timedelta(days=3))
    with pytest.raises(actions.InvitationUnusable, match="login"):
        actions.accept_invitation(token=house.invite(), password=NEW, now=now())


def test_a_closed_account_stays_closed(house: House) -> None:
    nurse = make_user("Nina Nes", email=EMAIL, is_active=False)
    with pytest.raises(actions.InvitationUnusable, match="gone"):
        actions.accept_invitation(token=house.invite(), password=NEW, now=now())
    assert not house.works(nurse)


def test_the_one_who_invites_is_told_of_an_account_at_work(house: House) -> None:
    browser, told = logged_in(house.manager), "allerede en brukerkonto"
    form = {"name": "Nina Nes", "email": EMAIL.upper(), "organisation": house.place.pk, "role": "home_care"}
    assert told not in browser.post(reverse("organisations:invite"), form).text
    make_membership(make_user("Nina Nes", email=EMAIL), house.other, "home_care")
    assert told in browser.post(reverse("organisations:invite"), form).text
