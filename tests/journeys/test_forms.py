"""A form in a real browser: what is written is kept without a press, questions come and go, two people fill in one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
NARROW = {"width": 320, "height": 800}


def begun(
    house: House, visit: Visit, form: str, nr: int = 2, *, who: str = "officer", script: bool = True
) -> Page:
    page = visit(who, f"/skjemaer/om/{house.seed['recipients'][nr]}/", script=script)
    page.get_by_label("Skjema", exact=True).select_option(label=form)
    page.get_by_role("button", name="Begynn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(form)
    return page


def test_what_is_written_is_kept_while_one_writes_and_questions_follow_the_answers(
    house: House, visit: Visit
) -> None:
    page = begun(house, visit, "Er teknologi vurdert?")
    expect(page.get_by_text("Hvilken teknologi ble vurdert?")).to_have_count(0)
    page.get_by_role("radio", name="Ja").first.check()
    expect(page.get_by_text("Lagret kl.")).to_be_visible()
    expect(page.get_by_text("Hvilken teknologi ble vurdert?")).to_be_visible()
    page.get_by_label("Medisindispenser").check()
    page.get_by_label("Teknologi ble ikke valgt").check()
    reasons = page.get_by_label("Begrunnelse")
    reasons.press_sequentially("Vil prøve multidose først", delay=15)
    expect(reasons).to_be_focused()
    expect(reasons).to_have_value("Vil prøve multidose først")
    page.get_by_role("radio", name="Nei").first.focus()
    expect(page.locator("#standing")).to_contain_text(re.compile("[45] av"))
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.get_by_label("Begrunnelse")).to_have_value("Vil prøve multidose først")
    expect(page.get_by_label("Medisindispenser")).to_be_checked()


def test_a_fault_is_said_at_the_field_and_gone_when_it_is_mended(house: House, visit: Visit) -> None:
    page = begun(house, visit, "Kartlegging: medisindispenser", 3)
    doses = page.get_by_label("Hvor mange ganger i døgnet skal medisin tas?")
    doses.fill("mange")
    doses.blur()
    expect(page.get_by_text("Skriv et tall, for eksempel 12 eller 12,5.")).to_be_visible()
    expect(doses).to_have_attribute("aria-invalid", "true")
    expect(doses).to_have_value("mange")
    doses.fill("4")
    doses.blur()
    expect(page.get_by_text("Skriv et tall, for eksempel 12 eller 12,5.")).to_have_count(0)
    expect(doses).not_to_have_attribute("aria-invalid", "true")


def test_a_form_is_completed_without_javascript_at_320_pixels(house: House, visit: Visit) -> None:
    page = begun(house, visit, "Er teknologi vurdert?", 4, script=False)
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Fullfør").click()
    expect(page.locator("main")).to_contain_text("Ble teknologi vurdert? – Svar på dette før du fullfører.")
    page.get_by_role("radio", name="Nei").first.check()
    page.get_by_role("button", name="Lagre kladd").click()
    expect(page.locator("main")).to_contain_text("Kladden er lagret")
    page.get_by_label("Begrunnelse").fill("Personen trenger praktisk hjelp")
    page.get_by_role("button", name="Fullfør").click()
    expect(page.locator("main")).to_contain_text("Skjemaet er fullført")
    expect(page.locator("main")).to_contain_text("Personen trenger praktisk hjelp")


def test_two_people_fill_in_one_form_and_neither_loses_anything(house: House, visit: Visit) -> None:
    one = begun(house, visit, "Sjekk av boligen", 5)
    other = visit("superuser", one.url.removeprefix(house.url))
    place = "Hvor skal utstyret stå?"
    one.get_by_label(place).fill("På kjøkkenet")
    one.get_by_label(place).blur()
    expect(one.get_by_text("Lagret kl.")).to_be_visible()
    other.get_by_label(place).fill("I stua")
    other.get_by_label(place).blur()
    expect(other.get_by_text("Siri Moe svarte «På kjøkkenet»")).to_be_visible()
    expect(other.get_by_label(place)).to_have_value("I stua")
    other.get_by_role("button", name="Lagre kladd").click()
    expect(other.get_by_label(place)).to_have_value("I stua")
    other.get_by_role("button", name="Lagre kladd").click()
    expect(other.locator("main")).to_contain_text("Kladden er lagret")
    one.reload()
    expect(one.get_by_label(place)).to_have_value("I stua")
    expect(one.get_by_text("Besvart av Rolf Eide")).to_be_visible()


def test_when_the_network_is_gone_the_page_says_that_nothing_is_saved(house: House, visit: Visit) -> None:
    page = begun(house, visit, "Etisk refleksjon", 6)
    page.context.set_offline(True)
    page.get_by_label("Hvorfor?").fill("Vi er enige")
    page.get_by_label("Hvorfor?").blur()
    expect(page.get_by_text("Ikke lagret. Det du skrev, står på siden.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_label("Hvorfor?").fill("Vi er helt enige")
    page.get_by_label("Hvorfor?").blur()
    expect(page.get_by_text("Lagret kl.")).to_be_visible()


def test_the_pages_of_forms_have_no_fault_that_axe_finds(house: House, visit: Visit) -> None:
    page = visit("officer", f"/skjemaer/om/{house.seed['recipients'][0]}/")
    done = page.locator("main a", has_text="Er teknologi vurdert?")
    done_urls = [a.get_attribute("href") or "" for a in done.all()]
    keys = [re.search(r"svar/([0-9a-f-]{36})", url)[1] for url in done_urls]  # type: ignore[index]
    addresses = [
        f"/skjemaer/om/{house.seed['recipients'][0]}/",
        *done_urls,
        f"/skjemaer/svar/{keys[0]}/vis/",
        f"/skjemaer/svar/{keys[0]}/utskrift/",
        f"/skjemaer/svar/{keys[0]}/feilfort/",
        f"/skjemaer/sammenlign/{keys[0]}/{keys[1]}/",
        "/skjemaer/",
        "/skjemaer/levert/assessment_dispenser/",
        "/skjemaer/levert/assessment_dispenser/papir/",
    ]
    faults: list[str] = []
    for address in addresses:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(house.url + address)
            faults += [f"{address} at {width}: {one}" for one in axe(page)]
            over = wider_than_the_screen(page)
            faults += [f"{address} at {width}: {over} px too wide"] if over > 0 else []
    page = begun(house, visit, "Kartlegging: trygghetsalarm", 7)
    page.get_by_role("button", name="Fullfør").click()
    faults += [f"faulty: {one}" for one in axe(page)]
    assert not faults, "\n".join(faults)
