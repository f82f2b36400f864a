"""What journeys and pictures do with a browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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


NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
)  # the first draws no window, and takes a quarter less time


def chromium() -> str | None:
    """The browser of this machine, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """A browser that is started anew when it has died. `kill` ends every browser of this process, also one that hangs."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._running: Browser | None = None

    def alive(self) -> Browser:
        if self._running is None or not self._running.is_connected():
            self._running = self._playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        return self._running

    def close(self) -> None:
        if self._running is not None:
            self._running.close()

    @staticmethod
    def kill() -> None:
        names: dict[int, str] = {}
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                before, _, after = stat.read_text().rpartition(")")
                pid, _, name = before.partition(" (")
                names[int(pid)] = name
                children.setdefault(int(after.split()[1]), []).append(int(pid))
        waiting = [os.getpid()]
        while waiting:
            for pid in children.get(waiting.pop(), []):
                waiting.append(pid)
                if names[pid].startswith("chrom"):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)


def axe(page: Page) -> list[str]:
    """What axe finds wrong, one line each. Run as text, as our policy lets no foreign script in; and told to the page once,
    so that it has axe from the start wherever it goes next. It need not fetch our style sheets: only an experimental rule
    reads them, and that takes a third of its time."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.add_init_script(path=AXE)
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(
        "async rules => (await axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],"
        " preload: {assets: ['media']}})).violations.flatMap(one => one.nodes.slice(0, 3).map("
        "node => `${one.id}: ${node.target} ${node.failureSummary.slice(0, 200)}`))",
        RULES,
    )
    return found


def wider_than_the_screen(page: Page) -> int:
    """How many pixels of the page lie to the right of the screen; 0 when nothing has to be scrolled sideways."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))
