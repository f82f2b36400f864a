"""What the machine can do and how busy it is, measured beside every run."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path


def fdatasync_rate(folder: Path, seconds: float = 1.0) -> float:
    """Appends of 4 KiB, each flushed, per second."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        block, count, start = os.urandom(4096), 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            os.write(file.fileno(), block)
            os.fdatasync(file.fileno())
            count += 1
        return count / (time.perf_counter() - start)


def _busy_ticks() -> int:
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(map(int, fields[:3])) + sum(map(int, fields[5:8]))


class BusyCores:
    """`with BusyCores() as busy: …`; afterwards `busy.cores` is the mean number of busy cores of the whole machine."""

    cores = 0.0

    def __enter__(self) -> BusyCores:
        self._ticks, self._start = _busy_ticks(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        took = time.perf_counter() - self._start
        self.cores = (_busy_ticks() - self._ticks) / os.sysconf("SC_CLK_TCK") / took


def foreign_load(seconds: float = 0.4) -> float:
    """Busy cores while we do nothing: other people's work."""
    with BusyCores() as busy:
        time.sleep(seconds)
    return busy.cores
