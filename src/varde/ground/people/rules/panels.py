"""A panel beside a recipient: a heading and lines, made by a higher app and shown on the recipient's page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """`empty` is said when there are no lines; `url` and `action` are what one may do, if anything."""

    title: str
    icon: str
    lines: tuple[Line, ...]
    empty: str
    url: str = ""
    action: str = ""
