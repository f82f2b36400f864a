"""From pilot to operation, in a browser: units in turn, an evaluation held twice and compared, and the region's spread."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import DESK, axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
NARROW = {"width": 320, "height": 800}
TODAY = date.today()  # noqa: DTZ011, TID251
MUST = (
    "needs/needs",
    "needs/goals",
    "journey/drawn",
    "procurement/signed",
    "framework/money",
    "anchoring/leaders",
)


def sound(page: Page) -> None:
    """No fault that axe finds and nothing beyond the screen, at a desk's width and at 320 pixels."""
    for size in (DESK, NARROW):
        page.set_viewport_size(size)
        assert axe(page) == [], page.url
    assert wider_than_the_screen(page) <= 0, page.url
    page.set_viewport_size(DESK)


def fill_new(page: Page, technology: str, goals: str) -> None:
    page.get_by_label("Teknologi").select_option(label=technology)
    page.get_by_label("Mål").fill(goals)
    page.locator("#id_responsible").select_option(label="Lena Aas")
    page.get_by_label("Navn på stedfortreder uten brukerkonto").fill("Bo Berg")
    page.get_by_role("button", name="Opprett innføringen").click()


def link(page: Page, does: str, about: str) -> Locator:
    """A button that says to the ear what it is about."""
    return page.get_by_role("link", name=re.compile(f"{does}.*{about}"))


def add_unit(page: Page, name: str, planned: date) -> None:
    page.get_by_role("link", name="Legg til en enhet").click()
    page.get_by_label("Navn på enhet som ikke står i listen").fill(name)
    page.get_by_label("Planlagt start").fill(planned.isoformat())
    page.get_by_role("button", name="Legg til en enhet").click()


def answer(page: Page, part: str, codes: tuple[str, ...], note: str = "") -> None:
    """Each point by its own page, as it is reached from a phone or without JavaScript."""
    base = page.url.split("#")[0].rstrip("/")
    for code in codes:
        page.goto(f"{base}/sjekkliste/{part}/svar/?address={part}/{code}")
        page.get_by_label("Ja", exact=True).check()
        page.get_by_label(re.compile("Merknad|Hva viser det")).fill(note)
        page.get_by_role("button", name="Lagre svaret").click()
        expect(page.locator("main")).to_contain_text("Svaret er lagret")
    page.goto(f"{base}/")


def evaluate(page: Page, rating: int, **other: int) -> None:
    page.get_by_role("link", name="Ny evaluering").click()
    page.get_by_label("Hvem var med?").fill("Avdelingsleder og to fra sonen")
    for one in page.locator(f'input[type=radio][value="{rating}"]').all():
        one.check()
    for code, value in other.items():
        page.locator(f'input[name="r_{code}"][value="{value}"]').check()
    page.get_by_role("button", name="Lagre evalueringen").click()
    expect(page.locator("main")).to_contain_text("Evalueringen er lagret")


def test_a_second_unit_waits_for_what_the_first_learned_and_two_evaluations_are_compared(
    house: House, visit: Visit
) -> None:
    page = visit("leader", "/innforing/")
    page.get_by_role("link", name="Ny innføring").click()
    sound(page)
    fill_new(page, "Medisindispenser", "Færre besøk bare for å gi medisin")
    main = page.locator("main")
    expect(main).to_contain_text("Innføringen er opprettet")
    where = page.url
    add_unit(page, "Sone øst", TODAY)
    add_unit(page, "Sone vest", TODAY + timedelta(days=30))
    sound(page)

    link(page, "Start", "Sone øst").click()
    page.get_by_role("button", name="Start").click()
    refused = page.locator(".ds-alert").filter(has_text="Dette må være på plass først")
    expect(refused.get_by_role("listitem")).to_have_count(len(MUST))
    sound(page)
    page.goto(where)
    answer(page, "groundwork", MUST, "Gjort i høst")
    page.get_by_role("link", name="Forarbeid").click()
    sound(page)
    page.goto(where)
    link(page, "Start", "Sone øst").click()
    page.get_by_role("button", name="Start").click()
    expect(main).to_contain_text("Enheten har startet")

    link(page, "Start", "Sone vest").click()
    page.get_by_role("button", name="Start").click()
    expect(refused).to_contain_text("Sone øst har startet. Skriv hva de lærte først.")
    page.goto(where)
    evaluate(page, 3, kin=1, need=5)
    expect(main).to_contain_text("Svakest nå")
    sound(page)
    page.goto(where)
    link(page, "Skriv hva dere lærte", "Sone øst").click()
    page.get_by_label("Hva lærte dere?").fill("Ta én bygning om gangen")
    sound(page)
    page.get_by_role("button", name="Skriv hva dere lærte").click()
    expect(main).to_contain_text("Neste enhet kan starte")
    link(page, "Start", "Sone vest").click()
    page.get_by_role("button", name="Start").click()
    expect(main).to_contain_text("Enheten har startet")

    evaluate(page, 4, kin=4, need=2)
    page.goto(f"{where}evalueringer/")
    sound(page)
    page.get_by_role("link", name="Sammenlign to evalueringer").click()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Pårørende er med der de skal")).to_contain_text("Bedre")
    expect(rows.filter(has_text="Løsningen dekker behovet")).to_contain_text("Dårligere")
    sound(page)
    stored = house.rows("SELECT count(*) FROM adoption_evaluation e JOIN adoption_introduction i ON i.id ="
                        " e.introduction_id WHERE i.technology = 'dispenser'")  # fmt: skip
    assert stored == [(2,)]


def test_without_javascript_and_at_320_pixels_an_introduction_is_ended_only_when_its_criteria_are_met(
    house: House, visit: Visit
) -> None:
    page = visit("leader", "/innforing/innforinger/ny/", size=NARROW, script=False)
    fill_new(page, "Pasientvarsling", "Beboerne får hjelp uten å rope")
    where, main = page.url, page.locator("main")
    add_unit(page, "Avdeling 1", TODAY)
    answer(page, "groundwork", MUST)
    link(page, "Start", "Avdeling 1").click()
    page.get_by_role("button", name="Start").click()
    link(page, "Skriv hva dere lærte", "Avdeling 1").click()
    page.get_by_label("Hva lærte dere?").fill("Lad om natta")
    page.get_by_role("button", name="Skriv hva dere lærte").click()
    page.get_by_role("link", name="Avslutt innføringen").click()
    page.get_by_role("button", name="Avslutt innføringen").click()
    expect(main).to_contain_text("Kriteriet er ikke oppfylt: «De ansatte bruker løsningen på vanlige vakter")
    assert wider_than_the_screen(page) <= 0
    page.goto(where)
    criteria = (
        "work/daily", "work/changed", "work/newcomers", "service/allocated", "service/routines", "service/support",
        "steering/owner", "steering/benefits", "steering/risk",
    )  # fmt: skip
    answer(page, "criteria", criteria, "Sett i møte med enhetslederne")
    page.get_by_role("link", name="Avslutt innføringen").click()
    page.get_by_role("button", name="Avslutt innføringen").click()
    expect(main).to_contain_text("Løsningen er i drift")
    page.goto(f"{house.url}/innforing/utbredelse/")
    cell = link(page, "I drift", "Froland kommune, Pasientvarsling")
    expect(cell).to_have_count(1)
    cell.click()
    expect(main).to_contain_text("Fulgte av innføringen")


def test_the_secretariat_reads_the_spread_by_keyboard_and_reaches_no_introduction(visit: Visit) -> None:
    page = visit("secretary", "/innforing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Utbredelse")
    cell = link(page, "Innføres", "Froland kommune, Digitalt tilsyn")
    sound(page)
    cell.focus()
    page.keyboard.press("Enter")
    main = page.locator("main")
    expect(main).to_contain_text("færre enn 5")
    expect(main).to_contain_text("1 av 2")
    expect(main.get_by_role("link", name="Ny innføring")).to_have_count(0)
    sound(page)
    for name in ("Nasjonale mål", "Delte leveranser"):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        sound(page)
    answer = page.request.get(page.url.replace("delt/", "innforinger/"))
    assert answer.status == 403


def test_a_shared_deliverable_is_taken_over_and_remembers_where_it_came_from(visit: Visit) -> None:
    page = visit("leader", "/innforing/delt/")
    sound(page)
    link(page, "Ta over", "Rutine for rull").click()
    sound(page)
    page.get_by_role("button", name="Ta over").click()
    expect(page.locator("main")).to_contain_text("Varde husker hvor den kom fra")
    expect(page.locator("main")).to_contain_text("Åmli kommune")
