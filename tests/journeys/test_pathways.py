"""The pathway of a recipient, in a browser: death and its undo, travel, a closure that is refused, a hand-over."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="session")
def known(house: House) -> dict[str, Any]:
    """The cases by what happens to them, and two people more."""
    found: dict[str, Any] = json.loads(house.run("tests.journeys.cases").splitlines()[-1])
    house.people.update(found["people"])
    return found


def status(house: House, known: dict[str, Any], key: str) -> str:
    hexed = known["cases"][key].replace("-", "")
    return str(house.rows("SELECT status FROM pathways_case WHERE id = ?", hexed)[0][0])


def opened(visit: Visit, known: dict[str, Any], key: str, who: str = "worker", **more: Any) -> Page:
    return visit(who, f"/forlop/{known['cases'][key]}/", **more)


def test_a_death_winds_down_every_service_and_one_press_undoes_it(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = opened(visit, known, "dies")
    before = house.rows(
        "SELECT code, state FROM pathways_casetask WHERE case_id = ? ORDER BY id", hexed(known, "dies")
    )
    page.get_by_role("link", name="Registrer dødsfall").click()
    expect(page.locator("main")).to_contain_text("Ingen brev eller meldinger går til den døde")
    assert axe(page) == []
    page.get_by_label("Dødsdato").fill(date.today().isoformat())  # noqa: DTZ011, TID251
    page.get_by_role("button", name="Registrer dødsfall").click()
    expect(page.locator("main")).to_contain_text("Tjenesten avvikles")
    expect(page.locator("main")).to_contain_text("En alarm ringer som før")
    assert status(house, known, "dies") == "winding_down"
    letters = "SELECT count(*) FROM pathways_letter WHERE case_id = ? AND \"to\" = 'recipient' AND state != 'dropped'"
    assert house.rows(letters, hexed(known, "dies")) == [(0,)]
    assert axe(page) == []

    page.get_by_role("link", name="Angre avviklingen").click()
    page.get_by_role("button", name="Angre avviklingen").click()
    expect(page.locator("main")).to_contain_text("Alt er som før")
    assert status(house, known, "dies") == "active"
    after = house.rows(
        "SELECT code, state FROM pathways_casetask WHERE case_id = ? ORDER BY id", hexed(known, "dies")
    )
    assert after[: len(before)] == before


def hexed(known: dict[str, Any], key: str) -> str:
    return str(known["cases"][key]).replace("-", "")


def test_a_travel_of_ten_days_is_read_before_it_is_saved_and_the_task_stands_on_day_nine(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = opened(visit, known, "travels", size=PHONE, script=False)
    page.get_by_role("link", name="Sett på pause").click()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Reise")).to_contain_text("Varsel om at noe mangler")
    stay = rows.filter(has_text="Korttidsopphold")
    expect(stay).to_contain_text("Adressen, alarmene, utstyret, mottakerne")
    expect(stay).not_to_contain_text("Varsel om at noe mangler")
    assert wider_than_the_screen(page) <= 0
    page.get_by_label("Hvor er personen imens?").fill("Hos søsteren")
    page.get_by_label("Reise", exact=True).check()
    page.get_by_role("button", name="Sett på pause").click()
    expect(page.get_by_label("Hvor er personen imens?")).to_have_value("Hos søsteren")
    back = date.today() + timedelta(days=10)  # noqa: DTZ011, TID251
    page.get_by_label("Personen er tilbake").fill(back.isoformat())
    page.get_by_role("button", name="Sett på pause").click()
    expect(page.locator("main")).to_contain_text("En alarm om personen ringer alltid")
    assert status(house, known, "travels") == "paused"
    due = house.rows(
        "SELECT due_at FROM pathways_casetask WHERE case_id = ? AND code = 'resume' AND state = 'open'",
        hexed(known, "travels"),
    )
    assert len(due) == 1
    assert str(due[0][0])[:10] in {
        str(back - timedelta(days=2)),
        str(back - timedelta(days=1)),
    }  # midnight in Oslo
    held = "SELECT count(*) FROM pathways_casetask WHERE case_id = ? AND kind = 'recurring' AND state = 'open' AND NOT is_held"
    assert house.rows(held, hexed(known, "travels")) == [(0,)]


def test_a_closure_with_equipment_still_out_is_refused_naming_item_and_owner(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = opened(visit, known, "ends")
    page.get_by_role("link", name="Avvikle tjenesten").click()
    page.get_by_label("Behovet er borte").check()
    page.get_by_role("button", name="Avvikle tjenesten").click()
    assert status(house, known, "ends") == "winding_down"
    page.get_by_role("link", name="Avslutt tjenesten").first.click()
    page.get_by_role("button", name="Avslutt tjenesten").click()
    refused = page.locator(".ds-alert").filter(has_text="Dette må være på plass først")
    expect(refused).to_contain_text("Utstyr innhentet, nullstilt og slettet")
    expect(refused).to_contain_text("ikke innhentet")
    expect(refused).to_contain_text("Ressursperson ordner dette")
    assert axe(page) == []
    assert status(house, known, "ends") == "winding_down"


def test_two_share_a_device_and_the_others_placement_stands_when_one_winds_down(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = opened(visit, known, "shares_one")
    page.get_by_role("link", name="Avvikle tjenesten").click()
    page.get_by_label("Behovet er borte").check()
    page.get_by_role("button", name="Avvikle tjenesten").click()
    expect(page.locator("main")).to_contain_text("Tjenesten avvikles")
    other = opened(visit, known, "shares_other")
    expect(other.locator("main")).not_to_contain_text("Ingenting er utplassert")
    assert status(house, known, "shares_other") == "active"


def test_the_hospital_offers_and_is_responsible_until_the_municipality_takes_over(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    sender = opened(visit, known, "hospital", who="hospital")
    sender.get_by_role("link", name=re.compile("Tilby en annen organisasjon")).click()
    sender.get_by_label("Hvem skal overta?").select_option(label="Froland kommune")
    sender.get_by_label("Hva må de vite for å overta?").fill(
        "Tre uker hos oss. Måler puls og blodtrykk hver dag."
    )
    sender.get_by_role("button", name="Send tilbudet").click()
    expect(sender.locator("main")).to_contain_text(
        "Sykehuset har ansvaret, også for alarmene, til de overtar"
    )
    assert axe(sender) == []

    receiver = visit("worker", "/forlop/overforinger/")
    receiver.get_by_role("link", name=re.compile("Se tilbudet")).click()
    expect(receiver.locator("main")).to_contain_text("Tre uker hos oss")
    receiver.get_by_role("button", name="Registrer personen hos oss").click()
    expect(receiver.locator("main")).to_contain_text("Personen står hos dere")
    assert axe(receiver) == []
    assert status(house, known, "hospital") == "active"
    spans = "SELECT count(*) FROM pathways_responsibility WHERE ends_at IS NULL AND case_id = ?"
    assert house.rows(spans, hexed(known, "hospital")) == [(1,)]
