"""What `make test` runs, part by part, each with its time. A part that cannot run here says so in one line.

python -m tests.run            everything
python -m tests.run unit       one part: check unit sqlite postgres journeys crash fuzz. `sqlite` holds `unit`
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import postgres
from tests.journeys.browser import chromium

PYTHON = [sys.executable, "-m"]
MUST = os.environ.get("VARDE_NOTHING_SKIPPED") == "1"
NO_TESTS = 5  # pytest's word for it
LONG = "--long" in sys.argv
IN_ONE_PROCESS = "not journey and not crash and not fuzz"


def _environment(**extra: str) -> dict[str, str]:
    """Without settings of ours from outside, and with compiled files kept: compiling Django costs each process 2 s."""
    dropped = ("VARDE_", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return {**kept, "PYTHONWARNINGS": "default", **extra}


def files(wanted: Callable[[str], bool]) -> list[str]:
    """The test files whose text is wanted: to load all of them takes each of the processes six seconds."""
    found = [file for folder in ("src", "tests") for file in sorted(Path(folder).rglob("test_*.py"))]
    return [str(file) for file in found if wanted(file.read_text(encoding="utf-8"))]


def _pytest(marker: str, *words: str, **extra: str) -> int:
    """A single test that skips itself is named; where nothing may be skipped it fails the part (tests/early.py)."""
    command = [*PYTHON, "pytest", "-q", "-rs", "--durations=3", "--durations-min=5", "-m", marker, *words]
    command += files(lambda text: f"mark.{marker}" in text) if marker.isidentifier() else []
    extra |= {"NOTHING_SKIPPED": "1"} if MUST else {}
    return subprocess.run(command, env=_environment(**extra), stdin=subprocess.DEVNULL).returncode


def check() -> int:
    steps: tuple[list[str], ...] = (
        ["mypy", "--no-error-summary"],  # the longest begins
        ["ruff", "check", "-q", "."],
        ["ruff", "format", "-q", "--check", "src", "tests", "bench", "frontend"],
        ["importlinter.cli", "lint", "--no-cache"],
        ["djlint", "--lint", "--quiet", "src"],
        ["django", "makemigrations", "--check", "--dry-run", "-v", "0"],
        ["varde", "docs", "--check"],
        ["tests.messages", "--check"],
    )
    with ThreadPoolExecutor(2) as two:
        return int(any(list(two.map(_fails, steps))))


def _fails(step: list[str]) -> bool:
    """One step of the check; what it says is printed where it fails."""
    command = [*PYTHON, *step]
    if step[0] == "importlinter.cli":
        command = [os.path.join(os.path.dirname(sys.executable), "lint-imports"), "--no-cache"]
    environment = _environment(
        VARDE_MODE="test",
        VARDE_DATA=os.environ.get("VARDE_DATA", "var/check"),
        VARDE_LOG="ERROR",
        DJANGO_SETTINGS_MODULE="varde.config.settings",
    )
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(f"--- {' '.join(step)}\n{done.stdout[-6000:]}{done.stderr[-3000:]}")
    return done.returncode != 0


def unit() -> int:
    return _pytest("unit", "-n", "2")


def sqlite() -> int:
    return _pytest(IN_ONE_PROCESS, "-n", "2", VARDE_TEST_DB="sqlite")


def on_postgres() -> int | str:
    if postgres.binaries() is None:
        return postgres.MISSING
    more_than_unit = files(lambda text: "\npytestmark = pytest.mark.unit\n" not in text)
    return _pytest(f"not unit and {IN_ONE_PROCESS}", "-n", "2", *more_than_unit, VARDE_TEST_DB="postgres")


def journeys() -> int | str:
    found = chromium()
    if found is None:
        return "journeys skipped: no Chromium on this machine (apt-get install chromium-headless-shell, or set CHROMIUM)"
    # Three houses side by side, as each often waits; and a file on one of them: what its fixtures cost is paid once.
    return _pytest("journey", "-n", "3", "--dist", "loadfile", CHROMIUM=found)


def crash() -> int | str:
    """`python -m tests.run crash --long`: 1,000 kills instead of 30."""
    return _pytest("crash", "-n", "3", **({"VARDE_KILLS": "1000"} if LONG else {}))


def fuzz() -> int:
    """`--long`: 1.9 million inputs, 100,000 of them more through sockets."""
    return _pytest("fuzz", "-n", "2", **({"VARDE_FUZZ": "1900000"} if LONG else {}))


PARTS = {
    "check": check,
    "sqlite": sqlite,
    "postgres": on_postgres,
    "journeys": journeys,
    "crash": crash,
    "fuzz": fuzz,
}
ALONE = {"unit": unit}  # asked for by name, as part of another


def main(names: list[str]) -> int:
    lines, failed = [], []
    for name in names or PARTS:
        started = time.monotonic()
        print(f"=== {name}", flush=True)
        outcome = (PARTS | ALONE)[name]()
        took = time.monotonic() - started
        if outcome == NO_TESTS:
            outcome = f"{name} skipped: no test carries this mark"
        if isinstance(outcome, str):
            lines.append(f"SKIPPED {name}: {outcome}")
            if MUST:
                failed.append(name)
        elif outcome:
            lines.append(f"FAILED  {name} ({took:.0f} s)")
            failed.append(name)
        else:
            lines.append(f"passed  {name} ({took:.0f} s)")
    print("\n".join(["", *lines]))
    done = sum(line.startswith("passed") for line in lines)
    print(f"{done} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word != "--long"]))
