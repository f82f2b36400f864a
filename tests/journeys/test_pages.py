"""Every page: no fault that axe finds, at a desk's width and at 320 pixels; and each stands without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, Visit, axe, wider_than_the_screen
from tests.journeys.house import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
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


def links(page: Page) -> list[str]:
    """Addresses of our own that the page leads to by a link."""
    found = page.evaluate(
        "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin && !a.hasAttribute('download'))"
        ".map(a => a.pathname)"
    )
    return list(dict.fromkeys(found))


def page_name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def wander(house: House, page: Page, seen: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Follow links from the front page; one address of each page that nobody has seen yet."""
    waiting, asked = ["/", "/alarmer/", "/vakt/", "/utstyr/", "/oppsett/"], set()
    while waiting:
        path = waiting.pop(0)
        name = page_name(path)
        if not name or name in asked or name in seen or NOT_BY_LINK.match(name):
            continue
        asked.add(name)
        answer = page.goto(house.url + path)
        if (
            answer is None
            or answer.status != 200
            or "text/html" not in answer.headers.get("content-type", "")
        ):
            continue
        seen[name] = path
        yield name, path
        waiting += links(page)


@pytest.fixture(scope="module")
def alarm(house: House) -> None:
    """Something on the board, and something nobody understands."""
    house.press(house.seed["devices"][5], ref="e0001")
    house.press("77777777", ref="e0002")


def test_no_page_has_a_fault_that_axe_finds(house: House, visit: Visit, alarm: None) -> None:
    seen: dict[str, str] = {}
    faults: list[str] = []
    for who in WHO:
        page = visit(who)
        for name, path in wander(house, page, seen):
            for size in (DESK, NARROW):
                page.set_viewport_size(size)
                faults += [f"{name} {path} at {size['width']}: {one}" for one in axe(page)]
            over = wider_than_the_screen(page)
            faults += [f"{name} {path}: {over} px beyond 320"] if over > 0 else []
            page.set_viewport_size(DESK)
    unseen = {name for name in names() if name not in seen and not NOT_BY_LINK.match(name)}
    print(len(seen), "pages seen; not reached by a link:", sorted(unseen))
    assert len(seen) > 40, sorted(seen)
    assert faults == []


def test_every_page_stands_without_javascript(house: House, visit: Visit, alarm: None) -> None:
    bare: list[str] = []
    seen: dict[str, str] = {}
    for who in WHO:
        scripted, plain = visit(who), visit(who, script=False)
        for name, path in wander(house, scripted, seen):
            plain.goto(house.url + path)
            if not plain.locator("h1").inner_text().strip():
                bare.append(f"{name}: no heading")
            for form in plain.locator("main form").all():
                if form.locator("button:not([type=button]), input[type=submit]").count() == 0:
                    bare.append(f"{name}: a form without a button to send it")
    assert bare == []
