"""Every page: no fault that axe finds, at a desk's width and at 320 pixels; and each stands without JavaScript."""

from __future__ import annotations

import contextlib
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

import pytest
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.journeys.browser import DESK, Chromium, axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
LINK = re.compile(r'<a[^>]+href="(/[^"#?]*)')
NARROW = {"width": 320, "height": 800}
WHO = ("operator", "leader", "superuser", "manager", "officer")  # together they open every page there is

# Reached by a press, a token, another mode or another program; or belongs to the login library's flow.
NOT_BY_LINK = re.compile(
    r"^(mfa_|openid|socialaccount|account_(inactive|reauthenticate|logout)|demo_login|invitation|second_factor|set_language"
    r"|desk:|web:(live|ready)|alarms:(stream|waiting|fragment)|.*:(export|shifts_csv)$)"
)

FAULTY = """<html lang="nb"><title>Side</title><main><h1>Side</h1><p style="color: #ccc; width: 400px">Svak tekst</p><img src="/x">
<input></main>"""


class Found(NamedTuple):
    """A page as it leaves the server: its name, who opens it, where, and its text before any script has run."""

    name: str
    who: str
    path: str
    text: str


def names(patterns: Any = None, space: str = "") -> Iterator[str]:
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}{one.name}"


def page_name(path: str) -> str:
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return ""


def fetched(house: House, who: str, path: str) -> str:
    """The page as this person gets it; "" where it is refused, is no page, or wants a press."""
    cookie = {"Cookie": f"sessionid={house.people[who]['session']}"}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(house.url + path, headers=cookie), timeout=20
        ) as answer:
            is_page = "text/html" in answer.headers.get("Content-Type", "")
            return answer.read().decode() if is_page else ""
    except urllib.error.HTTPError as refusal:
        assert refusal.code < 500, f"{who} {path}: {refusal.code}"
        return ""


def plain_addresses() -> Iterator[str]:
    for name in names():
        with contextlib.suppress(NoReverseMatch):
            yield reverse(name)


def wander(house: House, who: str) -> Iterator[Found]:
    """Every page this person reaches: by its address where that is plain, else by a link. One address of each."""
    waiting, asked = list(plain_addresses()), set[str]()
    while waiting:
        path = waiting.pop(0)
        name = page_name(path)
        if not name or name in asked or NOT_BY_LINK.match(name):
            continue
        asked.add(name)
        if text := fetched(house, who, path):
            yield Found(name, who, path, text)
            waiting += LINK.findall(text)


@pytest.fixture(scope="session")
def pages(house: House, alarm: None) -> list[Found]:
    """Each page once, by the first who reaches it."""
    found: dict[str, Found] = {}
    for who in WHO:
        for page in wander(house, who):
            found.setdefault(page.name, page)
    unseen = {name for name in names() if name not in found and not NOT_BY_LINK.match(name)}
    print(len(found), "pages; not reached, or only by a press:", sorted(unseen))
    assert len(found) > 230, sorted(found)
    assert {page.who for page in found.values()} == set(WHO)
    return list(found.values())


@pytest.fixture(scope="session")
def alarm(house: House) -> None:
    """Something on the board, and something nobody understands."""
    house.press(house.seed["devices"][5], ref="e0001")
    house.press("77777777", ref="e0002")


@pytest.mark.parametrize("who", WHO)
def test_no_page_has_a_fault_that_axe_finds(house: House, visit: Visit, pages: list[Found], who: str) -> None:
    faults: list[str] = []
    page = visit(who)
    for name, _, path, _ in [one for one in pages if one.who == who]:
        page.set_viewport_size(DESK)
        page.goto(house.url + path)
        faults += [f"{name} {path} at 1280: {one}" for one in axe(page)]
        page.set_viewport_size(NARROW)
        faults += [f"{name} {path} at 320: {one}" for one in axe(page)]
        over = wider_than_the_screen(page)
        faults += [f"{name} {path}: {over} px beyond 320"] if over > 0 else []
    assert not faults, "\n".join(faults)


def test_axe_sees_what_is_wrong(browser: Chromium) -> None:
    page = browser.alive().new_page(viewport=NARROW)
    page.set_content(FAULTY)
    found = [line.partition(":")[0] for line in axe(page)]
    assert found == ["color-contrast", "image-alt", "label"]
    assert wider_than_the_screen(page) > 0
    page.close()


class Outline(HTMLParser):
    """What a page without script has: the words of its headings, and how many forms in it cannot be sent."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings = ""
        self.buttonless = 0
        self._inside: list[str] = []
        self._buttons = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type")
        if tag in ("main", "form", "h1"):
            self._inside.append(tag)
        if tag == "form":
            self._buttons = 0
        self._buttons += (tag == "button" and kind != "button") or (tag == "input" and kind == "submit")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and "main" in self._inside and not self._buttons:
            self.buttonless += 1
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if "h1" in self._inside:
            self.headings += data.strip()


def test_an_outline_sees_what_is_missing() -> None:
    whole = Outline("<main><h1>Navn</h1><form><input><button>Lagre</button></form></main>")
    bare = Outline("<main><h1> </h1><form><input><button type='button'>Vis</button></form></main>")
    assert (whole.headings, whole.buttonless) == ("Navn", 0)
    assert (bare.headings, bare.buttonless) == ("", 1)


def test_every_page_stands_without_javascript(pages: list[Found]) -> None:
    outlines = {page.name: Outline(page.text) for page in pages}
    assert [name for name, one in outlines.items() if not one.headings] == []
    assert [name for name, one in outlines.items() if one.buttonless] == []
