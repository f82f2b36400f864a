"""A swap in a basement: done without a network, kept over a reload, sent once when the network is back."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House, until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


def ready(page: Page) -> None:
    """The device has the page and all it is drawn with."""
    expect(page.locator("#kept")).to_be_visible(timeout=30_000)


def swapped(page: Page, old: str, new: str) -> None:
    page.get_by_label("Det gamle utstyret").fill(old)
    page.get_by_label("Det gamle utstyret").press("Enter")  # as a hand scanner ends
    expect(page.get_by_label("Det nye utstyret")).to_be_focused()
    page.get_by_label("Det nye utstyret").fill(new)
    page.get_by_label("Hvorfor byttes det").select_option("broken")
    page.get_by_role("button", name="Bytt", exact=True).click()


def state_of(house: House, code: str) -> str:
    return str(house.rows("SELECT state FROM equipment_item WHERE code_key = ?", code)[0][0])


def test_a_swap_without_network_is_kept_sent_once_and_never_lost(house: House, visit: Visit) -> None:
    page = visit("superuser", "/utstyr/bytte/", size=PHONE)
    ready(page)
    page.context.set_offline(True)
    swapped(page, "BYTTGAMMEL1", "BYTTNY1")
    expect(page.locator("#unsent li")).to_contain_text("Ikke sendt ennå")
    expect(page.locator("#unsent-state")).to_contain_text("Ingen kontakt med nettet")
    assert state_of(house, "BYTTGAMMEL1") == "placed"

    page.reload()  # with no network: the page comes from the device, and the swap is still there
    expect(page.get_by_role("heading", name="Bytt utstyr")).to_be_visible()
    expect(page.locator("#unsent li")).to_contain_text("BYTTGAMMEL1 → BYTTNY1")
    assert "Rolf Eide" not in page.content()
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert wider_than_the_screen(page) == 0
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Rolf" not in kept and "BYTTNY1" in kept

    page.context.set_offline(False)
    expect(page.locator("#unsent li")).to_contain_text("Byttet er lagret", timeout=60_000)
    until(lambda: state_of(house, "BYTTNY1") == "placed", within=10, what="the new one is placed")
    assert state_of(house, "BYTTGAMMEL1") == "collected"
    once = (
        "SELECT count(*) FROM equipment_swap s JOIN equipment_placement p ON p.id = s.new_placement_id"
        " JOIN equipment_item i ON i.id = p.item_id WHERE i.code_key = ?"
    )
    assert house.rows(once, "BYTTNY1")[0][0] == 1
    page.get_by_role("button", name="Fjern fra lista").click()
    expect(page.locator("#unsent")).to_be_hidden()


def test_what_somebody_else_did_meanwhile_is_shown_and_becomes_a_task(house: House, visit: Visit) -> None:
    page = visit("superuser", "/utstyr/bytte/", size=PHONE)
    ready(page)
    page.context.set_offline(True)
    swapped(page, "TATTINN1", "BYTTNY2")
    swapped(page, "FINNES-IKKE", "BYTTNY2")
    expect(page.locator("#unsent li")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator("#unsent li").first).to_contain_text("Noen kan ha tatt det inn først", timeout=60_000)
    expect(page.locator("#unsent li").last).to_contain_text(
        "Vi kjenner ikke koden på det gamle", timeout=60_000
    )
    assert state_of(house, "BYTTNY2") == "in_store"
    page.goto(house.url + "/utstyr/bytte/avvik/")
    expect(page.locator("main")).to_contain_text("FINNES-IKKE → BYTTNY2")
    page.goto(house.url + "/")
    expect(page.locator("main")).to_contain_text("Ordne opp i byttet FINNES-IKKE → BYTTNY2")


def test_the_camera_fills_the_field_where_the_browser_reads_codes(visit: Visit, house: House) -> None:
    page = visit("superuser", "/utstyr/skann/", size=PHONE)
    page.add_init_script(
        """
        window.BarcodeDetector = class { async detect() { return [{ rawValue: "BYTTNY2" }]; } };
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 16;
        const drawn = canvas.getContext("2d");
        setInterval(() => drawn.fillRect(0, 0, 16, 16), 50);
        Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: async () => canvas.captureStream() } });
        """
    )
    page.reload()
    page.get_by_role("button", name="Bruk kamera: Kode").click()
    item = UUID(house.rows("SELECT id FROM equipment_item WHERE code_key = 'BYTTNY2'")[0][0])
    page.wait_for_url(f"**/utstyr/apparater/{item}/")


def test_without_a_script_the_same_page_swaps_at_once(house: House, visit: Visit) -> None:
    page = visit("superuser", "/utstyr/bytte/", size=PHONE, script=False)
    page.get_by_label("Det gamle utstyret").fill("BYTTGAMMEL3")
    page.get_by_label("Det nye utstyret").fill("BYTTNY3")
    page.get_by_role("button", name="Bytt", exact=True).click()
    expect(page.locator("main")).to_contain_text("Byttet er lagret")
    assert state_of(house, "BYTTNY3") == "placed"
