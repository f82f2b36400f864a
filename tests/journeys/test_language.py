"""In English no Norwegian text is left on the pages that a night depends on."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.journeys.browser import ROOT
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


def norwegian() -> set[str]:
    """Every whole text that reads otherwise in English."""
    found: set[str] = set()
    english: set[str] = set()  # "Status" is a word in both languages
    for path in (ROOT / "src" / "varde").rglob("locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as source:
            for message in read_po(source, locale="en"):
                if isinstance(message.string, str):
                    english.add(message.string.strip())
                if (
                    isinstance(message.id, str)
                    and message.id
                    and message.id != message.string
                    and "%" not in message.id
                ):
                    found.add(message.id.strip())
    return found - english


def left_over(page: Page) -> set[str]:
    lines = {line.strip() for line in page.locator("body").inner_text().splitlines()}
    labels = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[placeholder]')].flatMap(e => [e.ariaLabel, e.placeholder])"
    )
    said_so = {text.strip() for text in page.locator("[lang=nb]").all_inner_texts()}
    return ((lines | {str(one).strip() for one in labels}) & norwegian()) - said_so


def test_board_card_and_login_are_english_all_through(house: House, visit: Visit) -> None:
    login = visit("", "/konto/logg-inn/", language="en-GB")
    assert login.locator("html").get_attribute("lang") == "en"
    assert left_over(login) == set()
    house.press(house.seed["devices"][6], ref="9e001")
    page = visit("english", "/alarmer/")
    page.locator("[data-row] [data-alarm]").first.wait_for()
    assert left_over(page) == set()
    page.locator("[data-row] [data-alarm]").first.click()
    page.locator("#alarm-acts").wait_for()
    assert left_over(page) == set()
    for path in ("/", "/vakt/", "/alarmer/vaktskifte/", "/tjenestemottakere/", "/utstyr/"):
        page.goto(house.url + path)
        assert left_over(page) == set(), path
