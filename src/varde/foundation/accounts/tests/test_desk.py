"""The shared desk and the duty phone: lock, unlock, switch, and the session that holds an alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from varde.foundation.accounts import desk, slots
from varde.foundation.accounts.models import Desk, Seat, User
from varde.foundation.accounts.testing import PASSWORD, logged_in, make_user
from varde.foundation.audit.models import AccessLog
from varde.kernel.clock import now

pytestmark = pytest.mark.django_db
PIN = "7391"


def seated(browser: Client, user: User, pin: str = PIN) -> Client:
    """A full login, a PIN, and a seat on this browser's desk."""
    logged_in(user, browser)
    browser.get("/")
    answer = browser.post(reverse("desk:pin"), {"pin": pin, "again": pin})
    assert answer.status_code == 302, answer.content
    return browser


def unlock(browser: Client, user: User, pin: str = PIN, **more: str) -> object:
    return browser.post(reverse("desk:lock"), {"user": str(user.pk), "pin": pin, **more})


def test_the_pin_is_stored_as_a_hash_and_the_token_too() -> None:
    user, browser = make_user(), Client()
    seated(browser, user)
    user.refresh_from_db()
    assert PIN not in user.pin and user.pin
    assert browser.cookies[desk.COOKIE].value not in Desk.objects.get().token_hash
    assert browser.cookies[desk.COOKIE]["httponly"]


@pytest.mark.parametrize(
    ("pin", "again"), [("1234", "1234"), ("7391", "7392"), ("12", "12"), ("abcd", "abcd")]
)
def test_a_poor_pin_is_refused(pin: str, again: str) -> None:
    user = make_user()
    assert logged_in(user).post(reverse("desk:pin"), {"pin": pin, "again": again}).status_code == 400
    user.refresh_from_db()
    assert user.pin == ""


def test_a_locked_desk_opens_by_pin_in_one_step() -> None:
    user = make_user()
    browser = seated(Client(), user)
    assert browser.post(reverse("desk:lock_now")).url == reverse("desk:lock")
    assert "_auth_user_id" not in browser.session
    assert user.name in browser.get(reverse("desk:lock")).text
    assert unlock(browser, user, next="/min-konto/").url == "/min-konto/"
    assert browser.get("/").context["user"] == user
    names = set(AccessLog.objects.filter(actor=user.pk).values_list("name", flat=True))
    assert {
        "accounts.locked",
        "accounts.unlocked",
        "accounts.pin_set",
        "accounts.remembered_on_desk",
    } <= names


def test_a_page_behind_a_locked_desk_leads_to_the_lock_and_back() -> None:
    user = make_user()
    browser = seated(Client(), user)
    browser.post(reverse("desk:lock_now"))
    assert browser.get("/min-konto/").url == "/laas/?next=%2Fmin-konto%2F"


def test_the_lock_page_shows_nobody_to_a_browser_without_the_desk() -> None:
    user = make_user()
    seated(Client(), user)
    assert Client().get(reverse("desk:lock")).url == reverse("account_login")
    assert unlock(Client(), user).url == reverse("account_login")


def test_five_wrong_pins_demand_a_full_login() -> None:
    user = make_user()
    browser = seated(Client(), user)
    browser.post(reverse("desk:lock_now"))
    codes = [unlock(browser, user, "9999").status_code for _ in range(5)]
    assert codes == [400, 400, 400, 400, 302]
    assert unlock(browser, user).url == reverse("account_login"), "the right PIN is too late"
    assert "_auth_user_id" not in browser.session
    assert not Seat.objects.filter(user=user).exists()
    assert AccessLog.objects.filter(actor=user.pk, name="accounts.wrong_pin").count() == 5


def test_wrong_pins_are_counted_over_all_desks() -> None:
    user = make_user()
    one, two = seated(Client(), user), seated(Client(), user)
    for browser in (one, two, one, two):
        unlock(browser, user, "9999")
    assert unlock(one, user, "9999").status_code == 302
    assert unlock(two, user).url == reverse("account_login")


def test_wrong_pins_of_one_do_not_stop_a_colleague() -> None:
    first, second = make_user(), make_user("Jonas Lie")
    browser = seated(seated(Client(), first), second, "8204")
    for _ in range(5):
        unlock(browser, first, "9999")
    assert unlock(browser, second, "8204").url == "/"


def test_switching_user_leaves_nothing_of_the_one_before() -> None:
    first, second = make_user(), make_user("Jonas Lie")
    browser = seated(seated(Client(), first), second, "8204")
    unlock(browser, first)
    session = browser.session
    session["draft"] = "det forrige ansiktet"
    session.save()
    key, token = session.session_key, browser.cookies["csrftoken"].value
    unlock(browser, second, "8204")
    assert browser.session["_auth_user_id"] == str(second.pk)
    assert "draft" not in browser.session
    assert browser.session.session_key != key
    assert browser.cookies["csrftoken"].value != token
    assert first.name not in browser.get("/").text
    assert AccessLog.objects.filter(actor=first.pk, name="accounts.switched_away").exists()


def test_a_pin_lasts_for_the_shift_only() -> None:
    user = make_user()
    browser = seated(Client(), user)
    browser.post(reverse("desk:lock_now"))
    with time_machine.travel(now() + timedelta(hours=12, minutes=1)):
        assert unlock(browser, user).url == reverse("account_login")


def test_unlocking_again_and_again_does_not_make_the_shift_longer() -> None:
    user, start = make_user(), now()
    browser = seated(Client(), user)
    with time_machine.travel(start + timedelta(hours=11)):
        assert unlock(browser, user).url == "/"
        browser.post(reverse("desk:remember"))
    with time_machine.travel(start + timedelta(hours=12, minutes=5)):
        assert browser.get("/").status_code == 302
        assert unlock(browser, user).url == reverse("account_login")


def test_a_pin_cannot_make_a_new_pin() -> None:
    user = make_user()
    browser = seated(Client(), user)
    unlock(browser, user)
    before = User.objects.get(pk=user.pk).pin
    browser.post(reverse("desk:pin"), {"pin": "8204", "again": "8204"})
    assert User.objects.get(pk=user.pk).pin == before


def test_a_pin_session_must_confirm_before_it_changes_the_second_factor() -> None:
    user = make_user()
    browser = seated(Client(), user)
    unlock(browser, user)
    answer = browser.get(reverse("mfa_add_webauthn"))
    assert answer.status_code == 302 and "bekreft" in answer.url


def test_an_untouched_screen_locks() -> None:
    user, start = make_user(), now()
    browser = seated(Client(), user)
    with time_machine.travel(start + timedelta(minutes=16)):
        assert browser.get("/").url == "/laas/?next=%2F"


def test_a_page_that_refreshes_itself_does_not_keep_a_screen_open() -> None:
    user, start = make_user(), now()
    browser = seated(Client(), user)
    for minute in range(1, 16):
        with time_machine.travel(start + timedelta(minutes=minute)):
            browser.get("/", headers={"hx-request": "true"})
    with time_machine.travel(start + timedelta(minutes=16)):
        answer = browser.get(
            "/", headers={"hx-request": "true", "hx-current-url": "http://testserver/min-konto/"}
        )
    assert answer.headers["HX-Redirect"] == "/laas/?next=%2Fmin-konto%2F"


def test_a_hand_on_the_screen_keeps_it_open() -> None:
    user, start = make_user(), now()
    browser = seated(Client(), user)
    for minute in range(10, 61, 10):
        with time_machine.travel(start + timedelta(minutes=minute)):
            assert browser.post(reverse("desk:active")).status_code == 204


def test_a_session_that_holds_an_alarm_survives_a_night_untouched() -> None:
    user, start = make_user(), now()
    browser = seated(Client(), user)
    slots.holds_something[:] = [lambda who: who == user.pk]
    with time_machine.travel(start + timedelta(minutes=40)):
        assert browser.post(reverse("desk:idle")).json() == {"locked": False}
    with time_machine.travel(start + timedelta(hours=14)):
        assert browser.get("/").status_code == 200
    slots.holds_something.clear()
    with time_machine.travel(start + timedelta(hours=14, minutes=1)):
        assert browser.get("/").status_code == 302


def test_the_server_locks_when_the_browser_says_nobody_is_there() -> None:
    browser = seated(Client(), make_user())
    assert browser.post(reverse("desk:idle")).json() == {"locked": True, "url": "/laas/"}
    assert "_auth_user_id" not in browser.session


def test_the_board_rings_while_locked_with_a_number_and_nothing_else() -> None:
    user = make_user()
    browser = seated(Client(), user)
    slots.ringing[:] = [lambda who, at: 3 if who == user.pk else 0]
    browser.post(reverse("desk:lock_now"))
    assert browser.get(reverse("desk:ringing")).content == b"3"
    assert 'data-ringing="3"' in browser.get(reverse("desk:lock")).text
    assert Client().get(reverse("desk:ringing")).content == b"0"


def test_leaving_the_desk_takes_the_seat_away() -> None:
    user = make_user()
    browser = seated(Client(), user)
    browser.post(reverse("desk:forget"))
    assert unlock(browser, user).url == reverse("account_login")


def test_a_new_password_ends_the_seats_on_other_desks_and_keeps_this_one() -> None:
    user, here = make_user(), Client()
    elsewhere = seated(Client(), user)
    seated(here, user)
    chosen = {"password1": "enda et langt passord", "password2": "enda et langt passord"}
    url = reverse("account_change_password")
    assert here.post(url, {"oldpassword": PASSWORD, **chosen}).status_code == 302
    assert unlock(elsewhere, user).url == reverse("account_login")
    assert unlock(here, user).url == "/"


def test_logging_out_everywhere_else_ends_the_seats_there_and_keeps_this_one() -> None:
    user, colleague, here = make_user(), make_user("Jonas Lie"), Client()
    elsewhere = seated(seated(Client(), colleague, "8204"), user)
    seated(here, user)
    here.post(reverse("web:end_sessions"))
    assert unlock(elsewhere, user).url == reverse("account_login")
    assert unlock(elsewhere, colleague, "8204").url == "/"
    assert unlock(here, user).url == "/"


def test_a_browser_that_is_no_desk_ends_the_seats_on_every_desk() -> None:
    user = make_user()
    elsewhere = seated(Client(), user)
    logged_in(user).post(reverse("web:end_sessions"))
    assert unlock(elsewhere, user).url == reverse("account_login")


def test_a_closed_account_cannot_unlock() -> None:
    user = make_user()
    browser = seated(Client(), user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert unlock(browser, user).url == reverse("account_login")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_unlocking_leads_nowhere_else(elsewhere: str) -> None:
    user = make_user()
    browser = seated(Client(), user)
    assert unlock(browser, user, next=elsewhere).url == "/"


def test_a_key_that_is_no_key_is_not_found() -> None:
    browser = seated(Client(), make_user())
    assert browser.post(reverse("desk:lock"), {"user": "x", "pin": PIN}).status_code == 404


def test_every_form_of_the_desk_wants_its_csrf_token() -> None:
    user = make_user()
    browser = Client(enforce_csrf_checks=True)
    logged_in(user, browser)
    names = ("lock", "lock_now", "idle", "active", "pin", "remember", "forget")
    urls = [reverse(f"desk:{name}") for name in names]
    urls += [reverse(name) for name in ("set_language", "demo_login", "account_login", "account_logout")]
    urls += [reverse("web:end_sessions"), reverse("account_change_password"), reverse("mfa_activate_totp")]
    assert [url for url in urls if browser.post(url).status_code != 403] == []


def test_a_stream_without_a_login_is_told_so_and_not_sent_to_a_page() -> None:
    assert Client().get("/", headers={"accept": "text/event-stream"}).status_code == 401
