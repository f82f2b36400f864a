"""Starting, watching and stopping the demo's processes: what dies is started again; nothing outlives the demo."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

GRACE: Final = 4.0
BACK_OFF: Final = (0.5, 1.0, 2.0, 5.0, 10.0)
STEADY: Final = 30.0  # alive so long, and earlier deaths are forgotten
_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _dies_with_parent() -> None:
    """In the child before exec: the kernel kills it when the demo dies, however the demo dies (Linux)."""
    if _libc is not None:
        _libc.prctl(_DEATH_SIGNAL, signal.SIGKILL)


@dataclass
class Child:
    """One process. Its output goes to a file, begun anew at each start of the demo."""

    name: str
    words: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    start_at: float = 0.0

    @property
    def pid(self) -> int:
        return self.process.pid if self.process is not None else 0

    def age(self) -> float:
        return time.monotonic() - self.started_at if self.process is not None else 0.0


@dataclass
class House:
    """All processes of the demo. `say(name, what)` tells what happened to one of them."""

    environment: Mapping[str, str]
    say: Callable[[str, str], None]
    children: dict[str, Child] = field(default_factory=dict)
    stopping: bool = False

    def add(self, name: str, words: Sequence[str], log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        self.children[name] = Child(name, words, log)

    def start(self, name: str) -> None:
        child = self.children[name]
        with child.log.open("ab") as output:
            child.process = subprocess.Popen(
                child.words,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_dies_with_parent,
            )
        child.started_at = time.monotonic()

    def look(self) -> None:
        """Start again what has died, later each time."""
        at = time.monotonic()
        for child in self.children.values():
            if child.process is None:
                if child.start_at and at >= child.start_at and not self.stopping:
                    self.start(child.name)
                continue
            code = child.process.poll()
            if code is None:
                continue
            if child.age() > STEADY:
                child.deaths = 0
            wait = BACK_OFF[min(child.deaths, len(BACK_OFF) - 1)]
            child.deaths, child.process, child.start_at = child.deaths + 1, None, at + wait
            self.say(child.name, f"died:{code}")

    def kill(self, name: str) -> None:
        """kill -9: it hangs. `look` starts it again."""
        process = self.children[name].process
        if process is not None:
            process.kill()
            process.wait()

    def stop(self) -> None:
        """Tell all to end; after GRACE seconds kill what has not."""
        self.stopping = True
        alive = [child.process for child in self.children.values() if child.process is not None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in alive:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment(base: Mapping[str, str], **own: str) -> dict[str, str]:
    """What the children see: the demo's settings and none of VARDE_* that belongs to production."""
    kept = {name: value for name, value in base.items() if not name.startswith("VARDE_") or name in PASSED_ON}
    return {**kept, "PYTHONUNBUFFERED": "1", "VARDE_MODE": "demo", "VARDE_DATABASE": "sqlite", **own}


PASSED_ON: Final = ("VARDE_DATA", "VARDE_DEMO_SIZE", "VARDE_DEMO_SPEED", "VARDE_LOG", "VARDE_IDLE_MINUTES")


def python(*words: str) -> list[str]:
    return [sys.executable, "-m", "varde", *words]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
