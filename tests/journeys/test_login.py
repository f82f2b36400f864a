"""Getting in, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit, axe, log_in
from tests.journeys.house import House

pytestmark = pytest.mark.journey


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
