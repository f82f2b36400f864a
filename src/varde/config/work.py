"""What waits for a person on "Mine oppgaver": each function answers for one app."""

from __future__ import annotations

from varde.interfaces.web import work

SOURCES: tuple[work.Source, ...] = ()


def install() -> None:
    work.sources[:] = SOURCES
