from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HoleOpened:
    """A pool that should be staffed has nobody checked in, longer than its grace. Told once per hole."""

    code: ClassVar[str] = "rota.hole_opened/1"
    pool_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class HoleClosed:
    """Somebody checked in, or the pool's hours ended."""

    code: ClassVar[str] = "rota.hole_closed/1"
    pool_id: UUID
    since: datetime
