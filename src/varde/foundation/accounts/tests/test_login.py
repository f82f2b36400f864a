"""Getting in: password, second factor, limits, language, the demo."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.test import Client
from django.urls import reverse

from varde.foundation.accounts import slots
from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import PASSWORD, logged_in, make_user
from varde.foundation.audit.models import AccessLog, Outcome
from varde.foundation.ids import new_id

pytestmark = pytest.mark.django_db
LOGIN = "/konto/logg-inn/"


def code_of(user: User) -> str:
    """What the person's authenticator app shows now."""
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def post_login(browser: Client, user: User, password: str = PASSWORD, **more: str) -> object:
    return browser.post(LOGIN, {"login": user.email, "password": password, **more})


def test_password_and_second_factor_open_the_house_and_it_is_written_down() -> None:
    user, browser = make_user(), Client()
    first = post_login(browser, user)
    assert first.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    second = browser.post(first.url, {"code": code_of(user)})
    assert second.url == "/"
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert (
        AccessLog.objects.filter(actor=user.pk, name="accounts.logged_in", outcome=Outcome.WRITTEN).count()
        == 1
    )


def test_the_secret_of_the_authenticator_is_not_readable_in_the_database() -> None:
    user, secret = make_user(second_factor=False), generate_totp_secret()
    TOTP.activate(user, secret)
    assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)


def test_the_session_key_changes_at_login() -> None:
    user, browser = make_user(second_factor=False), Client()
    browser.get(LOGIN)
    browser.cookies["sessionid"] = "a" * 32
    post_login(browser, user)
    assert browser.cookies["sessionid"].value != "a" * 32


def test_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere() -> None:
    user, browser = make_user(second_factor=False), Client()
    post_login(browser, user)
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


@pytest.mark.parametrize("url", ["/", "/min-konto/", "/driftsstatus/", "/oppsett/medlemmer/"])
def test_whoever_has_no_second_factor_is_sent_to_get_one(url: str) -> None:
    answer = logged_in(make_user(second_factor=False)).get(url)
    assert answer.status_code == 302
    assert answer.url == reverse("second_factor")


def test_the_way_to_a_second_factor_is_open() -> None:
    browser = logged_in(make_user(second_factor=False))
    assert browser.get(reverse("second_factor")).status_code == 200
    asked = browser.get(reverse("mfa_activate_totp"))
    assert asked.status_code == 302 and asked.url.startswith(reverse("account_reauthenticate"))
    again = browser.post(asked.url, {"password": PASSWORD})
    assert again.url == reverse("mfa_activate_totp")
    assert browser.get(again.url).status_code == 200


def test_recovery_codes_alone_are_no_second_factor() -> None:
    user = make_user(second_factor=False)
    RecoveryCodes.activate(user)
    assert logged_in(user).get("/").url == reverse("second_factor")


def test_the_demo_asks_for_no_second_factor(settings) -> None:
    settings.DEMO = True
    assert logged_in(make_user(second_factor=False)).get("/").status_code == 200


def test_the_last_second_factor_cannot_be_removed() -> None:
    user = make_user()
    assert not get_adapter().can_delete_authenticator(Authenticator.objects.get(user=user, type="totp"))


def test_a_wrong_password_and_an_unknown_address_get_the_same_words() -> None:
    user = make_user()
    wrong = Client().post(LOGIN, {"login": user.email, "password": "feil"}).context["form"].errors
    unknown = (
        Client().post(LOGIN, {"login": "ingen@varde.example", "password": "feil"}).context["form"].errors
    )
    assert wrong == unknown
    assert AccessLog.objects.filter(actor=user.pk, name="accounts.wrong_password").exists()


def test_wrong_passwords_close_one_account_and_nobody_else_at_the_same_address() -> None:
    attacked, colleague, browser = make_user(), make_user("Jonas Lie", second_factor=False), Client()
    for _ in range(6):
        post_login(browser, attacked, "feil")
    assert post_login(browser, attacked).status_code == 200, "the right password must not open it now"
    assert post_login(Client(), colleague).status_code == 302


def test_forty_colleagues_behind_one_address_log_in_within_a_minute() -> None:
    people = [make_user(f"Kollega {n}", second_factor=False) for n in range(40)]
    assert all(post_login(Client(), person).status_code == 302 for person in people)


def test_a_closed_account_is_out_at_the_next_click() -> None:
    user = make_user()
    browser = logged_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert browser.get("/").url.startswith(LOGIN)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_out_of_the_house(elsewhere: str) -> None:
    user = make_user(second_factor=False)
    assert post_login(Client(), user, next=elsewhere).url == "/"
    browser = logged_in(user)
    answer = browser.post("/sprak/", {"language": "en", "next": elsewhere})
    assert "evil" not in answer.url and "javascript" not in answer.url


def test_there_is_no_sign_up_and_no_email_page() -> None:
    for url in ("/konto/signup/", "/konto/email/", "/konto/password/reset/", "/konto/3rdparty/signup/"):
        assert Client().get(url).status_code == 404


def test_language_follows_the_account() -> None:
    user = make_user()
    browser = logged_in(user)
    browser.post("/sprak/", {"language": "en", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"
    elsewhere = logged_in(user).get("/", headers={"accept-language": "nb"})
    assert 'lang="en"' in elsewhere.text


def test_an_unknown_language_is_ignored() -> None:
    user = make_user()
    logged_in(user).post("/sprak/", {"language": "xx", "next": "/"})
    user.refresh_from_db()
    assert user.language == "nb"


def test_the_password_can_be_changed() -> None:
    user = make_user()
    browser = logged_in(user)
    values = {
        "oldpassword": PASSWORD,
        "password1": "enda et langt passord",
        "password2": "enda et langt passord",
    }
    assert browser.post("/konto/passord/", values).status_code == 302
    user.refresh_from_db()
    assert user.check_password("enda et langt passord")
    assert browser.get("/").status_code == 200


def test_logging_out_ends_the_session() -> None:
    user = make_user()
    browser = logged_in(user)
    assert browser.get("/konto/logg-ut/").status_code == 200, "a link logs nobody out"
    browser.post("/konto/logg-ut/")
    assert browser.get("/").url.startswith(LOGIN)
    assert AccessLog.objects.filter(actor=user.pk, name="accounts.logged_out").exists()


def test_whoever_holds_an_alarm_is_not_logged_out() -> None:
    user = make_user()
    browser = logged_in(user)
    slots.holds_something[:] = [lambda who: who == user.pk]
    answer = browser.post("/konto/logg-ut/", follow=True)
    assert answer.status_code == 200
    assert "Du holder en alarm" in answer.text


def test_the_demo_login_does_not_exist_outside_the_demo() -> None:
    user = make_user()
    slots.demo_logins[:] = [lambda: [(user.pk, user.name, "Responsoperatør")]]
    assert Client().post("/demo/logg-inn", {"login": user.pk}).status_code == 404
    assert "Responsoperatør" not in Client().get(LOGIN).text


def test_the_demo_lets_one_be_the_people_it_lists_and_nobody_else(settings) -> None:
    settings.VARDE_MODE, settings.DEMO = "demo", True
    listed, other = make_user(second_factor=False), make_user("Jonas Lie", second_factor=False)
    slots.demo_logins[:] = [lambda: [(listed.pk, listed.name, "Responsoperatør")]]
    page = Client().get(LOGIN).text
    assert "Responsoperatør" in page and str(listed.pk) in page
    assert Client().post("/demo/logg-inn", {"login": other.pk}).status_code == 404
    assert Client().post("/demo/logg-inn", {"login": new_id()}).status_code == 404
    assert Client().get("/demo/logg-inn").status_code == 405
    browser = Client()
    assert browser.post("/demo/logg-inn", {"login": listed.pk}).url == "/"
    assert browser.get("/").status_code == 200
