"""A dispenser from referral to end, by those whose work it is, step by step as the national programme lists the pathway."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House, until
from tests.journeys.pathway import Pathway, close, day, take

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
DEVICE = "96000001"


@pytest.fixture(scope="session")
def known(house: House) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(house.run("tests.journeys.dispenser").splitlines()[-1])
    house.people.update(found["people"])
    return found


def refer(way: Pathway) -> None:
    page = way.page("officer2", "/forlop/henvis/?q=Borghild")
    page.get_by_role("link", name=re.compile("Henvis Borghild")).click()
    page.get_by_label("Tjeneste").select_option(label="Medisindispenser, egen tjeneste")
    page.get_by_label("Hvem henviser?").select_option(label="Fastlege")
    page.get_by_label("Hva trenger personen hjelp til?").fill("Glemmer kveldsmedisinen")
    page.get_by_role("button", name="Send henvisningen").click()
    way.at = page.url
    page.get_by_role("button", name="Godta henvisningen").click()
    expect(page.locator("main")).to_contain_text("Henvisningen er godtatt")
    way.sign("officer2", "Avtal kartleggingsbesøk")


def assess(way: Pathway) -> None:
    for step in (
        "Kartlegg behovet hjemme",
        "Vurder om teknologi kan dekke",
        "Vurder om en dispenser er til nytte",
        "Skriv ned anbefalte",
        "Sjekk dekning",
        "Tenk gjennom det etiske",
        "Mål nullpunktet",
    ):
        way.sign("officer2", step)


def recommend(way: Pathway) -> None:
    page = way.page("officer2")
    page.get_by_role("link", name="Anbefal tilpasning").click()
    page.get_by_label("Hva gjelder det?").fill("Kveldsdosen")
    page.get_by_label("Slik bør det være her").fill("Høyeste lyd")
    page.get_by_label(re.compile("Doser, og seneste tid")).fill("20:00 21:30")
    page.get_by_role("button", name="Lagre").click()
    page = way.page("officer2")
    page.get_by_role("link", name="Fullfør kartleggingen").click()
    page.locator("fieldset").filter(has_text="Har dere vurdert").get_by_label("Ja").check()
    page.get_by_label(re.compile("Hvilken del av behovet")).fill("Riktig medisin til rett tid")
    page.locator("fieldset").filter(has_text="Er teknologi valgt").get_by_label("Ja").check()
    page.get_by_role("button", name="Fullfør kartleggingen").click()
    expect(page.locator("main")).to_contain_text("Nå skal tjenesten tildeles")


def consent(way: Pathway) -> None:
    page = way.page("officer2")
    page.get_by_role("link", name="Nytt samtykke").click()
    page.get_by_label("Til helsehjelpen").check()
    page.get_by_label("Gitt den").fill(day(0))
    page.get_by_role("button", name="Lagre").click()


def choose_ground(way: Pathway) -> None:
    page = way.page("officer2")
    page.get_by_role("link", name=re.compile("Velg grunnlag.*Rettslig grunnlag")).click()
    page.get_by_role("link", name=re.compile("Vurder dette.*Samtykke")).click()
    page.get_by_label("Slik har vi vurdert vilkårene").fill(
        "Snakket med henne hjemme. Hun forstår og ønsker det."
    )
    page.get_by_label("Hvem har vurdert det?").fill("Tone Berg, saksbehandler")
    page.get_by_role("button", name="Velg dette grunnlaget").click()
    expect(page.locator("main")).to_contain_text("Kryss av for hvert av dem")
    for one in page.locator("main input[type=checkbox]").all():
        one.check()
    page.get_by_role("button", name="Velg dette grunnlaget").click()
    expect(page.locator("main")).to_contain_text("Grunnlaget er valgt")


def allocate(way: Pathway) -> None:
    way.sign("officer2", "IPLOS vurdert")

    page = way.step("officer2", "Bestill utstyr og installering")
    page.get_by_role("link", name="Bestill utstyr").click()
    expect(page.get_by_label("Begrunnelse for tildelingen")).to_have_value("Riktig medisin til rett tid")
    expect(page.get_by_label("Tilpasninger")).to_have_value("Kveldsdosen: Høyeste lyd")
    page.get_by_label("Doserulle").check()
    page.get_by_label("Lager").select_option(label="Lageret i Risør")
    page.get_by_role("button", name="Bestill").click()
    expect(page.locator("main")).to_contain_text("Lageret har fått bestillingen")
    way.sign("officer2", "Bestill utstyr og installering")

    page = way.page("officer2")
    page.get_by_role("link", name=re.compile("Tildel tjenesten.*Tildeling")).click()
    page.get_by_label("Vedtak", exact=True).check()
    page.get_by_label(re.compile("Saksnummer")).fill("26/1234")
    page.get_by_role("button", name="Tildel tjenesten").click()
    expect(page.locator("main")).to_contain_text("Tjenesten er tildelt")


def supply(way: Pathway) -> None:
    """The store picks the dispenser and gives it to the installer."""
    page = way.page("installer", "/")
    page.get_by_role("link", name=re.compile("Plukk en bestilling")).click()
    expect(page.locator("main")).to_contain_text("Riktig medisin til rett tid")
    page.get_by_role("link", name="Plukk").click()
    page.get_by_role("button", name="Sett av").click()
    page.get_by_role("link", name="Gi til montør").click()
    page.get_by_label("Hvem setter det opp").select_option(label="Ola Ness")
    page.get_by_role("button", name="Gi til montør").click()
    expect(page.locator("main")).to_contain_text("Hos montør")


def install(way: Pathway) -> None:
    """In the home: set up, tried with the operator on the line, times set. The gate wants to have heard the unit itself."""
    page = way.page("installer", "/")
    page.get_by_role("link", name=re.compile("Sett opp utstyr")).click()
    expect(page.locator("main")).to_contain_text("Kveldsdosen: Høyeste lyd")
    page.get_by_role("button", name="Utplassert hos tjenestemottakeren").click()
    page.get_by_role("link", name=re.compile("Doserulle DR-1001")).click()
    page.get_by_role("link", name="Prøv").click()
    page.get_by_label(re.compile("Operatøren leste")).check()
    page.get_by_label(re.compile("Hvem svarte")).fill("Ada Vik")
    page.get_by_role("button", name="Skriv under på prøven").click()
    expect(way.page("installer").locator("#na")).to_contain_text("Doserulle DR-1001 har ikke meldt fra")


def try_out(way: Pathway) -> None:
    way.house.press(DEVICE, ref="d0001")
    operator = way.page("operator", "/alarmer/")
    take(operator.locator("[data-row]").filter(has_text="Borghild Lien"))
    operator.get_by_role("button", name="Ring opp").click()
    operator.get_by_role("button", name="Samtale ferdig").click()
    expect(operator.get_by_role("button", name="Samtale ferdig")).to_have_count(0)
    close(operator, "Prøvealarm")
    expect(way.page("installer").locator("#na")).not_to_contain_text("har ikke meldt fra")


def set_up(way: Pathway) -> None:
    """What differs is set as recommended; the steps are signed one under the other on the phone."""
    page = way.page("installer")
    page.get_by_role("link", name=re.compile("Skriv hvordan det er satt.*Kveldsdosen")).click()
    page.get_by_label("Slik er det satt").fill("Høyeste lyd, og lys som blinker")
    page.get_by_label(re.compile("Doser, og seneste tid")).fill("20:00 21:30")
    page.get_by_role("button", name="Lagre").click()
    phone = way.page("installer", way.path("sjekkliste/"))
    for step in (
        "Still inn tider",
        "Bestem hvem som får varsel",
        "Sett opp dispenseren",
        "Ring hver varslingskontakt",
    ):
        phone.get_by_role("button", name=re.compile(step)).click()
        expect(phone.locator("main")).to_contain_text("Steget er signert")
    way.sign("nurse2", "Før tiltaket inn i fagsystemet")


def first_fill(way: Pathway) -> None:
    """Whoever filled it does not check it."""
    way.sign("nurse2", "Fyll dispenseren første gang")
    same = way.whole("nurse2")
    same.get_by_role("link", name=re.compile("Kontroller.*Fyll dispenseren")).click()
    same.get_by_role("button", name="Kontrollert, signer").click()
    expect(same.locator("main")).to_contain_text("En annen må kontrollere")
    way.check("nurse3", "Fyll dispenseren første gang")


def installed(way: Pathway) -> None:
    page = way.page("installer")
    page.get_by_role("link", name="Ferdig installert").click()
    page.get_by_role("button", name="Ferdig installert").click()
    expect(page.locator("main")).to_contain_text("Opplæring og oppstart (nå)")


def train(way: Pathway) -> None:
    """Before the recipient has been told what the service is, it does not start: no button gets past that."""
    page = way.page("officer2", way.path("start/"))
    page.get_by_role("button", name="Start tjenesten").click()
    expect(page.locator("main")).to_contain_text("Tjenestemottakeren har fått vite det")
    assert way.status() == "preparing"
    way.sign("boss", "Se til at alle som følger opp")
    phone = way.page("installer", way.path("sjekkliste/"))
    for step in ("Lær opp tjenestemottakeren", "Lær opp avtalte pårørende", "Fortell hva tjenesten er"):
        phone.get_by_role("button", name=re.compile(step)).click()
        expect(phone.locator("main")).to_contain_text("Steget er signert")


def start(way: Pathway) -> None:
    page = way.page("officer2")
    page.get_by_role("link", name="Start tjenesten").click()
    page.get_by_role("button", name="Start tjenesten").click()
    assert way.status() == "active"


def run(way: Pathway) -> None:
    """The first weeks: followed closely, filled again with two signatures, and a dose that is not taken."""
    way.sign("nurse2", "Følg tett opp i to uker")
    way.sign("nurse2", "Vurder hvordan prøvetiden gikk")
    way.sign("nurse2", "Skriv det som ble endret")
    way.sign("nurse2", "Fyll dispenseren")
    way.check("nurse3", "Fyll dispenseren")
    expect(
        way.whole("nurse2").get_by_role("link", name=re.compile("Åpne steget.*Fyll dispenseren"))
    ).to_have_count(1)


def miss_a_dose(way: Pathway) -> None:
    """The alarm rings, and the pathway's own step opens beside it."""
    way.house.tell({"id": "dose1", "device": DEVICE, "type": "1.1"}, way.known["key"])
    operator = way.page("operator", "/alarmer/")
    row = operator.locator("[data-row]").filter(has_text="Borghild Lien")
    take(row)
    expect(operator.locator("main")).to_contain_text("Høyeste lyd, og lys som blinker")
    close(operator, "Spørsmål om eller hjelp med medisin")
    waits = "SELECT 1 FROM pathways_casetask WHERE code = 'dose_missed' AND state = 'open'"
    until(lambda: way.house.rows(waits), within=15, what="the step of the pathway opens")
    way.sign("nurse2", "Ta kontakt når en dose ikke er tatt")


def evaluate(way: Pathway) -> None:
    page = way.page("officer2")
    page.get_by_role("link", name="Begynn evalueringen").first.click()
    page.get_by_role("button", name="Begynn evalueringen").click()
    for step in (
        "Vurder hva tjenesten har gjort",
        "Se om innstillingene fortsatt passer",
        "Mål gevinstene på nytt",
    ):
        way.sign("nurse2", step)


def conclude(way: Pathway) -> None:
    """The answers stand side by side; one recommends, another decides that the service goes on no longer."""
    page = way.page("nurse2")
    page.get_by_role("link", name="Evaluer tjenesten").first.click()
    expect(page.locator("main")).to_contain_text("Svarene ved siden av hverandre")
    page.locator("fieldset").filter(has_text="Passer løsningen for personen?").get_by_label("Ja").check()
    page.get_by_label("Hva har tjenesten gjort for personen, pårørende og ansatte?").fill(
        "Hun klarer medisinen selv nå."
    )
    page.get_by_role("radio", name="Avslutte").check()
    page.get_by_label(re.compile("Årsak når tjenesten bør avsluttes")).select_option(label="Målet er nådd")
    page.get_by_role("button", name="Fullfør evalueringen").click()
    expect(page.locator("main")).to_contain_text("Evalueringen er ferdig")


def decide(way: Pathway) -> None:
    page = way.page("officer2")
    page.get_by_role("link", name="Videreføre, endre eller avslutte").click()
    page.get_by_role("button", name="Lagre avgjørelsen").click()
    assert way.status() == "winding_down"


def close_too_early(way: Pathway) -> None:
    page = way.page("officer2", way.path("avslutt/"))
    page.get_by_role("button", name="Avslutt tjenesten").click()
    refused = page.locator(".ds-alert").filter(has_text="Dette må være på plass først")
    expect(refused).to_contain_text("Doserulle DR-1001 er ikke innhentet")
    expect(refused).to_contain_text("Nøkkelboks er ikke levert tilbake")
    assert way.status() == "winding_down"


def take_back(way: Pathway) -> None:
    """Fetched, wiped and signed for; only then may it go out again."""
    page = way.page("installer")
    page.get_by_role("link", name=re.compile("Ordne dette.*Utstyr innhentet")).click()
    page.get_by_role("link", name=re.compile("^Doserulle")).click()
    page.get_by_role("link", name="Hent inn").click()
    page.get_by_role("button", name="Ta inn").click()
    expect(page.locator("main")).to_contain_text("Kan inneholde personopplysninger")
    page = way.page("installer", "/")
    page.get_by_role("link", name=re.compile("må slettes")).click()
    page.get_by_role("link", name="Doserulle DR-1001").click()
    page.get_by_label("Apparatet er nullstilt").check()
    page.get_by_label("Slik ble det nullstilt").fill("Holdt knappen på baksiden inne")
    page.get_by_label(re.compile("Jeg bekrefter")).check()
    page.get_by_role("button", name="Skriv under").click()
    expect(page.locator("main")).to_contain_text("Klar på lager")
    way.sign("installer", "Nullstill dispenseren")
    way.sign("installer", "Hent inn dispenseren")


def settle(way: Pathway) -> None:
    """Keys, subscription, accesses, storing, benefits, messages, and the measure in the record system."""
    page = way.page("officer2")
    page.get_by_role("link", name=re.compile("Ordne dette.*Nøkler")).click()
    page.get_by_role("button", name="Avslutt").click()
    way.confirm("officer2")
    way.sign("nurse2", "Gevinster målt")
    way.sign("officer2", "Avslutt tiltaket i fagsystemet")
    way.send_last("officer2")


def end(way: Pathway) -> None:
    way.end("officer2")


WHOLE = (
    refer, assess, recommend, consent, choose_ground, allocate,  # until the service is allocated
    supply, install, try_out, set_up, first_fill, installed,  # until it stands and is tried
    train, start, run, miss_a_dose,  # while it runs
    evaluate, conclude, decide, close_too_early, take_back, settle, end,  # until it is over
)  # fmt: skip


def test_a_dispenser_from_referral_to_end(house: House, visit: Visit, known: dict[str, Any]) -> None:
    way = Pathway(house, visit, known)
    for part in WHOLE:
        part(way)
    done = "SELECT count(*) FROM pathways_casetask WHERE state IN ('open', 'to_check')"
    assert house.rows(done + " AND case_id = ?", way.key) == [(0,)]
    page = way.page("officer2")
    expect(page.locator("main")).to_contain_text("hentet inn")
    assert axe(page) == []
    page.set_viewport_size(PHONE)
    assert wider_than_the_screen(page) <= 0
