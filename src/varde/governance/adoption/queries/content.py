"""The shipped content, each version read once. Called from inside guarded queries and actions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from varde.governance.adoption.rules.content import Edition, National, read_edition, read_goals

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"


@cache
def editions() -> dict[str, Edition]:
    """Version → content. An introduction keeps the version it was started on."""
    files = sorted(DEFAULTS.glob("*/introduction.yaml"))
    return {one.version: one for one in (read_edition(path.read_text("utf-8")) for path in files)}


def newest() -> str:
    """The version that a new introduction stands on."""
    return max(editions(), key=lambda version: tuple(map(int, version.split("."))))


@cache
def national() -> tuple[National, ...]:
    return read_goals((DEFAULTS / "goals.yaml").read_text("utf-8"))
