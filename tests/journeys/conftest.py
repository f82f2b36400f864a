"""A house that runs, a browser, and people who are logged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.browser import ARGUMENTS, DESK, chromium
from tests.journeys.house import House

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    if found is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visit(house: House, browser: Browser) -> Iterator[Visit]:
    """`visit("operator", "/alarmer/", width=…, script=False)`: a page of its own, logged in by session. "" is nobody.

    A script error, or anything that breaks the content security policy, fails the test when it ends.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def one(
        who: str, path: str = "/", *, size: Any = DESK, script: bool = True, language: str = "nb-NO"
    ) -> Page:
        context = browser.new_context(viewport=size, java_script_enabled=script, locale=language)
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
        context.close()
    assert wrong == []
