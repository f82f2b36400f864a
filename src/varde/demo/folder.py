"""The demo's data folder: what was made there, by which seed, and the keys that the simulator signs in with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from varde.demo.region import SIZES, seed
from varde.demo.region.make import SEED
from varde.foundation.outbox import lead

KEEPS: Final = timedelta(days=7)  # an older region has a rota that has run out: it is made anew
DATABASES: Final = ("varde.sqlite3", "signals.sqlite3")
TAILS: Final = ("", "-wal", "-shm")


class NotOurs(RuntimeError):
    """The folder holds a database that the demo did not make: it is left alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """What lies in the folder."""

    version: str
    size: str
    made_at: str
    recipients: int
    visitors: list[list[str]]


def path() -> Path:
    return Path(settings.DATA)


def _note() -> Path:
    return path() / "demo.json"


def _keys() -> Path:
    return path() / "demo-simulator.json"


def version() -> str:
    """Changes when a migration or the making of the region does."""
    root = Path(__file__).resolve().parent.parent
    sources = sorted([*root.rglob("migrations/0*.py"), *(root / "demo" / "region").glob("*.py")])
    mark = hashlib.sha256(str(SEED).encode())
    for source in sources:
        mark.update(source.read_bytes())
    return mark.hexdigest()[:16]


def made() -> Made | None:
    try:
        return Made(**json.loads(_note().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def secrets() -> list[dict[str, str]]:
    """How each source is signed in to; empty before the region is made."""
    try:
        found: list[dict[str, str]] = json.loads(_keys().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return found


def is_usable(now: datetime, size: str) -> bool:
    there = made()
    if there is None or not (path() / DATABASES[0]).exists():
        return False
    fresh = now - datetime.fromisoformat(there.made_at) < KEEPS
    return fresh and there.version == version() and there.size == size


def prepare(*, now: datetime, size: str, say: Callable[[str], None]) -> Made:
    """The region as it lies in the folder, or a new one. Raises NotOurs."""
    there = made()
    if is_usable(now, size) and there is not None:
        for pulse in lead.pulses():  # those of last time: that they are silent is no alarm
            lead.gone(pulse.name)
        connections.close_all()
        return there
    if there is None and any((path() / name).exists() for name in DATABASES):
        raise NotOurs(str(path()))
    _empty()
    say("migrate")
    call_command("migrate", verbosity=0, interactive=False)
    say("seed")
    fresh = seed(now=now, size=SIZES[size])
    _write(_keys(), [secret.plain() for secret in fresh.secrets])
    visitors = [list(one) for one in fresh.visitors]
    result = Made(version(), size, now.isoformat(), fresh.recipients, visitors)
    _write(_note(), asdict(result))
    connections.close_all()
    return result


def _empty() -> None:
    connections.close_all()
    path().mkdir(parents=True, exist_ok=True)
    _note().unlink(missing_ok=True)
    for name in DATABASES:
        for tail in TAILS:
            (path() / f"{name}{tail}").unlink(missing_ok=True)
    _write(_note(), {"version": "unfinished", "size": "", "made_at": "2000-01-01T00:00:00+00:00",
                     "recipients": 0, "visitors": []})  # fmt: skip


def _write(place: Path, content: Any) -> None:
    part = place.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(place)
