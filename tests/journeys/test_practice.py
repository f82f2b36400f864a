"""A workshop: by keyboard alone from the menu to proposals linked to tasks; without JavaScript; by several at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
NARROW = {"width": 320, "height": 800}
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")


def tab_to(page: Page, target: Locator) -> None:
    """Tab until it has focus: what cannot be reached so, cannot be reached by keyboard."""
    expect(target).to_have_count(1)
    for _ in range(200):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {target}")


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """The link or button of the page itself, by Tab and Enter."""
    here = page.locator("main").get_by_role(role, name=name, exact=isinstance(name, str))  # type: ignore[arg-type]
    tab_to(page, here.first if role == "link" else here)
    page.keyboard.press("Enter")


def sound(page: Page) -> None:
    """Nothing that axe finds, and nothing beside the screen, at both widths."""
    before = page.viewport_size
    assert before
    for size in ({"width": 1280, "height": 900}, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert axe(page) == [], f"{page.url} at {size['width']}"
        assert wider_than_the_screen(page) <= 0, page.url
    page.set_viewport_size(before)


def told(page: Page, words: str) -> None:
    """What a screen reader is told."""
    expect(page.locator("#board-told")).to_contain_text(words)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def key_of(page: Page) -> str:
    found = re.search(r"/okter/([0-9a-f-]{36})/", page.url)
    assert found
    return found[1]


def said(house: House, page: Page) -> int:
    question = "SELECT count(*) FROM improvement_contribution WHERE session_id = ?"
    return int(house.rows(question, key_of(page).replace("-", ""))[0][0])


def begun(visit: Visit, name: str, who: str = "leader", code: str = "1a", *, script: bool = True) -> Page:
    """A session that runs, planned and started on its pages."""
    page = visit(who, f"/forbedring/okter/ny/{code}/", script=script)
    page.get_by_label("Navn på økta").fill(name)
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("button", name="Start økta").click()
    expect(page.locator("main")).to_contain_text("Økta er i gang")
    return page


def test_a_workshop_by_keyboard_alone_from_the_menu_to_proposals_linked_to_tasks(
    house: House, visit: Visit
) -> None:
    page = visit("leader", "/tjenestemodell/")
    if page.get_by_role("button", name="Ta i bruk").count():
        page.get_by_role("button", name="Ta i bruk").first.click()
    page.goto(house.url)
    tab_to(page, page.locator(".sidebar").get_by_role("link", name="Forbedring", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Forbedringsforslag")
    press(page, "link", "Praksisaktiviteter")
    press(page, "link", re.compile("^1a: "))
    press(page, "link", "Planlegg en økt")
    tab_to(page, page.get_by_label("Navn på økta"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Mandagsøkta")
    press(page, "button", "Lagre")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mandagsøkta")
    sound(page)
    tab_to(page, page.locator("summary", has_text="Skriv opp deltakere"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Hvem er med?"))
    page.keyboard.type("Kari Nygård, avdelingsleder\nOla Myhre, ressursperson")
    press(page, "button", "Legg til")
    press(page, "button", "Start økta")
    _place_all(page)
    _note(page, "Tilganger", "Ingen rydder når vikarene slutter.")
    assert said(house, page) == 28 + 2 + 1  # every question, one that was taken out and put back, one note
    press(page, "button", "Avslutt økta")
    expect(page.locator("main")).to_contain_text("Økta er avsluttet")
    sound(page)
    _print(page)
    _propose(house, page)


def _place_all(page: Page) -> None:
    """By number, by the menu on the card, by the arrows; and one taken out and put back."""
    tab_to(page, page.locator("#q-access"))
    page.keyboard.press("1")
    told(page, "«Tilganger i systemene» ligger i «Begynn her». 1 av 28 er plassert.")
    assert focused(page) == "q-overview"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "q-idle"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")  # opens the menu
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Hold ved like")
    page.keyboard.press("Enter")
    told(page, "«Oversikt over produkter og lager» ligger i «Hold ved like». 2 av 28")
    sound(page)
    for number in range(2, 28):
        expect(page.locator(":focus")).to_contain_text("Plasser")
        page.keyboard.press("123444"[number % 6])
        told(page, f"{number + 1} av 28 er plassert")
    assert focused(page) == "waiting-title"
    expect(page.locator("#board")).to_contain_text("Alle spørsmålene er plassert")
    tab_to(page, page.locator("#q-access"))
    page.keyboard.press("0")
    told(page, "«Tilganger i systemene» er tatt ut igjen. 27 av 28")
    assert focused(page) == "q-access"
    page.keyboard.press("1")
    told(page, "«Begynn her». 28 av 28 er plassert")


def _note(page: Page, question: str, words: str) -> None:
    tab_to(page, page.get_by_label("Spørsmål", exact=True))
    page.keyboard.type(question)
    tab_to(page, page.get_by_label("Hva må bli bedre?"))
    page.keyboard.type(words)
    tab_to(page, page.locator("#notes").get_by_role("button", name="Legg til"))
    page.keyboard.press("Enter")
    expect(page.locator("#notes")).to_contain_text(words)


def _print(page: Page) -> None:
    """One page of paper, with every question on it."""
    press(page, "link", "Skriv ut resultatet")
    expect(page.locator("main")).to_contain_text("Kari Nygård (avdelingsleder), Ola Myhre (ressursperson)")
    expect(page.locator(".sheet .cell li")).to_have_count(28)
    expect(page.locator(".sheet .cell").first).to_contain_text("1. Tilganger i systemene")
    expect(page.locator(".sheet")).to_contain_text("Ingen rydder når vikarene slutter.")
    sound(page)
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    press(page, "button", "Skriv ut")
    assert page.evaluate("document.body.dataset.printed") == "yes"
    assert len(PAGE_OF_PDF.findall(page.pdf(format="A4", prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    for gone in (".tabs", ".top", ".sidebar", "[data-print]"):
        expect(page.locator(gone)).to_be_hidden()
    page.emulate_media(media="screen")


def _propose(house: House, page: Page) -> None:
    """What lies in "Begynn her" becomes proposals, once; and each leads to its task."""
    begin = page.locator(".sheet .cell").first.locator("li").count()
    press(page, "link", "Lag forslag")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(begin)
    sound(page)
    press(page, "button", "Lag forslag")
    expect(page.locator("main")).to_contain_text(f"{begin} forslag er laget.")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    question = (
        "SELECT count(*), count(DISTINCT line), min(task) FROM improvement_proposal WHERE session_id = ?"
    )
    assert house.rows(question, key_of(page).replace("-", ""))[0][:2] == (begin, begin)
    assert house.rows(question, key_of(page).replace("-", ""))[0][2], "each has its task"
    press(page, "link", "Tilganger i systemene")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilganger i systemene")
    expect(page.locator("main")).to_contain_text("Ingen rydder når vikarene slutter.")
    expect(page.locator("main").get_by_role("link", name="Mandagsøkta")).to_be_visible()
    sound(page)
    press(page, "link", "Drifte rolle- og tilgangsstyring")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Drifte rolle- og tilgangsstyring")


def test_a_workshop_without_javascript_at_320_pixels(house: House, visit: Visit) -> None:
    page = begun(visit, "Uten skript", "superuser", script=False)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for question, cell in (("access", "Begynn her"), ("overview", "La det være"), ("idle", "Begynn her")):
        page.locator(f"#q-{question}").click()
        page.locator(f"[data-question={question}]").get_by_role("button", name=cell).click()
        expect(page.locator("main")).to_contain_text(f"ligger i «{cell}»")
    assert page.url.endswith("#q-stock_level"), "on with the next"
    page.locator("#q-idle").click()
    page.locator("[data-question=idle]").get_by_role("button", name="Hold ved like").click()
    page.get_by_label("Spørsmål", exact=True).select_option(label="Tilganger i systemene")
    page.locator("#notes").get_by_role("button", name="Legg til").click()
    expect(page.locator("main")).to_contain_text("Fyll ut feltet.")
    expect(page.get_by_label("Spørsmål", exact=True)).to_have_value("access")
    page.get_by_label("Hva må bli bedre?").fill("Skriv en rutine")
    page.locator("#notes").get_by_role("button", name="Legg til").click()
    expect(page.locator("#notes")).to_contain_text("Skriv en rutine")
    assert wider_than_the_screen(page) <= 0
    page.get_by_role("link", name="Storskjerm").click()
    expect(page.locator("#screen")).to_contain_text("3 av 28 spørsmål er plassert")
    assert page.locator("meta[http-equiv=refresh]").count() == 1, "the wall renews itself without a script"
    page.get_by_role("link", name="Tilbake til økta").click()
    assert said(house, page) == 5
    page.get_by_role("button", name="Avslutt økta").click()
    page.get_by_role("link", name="Lag forslag").click()
    page.get_by_role("button", name="Lag forslag").click()
    expect(page.locator("main")).to_contain_text("1 forslag er laget.")
    page.get_by_role("link", name="Tilganger i systemene").click()
    expect(page.locator("main")).to_contain_text("Skriv en rutine")
    expect(page.locator("main")).not_to_contain_text("Dette skal gjøres")  # that is the leader's
    leader = visit("leader", page.url.removeprefix(house.url), script=False, size=NARROW)
    leader.get_by_role("link", name="Dette skal gjøres").click()
    leader.get_by_role("button", name="Lagre").click()
    expect(leader.locator("main")).to_contain_text("Fyll ut feltet.")
    leader.get_by_label("Hvorfor skal dette gjøres?").fill("Det er det viktigste nå")
    leader.get_by_role("button", name="Lagre").click()
    expect(leader.locator("main")).to_contain_text("Forslaget skal gjøres")
    assert wider_than_the_screen(leader) <= 0


def test_two_place_at_once_by_mouse_and_keys_and_the_wall_shows_it(house: House, visit: Visit) -> None:
    one = begun(visit, "To på en gang")
    path = one.url.removeprefix(house.url).partition("#")[0]
    other, wall = visit("nurse", path), visit("superuser", f"{path}skjerm/")
    one.locator("[data-question=access]").drag_to(one.locator("[data-cell=keep]"))
    told(one, "«Tilganger i systemene» ligger i «Hold ved like»")
    other.locator("#q-access").focus()
    other.keyboard.press("1")
    told(other, "«Tilganger i systemene» ligger i «Begynn her». 1 av 28")
    other.locator("#q-risk").focus()
    other.keyboard.press("3")
    told(other, "2 av 28 er plassert")
    # By itself: the board asks every eight seconds, the wall every five.
    expect(one.locator("[data-cell=begin]")).to_contain_text("Tilganger i systemene", timeout=20_000)
    expect(one.locator("[data-cell=watch]")).to_contain_text("Vurdering av risiko")
    expect(wall.locator("#screen")).to_contain_text("2 av 28 spørsmål er plassert", timeout=20_000)
    expect(wall.locator("#screen")).to_contain_text("igjen")
    sound(wall)
    assert said(house, one) == 3, "nobody's word is lost"
    one.get_by_role("link", name="Logg").click()
    expect(one.locator(".timeline > li")).to_have_count(3)
    sound(one)
    one.go_back()
    one.get_by_role("button", name="Avslutt økta").click()
    # The others are told that it is over.
    expect(other.get_by_role("heading", name="Resultat")).to_be_visible(timeout=20_000)


def test_the_other_activities_have_no_fault_that_axe_finds_while_they_run(house: House, visit: Visit) -> None:
    page = begun(visit, "Økosystemet", code="2")
    page.locator("#proposals").get_by_label("Nivå").select_option(label="Systemforvalteren")
    page.locator("#proposals").get_by_label("Forslag").fill("Fast møte hver måned")
    page.locator("#proposals").get_by_role("button", name="Legg til").click()
    page.locator("#trial").get_by_role("radio").check()
    page.locator("#trial").get_by_role("button", name="Velg dette").click()
    expect(page.locator("#trial")).to_contain_text("Systemforvalteren · Fast møte hver måned")
    sound(page)
    page = begun(visit, "Gevinster", code="4")
    sheet = page.locator("#benefits")
    for label, choice in (
        ("Teknologi", "Digitalt tilsyn"),
        ("For hvem?", "For ansatte"),
        ("Slag", "Spart tid"),
    ):
        sheet.get_by_label(label, exact=True).select_option(label=choice)
    sheet.get_by_label("Gevinst", exact=True).fill("Færre turer om natta")
    sheet.get_by_role("button", name="Legg til").click()
    expect(sheet.get_by_role("row", name="Digitalt tilsyn")).to_contain_text(
        "Spart tid: Færre turer om natta"
    )
    sound(page)
    page = begun(visit, "Intervju", code="3a")
    expect(page.locator("main")).to_contain_text("Varde lagrer ikke hvem dere intervjuer")
    sound(page)
