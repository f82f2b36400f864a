"""Every page: no fault that axe finds, at a desk's width and at 320 pixels; and each stands without JavaScript."""

from __future__ import annotations

import contextlib
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.journeys.browser import DESK, axe, wider_than_the_screen
from tests.journeys.conftest import Visit
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
LINK = re.compile(r'<a[^>]+href="(/[^"#?]*)')
NARROW = {"width": 320, "height": 800}
WHO = ("operator", "leader", "superuser", "manager", "officer", "nurse", "privacy")

# Reached by a press, a token, another mode or another program; or belongs to the login library's flow.
NOT_BY_LINK = re.compile(
    r"^(mfa_|openid|socialaccount|account_(inactive|reauthenticate|logout)|demo_login|invitation|second_factor|set_language"
    r"|desk:|web:(live|ready)|alarms:(stream|waiting|fragment)|.*:(export|shifts_csv)$)"
)


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


def wander(house: House, who: str) -> Iterator[tuple[str, str]]:
    """Every page this person reaches: by its address where that is plain, else by a link. One address of each."""
    waiting, asked = list(plain_addresses()), set[str]()
    while waiting:
        path = waiting.pop(0)
        name = page_name(path)
        if not name or name in asked or NOT_BY_LINK.match(name):
            continue
        asked.add(name)
        if text := fetched(house, who, path):
            yield name, path
            waiting += LINK.findall(text)


@pytest.fixture(scope="session")
def pages(house: House, alarm: None) -> dict[str, tuple[str, str]]:
    """The name of each page: who opens it, and where."""
    found: dict[str, tuple[str, str]] = {}
    for who in WHO:
        for name, path in wander(house, who):
            found.setdefault(name, (who, path))
    unseen = {name for name in names() if name not in found and not NOT_BY_LINK.match(name)}
    print(len(found), "pages; not reached, or only by a press:", sorted(unseen))
    assert len(found) > 50, sorted(found)
    return found


@pytest.fixture(scope="session")
def alarm(house: House) -> None:
    """Something on the board, and something nobody understands."""
    house.press(house.seed["devices"][5], ref="e0001")
    house.press("77777777", ref="e0002")


@pytest.mark.parametrize("who", WHO)
def test_no_page_has_a_fault_that_axe_finds(
    house: House, visit: Visit, pages: dict[str, tuple[str, str]], who: str
) -> None:
    faults: list[str] = []
    page = visit(who)
    for name, path in [(name, path) for name, (whose, path) in pages.items() if whose == who]:
        page.set_viewport_size(DESK)
        page.goto(house.url + path)
        faults += [f"{name} {path} at 1280: {one}" for one in axe(page)]
        page.set_viewport_size(NARROW)
        faults += [f"{name} {path} at 320: {one}" for one in axe(page)]
        over = wider_than_the_screen(page)
        faults += [f"{name} {path}: {over} px beyond 320"] if over > 0 else []
    assert not faults, "\n".join(faults)


def test_every_page_stands_without_javascript(
    house: House, visit: Visit, pages: dict[str, tuple[str, str]]
) -> None:
    bare: list[str] = []
    browsers = {who: visit(who, script=False) for who in WHO}
    for name, (who, path) in pages.items():
        page = browsers[who]
        page.goto(house.url + path)
        if not page.locator("h1").first.inner_text().strip():
            bare.append(f"{name}: no heading")
        for form in page.locator("main form").all():
            if form.locator("button:not([type=button]), input[type=submit]").count() == 0:
                bare.append(f"{name}: a form without a button to send it")
    assert not bare, "\n".join(bare)
