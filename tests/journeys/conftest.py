"""A house that runs, a browser, and people who are logged in."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.house import ROOT, House

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
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


def one_time_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def log_in(page: Page, person: dict[str, str]) -> None:
    """Through the real login page: e-mail, password, second factor."""
    page.locator("input[name=login]").fill(person["email"])
    page.locator("input[name=password]").fill(person["password"])
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=code]").fill(one_time_code(person["secret"]))
    page.locator("input[name=code]").press("Enter")


def axe(page: Page) -> list[str]:
    """What axe finds wrong, one line each. Run as text: our policy lets no foreign script in."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def wider_than_the_screen(page: Page) -> int:
    """How many pixels of the page lie to the right of the screen; 0 when nothing has to be scrolled sideways."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))


def sipp() -> str | None:
    return shutil.which("sipp")


def local_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def folder_of(house: House) -> Path:
    return house.folder
