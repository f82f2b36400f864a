"""A municipality takes up the service model, and the model lives: a proof lapses by itself, an upgrade loses nothing."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from docx import Document as read_docx
from playwright.sync_api import Page, expect

from tests.journeys.browser import axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House, until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
NAMES = {
    "recipient.allocate": ("Siri Moe", "Liv Aas"),
    "recipient.install": ("Rolf Eide", "Siri Moe"),
    "recipient.respond": ("Nina Dahl", "Rolf Eide"),
    "recipient.evaluate": ("Siri Moe", "Nina Dahl"),
}
OURS = "Hvordan når vi fastlegen i Åmli?"


@pytest.fixture(scope="session")
def known(house: House) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(house.run("tests.journeys.model").splitlines()[-1])
    house.people.update(found["people"])
    return found


def at(house: House, known: dict[str, Any], rest: str = "") -> str:
    return f"{house.url}/tjenestemodell/{known['town']}/{rest}"


def test_a_new_municipality_takes_up_the_model_and_it_lives(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = visit("owner", "/tjenestemodell/")
    take_up(page)
    for task, (name, deputy) in NAMES.items():
        named(page, at(house, known, f"{task}/"), name, deputy)
    reworded(page, at(house, known, "recipient.respond/?tilpass=1"))
    asked(page, at(house, known, "recipient.respond/"))

    routing = page.locator("li").filter(has_text="Det er satt opp hvor hvert signal skal gå")
    seen(
        page, at(house, known, "recipient.respond/"), routing.get_by_text("Varde viser at dette er på plass.")
    )
    without_an_hour(page, house, known)
    here = at(house, known, "recipient.respond/")
    seen(page, here, routing.get_by_text("Varde viser at dette ikke er på plass nå."))
    expect(routing).to_contain_text("Ingen på vakt i 1")
    expect(routing).to_contain_text("Følg opp")
    assert axe(page) == []
    among_what_waits(house, visit, known)

    upgraded(page, visit, house, known)
    kept(page, at(house, known, "recipient.respond/"))
    on_paper(page, at(house, known, "dokument/"))


def take_up(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Ingen utgave er tatt i bruk")
    agder = page.locator("li").filter(has_text="Agder 2025")
    agder.get_by_role("button", name="Ta i bruk").click()
    expect(page.get_by_role("link", name="1.3 Ivareta respons og utrykning")).to_be_visible()
    assert axe(page) == []


def named(page: Page, task: str, name: str, deputy: str) -> None:
    page.goto(task)
    page.get_by_role("link", name=re.compile("Velg ansvarlig")).first.click()
    page.get_by_label("Navn på en uten brukerkonto").fill(name)
    page.get_by_label("Navn på stedfortreder uten brukerkonto").fill(deputy)
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("main")).to_contain_text(name)


def reworded(page: Page, task: str) -> None:
    page.goto(task)
    point = page.locator("li").filter(has_text="medisinske opplysninger og vurderinger fra fastlegen")
    page.get_by_text("Utgaven foreslår å avklare").click()
    point.get_by_role("link", name=re.compile("Egne ord")).click()
    page.get_by_label("Deres ord").fill(OURS)
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("main")).to_contain_text("Deres ord er lagret")


def asked(page: Page, task: str) -> None:
    for question in ("Hvem har vakttelefonen i ferien?", "Hvem rykker ut når bommen er stengt?"):
        page.goto(task)
        page.get_by_role("link", name="Ta opp noe annet").click()
        page.get_by_label("Hva må avklares?").fill(question)
        page.get_by_label("Navn på en uten brukerkonto").fill("Nina Dahl")
        page.get_by_label("Frist").fill("2027-01-15")
        page.get_by_role("button", name="Lagre").click()
        expect(page.locator("main")).to_contain_text(question)
    page.get_by_role("link", name="Hvem rykker ut når bommen er stengt?").click()
    page.get_by_label("Svaret").fill("Brannvesenet har nøkkel")
    page.get_by_role("button", name="Lagre svaret").click()
    expect(page.locator("main")).to_contain_text("Brannvesenet har nøkkel")


def seen(page: Page, url: str, what: Any) -> None:
    """The worker looks at each line in turn; nobody presses anything."""

    def there() -> bool:
        page.goto(url)
        return bool(what.count())

    until(there, within=150, every=1.0, what="the proof has turned")


def without_an_hour(page: Page, house: House, known: dict[str, Any]) -> None:
    """The shift of the day after tomorrow ends an hour early."""
    page.goto(f"{house.url}/vakt/vakter/?pool={known['pool']}")
    page.get_by_role("link", name=re.compile("Endre")).nth(2).click()
    ends = page.get_by_label("Slutter")
    was = ends.input_value()
    day, clock = was.split("T")
    hour = int(clock[:2])
    assert hour, "a shift that ends at midnight would end on the day before"
    ends.fill(f"{day}T{hour - 1:02}:{clock[3:5]}")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("main")).not_to_contain_text("Rett feilene")


def among_what_waits(house: House, visit: Visit, known: dict[str, Any]) -> None:
    region = visit("secretariat", "/tjenestemodell/regionen/")
    row = region.locator("tr").filter(has_text="1.3 Ivareta respons og utrykning")
    expect(row).to_contain_text("Følg opp")
    assert axe(region) == []
    region.set_viewport_size({"width": 320, "height": 800})
    assert wider_than_the_screen(region) <= 0


def upgraded(page: Page, visit: Visit, house: House, known: dict[str, Any]) -> None:
    office = visit("secretariat", "/tjenestemodell/utgaver/hent-inn/")
    office.get_by_label("edition.yaml").fill(known["newer"]["head"])
    office.get_by_label("tasks.yaml").fill(known["newer"]["tasks"])
    office.get_by_role("button", name="Hent inn").click()
    expect(office.locator("main")).not_to_contain_text("Rett feilene")
    page.goto(at(house, known, "utgaver/"))
    page.locator("li").filter(has_text="Versjon 2026.1").get_by_role("link", name="Se forskjellen").click()
    expect(page.locator("main")).to_contain_text("følger med")
    assert axe(page) == []
    page.get_by_role("button", name="Ta i bruk").click()
    page.goto(at(house, known, "utgaver/"))
    expect(page.locator("main")).to_contain_text("Velg ord")
    expect(page.locator("main")).to_contain_text(OURS)
    page.get_by_role("button", name="Behold våre ord").click()
    expect(page.locator("main")).not_to_contain_text("Velg ord")


def kept(page: Page, task: str) -> None:
    page.goto(task)
    for words in (
        "Nina Dahl",
        "Rolf Eide",
        OURS,
        "Hvem har vakttelefonen i ferien?",
        "Brannvesenet har nøkkel",
    ):
        expect(page.locator("main")).to_contain_text(words)


def on_paper(page: Page, document: str) -> None:
    page.goto(document)
    assert axe(page) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="DOCX").click()
    content = coming.value.path().read_bytes()
    file = read_docx(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in file.paragraphs), *cells])
    for words in (
        "Nina Dahl, stedfortreder Rolf Eide",
        OURS,
        "Hvem har vakttelefonen i ferien?",
        "Brannvesenet har nøkkel",
        "Det er satt opp hvor hvert signal skal gå",
        "Ingen på vakt",
    ):
        assert words in text, words
    assert sum(one.style.name == "Heading 2" for one in file.paragraphs) == 25
