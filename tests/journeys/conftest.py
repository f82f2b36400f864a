"""A house that runs, a browser, and people who are logged in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from tests.journeys.browser import DESK, Chromium, chromium
from tests.journeys.house import House

Visit = Callable[..., Page]
expect.set_options(
    timeout=15_000
)  # a machine that does much else at a time; how fast the board is, bench/ measures


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    if chromium() is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = Chromium(playwright)
        yield running
        _let_go(running.close)


def _let_go(close: Callable[[], None]) -> None:
    """A browser that has not closed within 20 s is killed: once, in some hundred runs, one hung until the time-out."""
    late = threading.Timer(20, Chromium.kill)
    late.start()
    with suppress(Error):  # it was killed, and what was open is closed all the same
        close()
    late.cancel()


@pytest.fixture
def visit(house: House, browser: Chromium) -> Iterator[Visit]:
    """`visit("operator", "/alarmer/", width=…, script=False)`: a page of its own, logged in by session. "" is nobody.

    A script error, or anything that breaks the content security policy, fails the test when it ends.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def one(
        who: str, path: str = "/", *, size: Any = DESK, script: bool = True, language: str = "nb-NO"
    ) -> Page:
        context = browser.alive().new_context(viewport=size, java_script_enabled=script, locale=language)
        context.set_default_timeout(15_000)
        opened.append(context)
        if who:
            cookie = {"name": "sessionid", "value": house.people[who]["session"], "url": house.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
        page.goto(house.url + path)
        return page

    yield one
    for context in opened:
        _let_go(context.close)
    assert wrong == []
