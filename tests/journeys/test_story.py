"""Saturday night: a pendant is pressed, two reach for the alarm, one gets it, and nothing is lost on the way."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, axe
from tests.journeys.house import House, until

pytestmark = pytest.mark.journey
WHO = "Solveig Lunde"


def row_of(page: Page, who: str) -> Page:
    return page.locator("[data-row]").filter(has_text=who)  # type: ignore[return-value]


def opened(house: House, device: str) -> str:
    """The key of the newest alarm of the device, as hex."""
    found = until(
        lambda: house.rows("SELECT id FROM alarms_alarm WHERE device = ? ORDER BY id DESC", device),
        within=10,
        what="an alarm",
    )
    return str(found[0][0])


def path(key: str) -> str:
    return f"/alarmer/{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}/"


def codes(house: House, key: str) -> set[int]:
    """The VKP event codes in the alarm's log."""
    return {row[0] for row in house.rows("SELECT vkp FROM alarms_alarmevent WHERE alarm_id = ?", key)}


def test_the_story_from_the_press_to_the_closed_alarm(house: House, visit: Visit) -> None:
    device = house.seed["devices"][0]
    first, second = visit("operator", "/alarmer/"), visit("colleague", "/alarmer/")
    expect(first.locator("#board")).to_be_visible()
    before = house.stored()

    reply = house.press(device, ref="a0214")
    assert house.stored() == before + 1, "the raw message is on disk before the reply leaves"
    assert b"<snu>0</snu>" in reply
    pressed = time.monotonic()
    expect(row_of(first, WHO)).to_be_visible(timeout=3_000)
    took = time.monotonic() - pressed
    expect(first).to_have_title(re.compile(r"^\(\d+\)"))
    assert took < 2, f"the board rang {took:.1f} s after the press"
    expect(row_of(second, WHO)).to_be_visible()
    key = opened(house, device)

    taking = row_of(second, WHO).get_by_role("button", name=re.compile("Ta alarmen"))
    row_of(first, WHO).get_by_role("button", name=re.compile("Ta alarmen")).click()
    expect(first).to_have_url(re.compile(path(key)))
    if taking.count():
        taking.click()
        expect(second.get_by_text("Ada Vik").first).to_be_visible()
    second.goto(house.url + "/alarmer/")
    expect(row_of(second, WHO)).to_contain_text("Ada Vik")

    card = first
    for words in ("Solbakken 4", "Hører dårlig", "Bratt bakke", "Siste 30 dager"):
        expect(card.locator("main")).to_contain_text(words)
    expect(card.locator("main")).not_to_contain_text("2714")
    looks = "SELECT count(*) FROM audit_accesslog WHERE name LIKE '%helping._reveal'"
    seen = house.rows(looks)[0][0]
    card.get_by_role("button", name="Vis nøkkel").first.click()
    expect(card.locator("main")).to_contain_text("2714")
    assert house.rows(looks)[0][0] == seen + 1, "the look at the key is logged"
    assert axe(card) == []

    card.goto(house.url + path(key))
    card.get_by_role("button", name="Ring opp").click()
    expect(card.locator("main")).to_contain_text("I samtale")
    card.get_by_role("button", name="Samtale ferdig").click()
    card.locator("#form-dispatch > summary").click()
    card.locator("#form-dispatch button[type=submit]").click()
    expect(card.locator("main")).to_contain_text("Utrykning sendt")
    until(lambda: house.gateway.messages, within=10, what="the patrol's phone rings")
