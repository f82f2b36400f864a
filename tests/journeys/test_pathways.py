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
from tests.journeys.house import House, until
from tests.journeys.pathway import Pathway, close, take

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

    house.tell({"id": "away1", "device": known["devices"]["travels"], "type": "1.1"}, known["key"])
    rested = alarm_of(house, known, "travels")
    board = visit("operator", "/alarmer/")
    house.press(known["devices"]["pendant"], ref="p0001")
    expect(board.locator("[data-row]").filter(has_text="Nils Tangen")).to_have_count(1)
    assert rested["state"] == "closed", "a dose that nobody expects rings at nobody"
    card = opened(visit, known, "travels")
    expect(card.locator("main")).to_contain_text("På pause: ringte ikke")
    assert alarm_of(house, known, "pendant")["state"] == "new"


def alarm_of(house: House, known: dict[str, Any], key: str) -> dict[str, str]:
    """The newest alarm of the device: its state and owner, as stored."""
    asked = "SELECT state, owner_id FROM alarms_alarm WHERE device = ? ORDER BY id DESC LIMIT 1"
    rows = until(lambda: house.rows(asked, known["devices"][key]), within=10, what=f"an alarm of {key}")
    return dict(zip(("state", "owner"), rows[0], strict=True))


def test_a_short_stay_takes_the_dispenser_along_and_lets_the_fixed_alarm_rest(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    """Two services of one person, the same stay, and each follows its own row of the rules."""
    for key in ("stays", "stays_alarm"):
        page = opened(visit, known, key)
        page.get_by_role("link", name="Sett på pause").click()
        page.get_by_label("Korttidsopphold").check()
        page.get_by_label("Hvor er personen imens?").fill("Froland bosenter, avdeling 2")
        page.get_by_label("Personen er tilbake").fill((date.today() + timedelta(days=14)).isoformat())  # noqa: DTZ011, TID251
        page.get_by_role("button", name="Sett på pause").click()
        assert status(house, known, key) == "paused"
    stops = "SELECT stops, follows FROM pathways_pause WHERE case_id = ?"
    dispenser, fixed = (
        [set(json.loads(one)) for one in house.rows(stops, hexed(known, key))[0]]
        for key in ("stays", "stays_alarm")
    )
    assert dispenser == [{"visits"}, {"equipment", "alarms", "address", "receivers"}]
    assert fixed == [{"reminders", "missing", "visits"}, set()]

    house.tell({"id": "stay1", "device": known["devices"]["stays"], "type": "1.1"}, known["key"])
    board = visit("operator", "/alarmer/")
    row = board.locator("[data-row]").filter(has_text="Inga Holm")
    expect(row).to_have_count(1)
    take(row)
    expect(board.locator("main")).to_contain_text("Froland bosenter, avdeling 2")


def test_a_closure_with_equipment_still_out_is_refused_naming_item_and_owner(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = opened(visit, known, "ends")
    wind_down(page)
    assert status(house, known, "ends") == "winding_down"
    page.get_by_role("link", name="Avslutt tjenesten").first.click()
    page.get_by_role("button", name="Avslutt tjenesten").click()
    refused = page.locator(".ds-alert").filter(has_text="Dette må være på plass først")
    expect(refused).to_contain_text("Utstyr innhentet, nullstilt og slettet")
    expect(refused).to_contain_text("ikke innhentet")
    expect(refused).to_contain_text("Ressursperson ordner dette")
    assert axe(page) == []
    assert status(house, known, "ends") == "winding_down"


def answers_for(house: House, visit: Visit, known: dict[str, Any], ref: str, owner: str) -> None:
    """The unit is pressed: it rings at the response centre, as an alarm of this organisation."""
    house.press(known["devices"]["measures"], ref=ref)
    asked = (
        "SELECT o.name FROM alarms_alarm a JOIN organisations_organisation o ON o.id = a.owner_id"
        " WHERE a.device = ? ORDER BY a.id DESC LIMIT 1"
    )
    device = known["devices"]["measures"]
    until(lambda: house.rows(asked, device) == [(owner,)], within=10, what=f"an alarm of {owner}")
    board = visit("operator", "/alarmer/")
    row = board.locator("[data-row]").filter(has_text="Odd Myhre")
    expect(row.filter(has_text=owner)).to_have_count(1)
    take(row)
    close(board, "Prøvealarm")


def take_over(page: Page) -> None:
    page.get_by_label(re.compile("Hvordan følger dere opp")).select_option(
        label="Digital hjemmeoppfølging i egen tjeneste, egen tjeneste"
    )
    page.get_by_label(re.compile("medisinske ansvaret")).fill("Kari Holt, kommuneoverlege")
    page.get_by_role("button", name="Overta ansvaret").click()


def way_in(page: Page) -> None:
    """From what was refused to where it is put right."""
    page.get_by_role("link", name=re.compile("Gå dit.*Vei inn")).click()
    page.get_by_role("link", name="Ny vei inn").click()
    page.get_by_label("Hva", exact=True).select_option(label="Nøkkelboks")
    page.get_by_label("Hvor", exact=True).fill("Ved kjellerdøra")
    page.get_by_role("button", name="Lagre").click()


def wind_down(page: Page) -> None:
    page.get_by_role("link", name="Avvikle tjenesten").click()
    page.get_by_label("Behovet er borte").check()
    page.get_by_role("button", name="Avvikle tjenesten").click()
    expect(page.locator("main")).to_contain_text("Tjenesten avvikles")


def test_two_share_a_device_one_ends_and_it_stands_and_rings_for_the_other(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    page = opened(visit, known, "shares_one")
    wind_down(page)
    way = Pathway(house, visit, known)
    way.at = f"{house.url}/forlop/{known['cases']['shares_one']}/"
    page.get_by_role("link", name=re.compile("Ordne dette.*Utstyr innhentet")).click()
    page.get_by_role("link", name=re.compile("^Base 5")).first.click()
    karl = page.get_by_role("listitem").filter(has_text="Karl Brekke")
    karl.get_by_role("button", name="Bruker det ikke lenger").click()
    expect(page.locator("main")).to_contain_text("De andre er ikke berørt")
    way.confirm("worker")
    way.sign("worker", "Gevinster målt")
    way.send_last("worker")
    way.end("worker")

    assert status(house, known, "shares_other") == "active"
    other = opened(visit, known, "shares_other")
    expect(other.locator("main")).to_contain_text("Base 5")
    board = visit("operator", "/alarmer/")
    house.press(known["devices"]["shared"], ref="s0001")
    row = board.locator("[data-row]").filter(has_text="Eva Brekke")
    expect(row).to_have_count(1)
    expect(row).not_to_contain_text("Karl Brekke")
    take(row)
    expect(board.locator("main")).to_contain_text("Nattpatruljen")


def test_the_hospital_is_responsible_until_the_municipality_takes_over(
    house: House, visit: Visit, known: dict[str, Any]
) -> None:
    """Three weeks in, offered, unanswered for a day; then the receiver makes ready and accepts."""
    sender = opened(visit, known, "hospital", who="hospital")
    sender.get_by_role("link", name=re.compile("Tilby en annen organisasjon")).click()
    sender.get_by_label("Hvem skal overta?").select_option(label="Birkenes kommune")
    sender.get_by_label("Hva må de vite for å overta?").fill(
        "Tre uker hos oss. Måler puls og blodtrykk hver dag."
    )
    sender.get_by_role("button", name="Send tilbudet").click()
    expect(sender.locator("main")).to_contain_text(
        "Sykehuset har ansvaret, også for alarmene, til de overtar"
    )
    assert axe(sender) == []
    for table in ("handover", "handoveroffer"):
        house.change(
            f"UPDATE pathways_{table} SET offered_at = datetime(offered_at, '-25 hours') WHERE state = 'open'"
        )

    answers_for(house, visit, known, "h0001", "Sykehuset")
    receiver = visit("taker", "/")
    receiver.get_by_role("link", name=re.compile("Svar på tilbudet fra Sykehuset")).click()
    expect(receiver.locator("main")).to_contain_text("Tre uker hos oss")
    sender.reload()
    expect(sender.locator("main")).to_contain_text("Ubesvart i mer enn ett døgn")
    receiver.get_by_role("button", name="Registrer personen hos oss").click()
    expect(receiver.locator("main")).to_contain_text("Personen står hos dere")
    assert axe(receiver) == []
    take_over(receiver)
    expect(receiver.locator(".ds-alert").filter(has_text="på plass først")).to_contain_text("Ingen nøkkel")
    assert status(house, known, "hospital") == "active", "refused, so nothing has changed hands"

    way_in(receiver)
    receiver.goto(f"{house.url}/forlop/overforinger/")
    receiver.get_by_role("link", name=re.compile("Se tilbudet")).click()
    take_over(receiver)
    expect(receiver.locator("main")).to_contain_text("Ansvaret, også for alarmene, er deres fra nå")
    assert status(house, known, "hospital") == "ended"
    spans = (
        "SELECT o.name FROM pathways_responsibility r JOIN organisations_organisation o ON o.id = r.owner_id"
        " WHERE r.ends_at IS NULL AND r.chain = (SELECT chain FROM pathways_case WHERE id = ?)"
    )
    assert house.rows(spans, hexed(known, "hospital")) == [("Birkenes kommune",)]
    answers_for(house, visit, known, "h0002", "Birkenes kommune")
