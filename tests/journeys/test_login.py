"""Getting in, in both languages."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.browser import axe
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


def one_time_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def log_in(page: Page, person: dict[str, str]) -> None:
    """Through the real login page: e-mail, password, second factor."""
    page.locator("input[name=login]").fill(person["email"])
    page.locator("input[name=password]").fill(person["password"])
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=code]").fill(one_time_code(person["secret"]))
    page.locator("input[name=code]").press("Enter")


def test_a_person_gets_in_with_password_and_second_factor(house: House, visit: Visit) -> None:
    page = visit("")
    expect(page).to_have_url(re.compile("/konto/logg-inn/"))
    log_in(page, house.people["operator"])
    expect(page.get_by_text(house.people["operator"]["name"]).first).to_be_visible()
    assert axe(page) == []


def test_a_stranger_sees_the_login_page_whatever_is_asked_for(house: House, visit: Visit) -> None:
    for path in ("/", "/tjenestemottakere/", "/vakt/", "/oppsett/"):
        page = visit("", path)
        expect(page.locator("input[name=password]")).to_be_visible()
