"""How journeys walk a case: its pages by person, its steps signed, its end."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

from playwright.sync_api import Error, Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from varde.kernel.clock import local
from varde.kernel.clock import now as clock

CARD = re.compile(r"/alarmer/[0-9a-f-]{36}/")


class Pathway:
    """One case, and the pages of those who work with it. `at` is the address of the case."""

    def __init__(self, house: House, visit: Visit, known: dict[str, Any]) -> None:
        self.house, self.known, self._visit = house, known, visit
        self.pages: dict[str, Page] = {}
        self.at = ""

    def page(self, who: str, path: str = "") -> Page:
        """Where this person is; with `path`, moved there."""
        if who not in self.pages:
            self.pages[who] = self._visit(who)
        if path or self.at:
            self.pages[who].goto(self.house.url + path if path else self.at)
        return self.pages[who]

    def path(self, more: str) -> str:
        return self.at.removeprefix(self.house.url) + more

    def sign(self, who: str, step: str, *, note: str = "") -> Page:
        """Open the step from the case, fill in its form where it has one, and sign it."""
        page = self.step(who, step)
        if (form := page.get_by_role("button", name="Åpne skjemaet")).count():
            form.click()
            fill(page)
        if note:
            page.get_by_label(re.compile("Notat|Merknad|Hva ble gjort")).first.fill(note)
        page.get_by_role("button", name=re.compile("Gjort, signer|Lagre|Signer")).first.click()
        expect(page.locator("main")).to_contain_text(re.compile("signert|kontrolle", re.IGNORECASE))
        return page

    def step(self, who: str, step: str) -> Page:
        page = self.whole(who)
        page.get_by_role("link", name=re.compile(f"Åpne steget.*{re.escape(step)}")).first.click()
        return page

    def whole(self, who: str) -> Page:
        """The case with everything that comes next unfolded."""
        page = self.page(who)
        more = page.get_by_text(re.compile(r"^Vis \d+ til"))
        if more.count():
            more.first.click()
        return page

    def check(self, who: str, step: str) -> None:
        """The second person's signature."""
        page = self.whole(who)
        page.get_by_role("link", name=re.compile(f"Kontroller.*{re.escape(step)}")).first.click()
        page.get_by_role("button", name="Kontrollert, signer").click()
        expect(page.locator("main")).to_contain_text("Kontrollen er signert")

    @property
    def key(self) -> str:
        """The key of the case as the database holds it."""
        return self.at.rstrip("/").rpartition("/")[2].replace("-", "")

    def status(self) -> str:
        return str(self.house.rows("SELECT status FROM pathways_case WHERE id = ?", self.key)[0][0])

    def confirm(self, who: str) -> None:
        """What no system can see, and somebody says is done."""
        for gate in ("Abonnement stoppet", "Tilganger stengt", "Lagring bestemt"):
            page = self.page(who)
            page.get_by_role("link", name=re.compile(f"Bekreft.*{gate}")).click()
            page.get_by_label(re.compile("Hva er gjort")).fill("Gjort i dag, og sjekket med leverandøren")
            keep = page.get_by_label("Lagringsklasse")
            if keep.count():
                keep.select_option(label="Oppbevares i journalen, slettes her")
            page.get_by_role("button", name="Bekreft").click()
            expect(page).to_have_url(re.compile(re.escape(self.at)))

    def send_last(self, who: str) -> None:
        """Each message about the end is read, filled in and sent."""
        self.sign(who, "Send sluttmeldinger")
        for whom in ("tjenestemottakeren", "fastlegen", "hjemmetjenesten"):
            page = self.whole(who)
            page.get_by_role("link", name=re.compile(f"Åpne meldingen.*{whom} om avslutningen")).first.click()
            text = page.get_by_label("Tekst")
            assert "er avsluttet" in text.input_value()
            text.fill(text.input_value().replace("(fyll inn)", "ingen"))
            page.get_by_label("Navn på mottakeren").fill("Mottakeren")
            page.get_by_role("button", name="Lest og godkjent").click()
            page.get_by_role("button", name="Jeg har sendt den").click()
            expect(page.locator("main")).to_contain_text("Meldingen står som sendt av deg")

    def end(self, who: str) -> None:
        page = self.page(who)
        page.get_by_role("link", name="Avslutt tjenesten").first.click()
        page.get_by_role("button", name="Avslutt tjenesten").click()
        expect(page.locator("main")).to_contain_text("Avsluttet")
        assert self.status() == "ended"


def day(days: int) -> str:
    return (local(clock()).date() + timedelta(days=days)).isoformat()


def fill(page: Page) -> None:
    """Answer whatever a form asks, until it is whole."""
    for _turn in range(6):
        for kind in ("radio", "checkbox"):
            for group in page.locator(f"main fieldset:has(input[type={kind}])").all():
                if group.is_visible() and not group.locator("input:checked").count():
                    group.locator(f"input[type={kind}]").first.check()
        for one in page.locator(
            "main input[inputmode=numeric], main input[inputmode=decimal], main input[type=number]"
        ).all():
            if one.is_visible() and not one.input_value():
                one.fill(one.get_attribute("min") or "5")
        for one in page.locator("main textarea, main input[type=text]").all():
            if one.is_visible() and not one.input_value():
                one.fill("Vurdert hjemme hos personen")
        for one in page.locator("main input[type=date]").all():
            if one.is_visible() and not one.input_value():
                one.fill(day(0))
        page.get_by_role("button", name="Fullfør").click()
        page.wait_for_load_state()
        if not page.get_by_role("button", name="Fullfør").count():
            return
    raise AssertionError(page.locator("main").inner_text()[:2000])


def take(row: Locator) -> None:
    """The alarm of this row of the board is taken, and its card is open."""
    row.get_by_role("button", name=re.compile("Ta alarmen")).first.click()
    row.page.wait_for_url(CARD)


def close(card: Page, cause: str) -> None:
    """The operator ends the alarm with its cause."""
    card.locator("#form-close > summary").click()
    card.get_by_label("Årsak").select_option(label=cause)
    box = card.locator("#form-close").get_by_label("Ingen tiltak nødvendig")
    for _turn in range(3):  # the buttons may be renewed at that very moment
        with suppress(Error):
            box.check()
            break
    expect(box).to_be_checked()
    card.locator("#form-close button[type=submit]").click()
    card.wait_for_load_state()
