"""The pictures in the README, taken from a running demo: its people are invented.

python -m tests.pictures      writes docs/pictures/{board,card,phone}.png
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.browser import ARGUMENTS, DESK, PHONE, chromium
from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures"
OPERATOR, NURSE, PERSON = "Ingrid Haugen", "Marit Tveit", "Solveig Lunde"
MOST_BYTES = 300_000
FILLING = 45.0  # seconds in which the simulated devices put alarms on the board


def demo(folder: str, port: int) -> subprocess.Popen[str]:
    """The whole house on free ports; returns when it has said its address."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("VARDE_")}
    settings = {
        "VARDE_DATA": folder,
        "VARDE_WEB": f"127.0.0.1:{port}",
        "VARDE_INTAKE_HTTP": f"127.0.0.1:{free_port()}",
        "VARDE_INTAKE_SIP": f"127.0.0.1:{free_port()}",
    }
    command = [sys.executable, "-m", "varde", "demo"]
    running = subprocess.Popen(command, env={**kept, **settings}, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    for line in running.stdout:
        if "http://" in line:
            return running
    raise SystemExit("the demo did not start")


def entered(browser: Browser, url: str, who: str, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale="nb-NO", color_scheme="light", device_scale_factor=1)
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name=re.compile(who)).first.click()
    expect(page.locator("main")).to_be_visible()
    return page


def shot(page: Page, name: str) -> None:
    path = TARGET / f"{name}.png"
    page.wait_for_timeout(800)
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{name} is larger than {MOST_BYTES} bytes")


def take(url: str, browser: Browser) -> None:
    operator = entered(browser, url, OPERATOR, DESK)
    operator.goto(url + "alarmer/")
    operator.get_by_role("button", name=re.compile("Start vakten")).click()
    time.sleep(FILLING)
    presses = entered(browser, url, OPERATOR, DESK)
    presses.goto(url + "demo/")
    presses.get_by_role("button", name=re.compile(PERSON)).first.click()
    row = operator.locator("[data-row]").filter(has_text=PERSON).first
    expect(row).to_be_visible(timeout=20_000)
    shot(operator, "board")
    row.get_by_role("button").first.click()
    expect(operator.locator("main")).to_contain_text(PERSON)
    shot(operator, "card")
    operator.locator("#form-dispatch > summary").click()
    operator.locator("#form-dispatch button[type=submit]").click()
    nurse = entered(browser, url, NURSE, PHONE)
    nurse.goto(url + "vakt/oppdrag/")
    nurse.get_by_role("link", name=re.compile("Åpne oppdraget")).first.click()
    nurse.get_by_role("button", name="Jeg tar den").click()
    nurse.get_by_role("button", name="På vei").wait_for()
    nurse.set_viewport_size({**PHONE, "height": 1100})
    shot(nurse, "phone")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="varde-pictures-") as folder:
        house = demo(folder, port)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                take(f"http://127.0.0.1:{port}/", browser)
                browser.close()
        finally:
            house.send_signal(signal.SIGINT)
            house.wait(30)


if __name__ == "__main__":
    main()
