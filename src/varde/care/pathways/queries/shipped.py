"""What ships with Varde, read once: service types, templates, place rules and grounds in care/pathways/defaults."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from varde.care.pathways.rules.catalogue import ShippedService, english_of, services_from_text
from varde.care.pathways.rules.grounds import GroundRule, grounds_from_text
from varde.care.pathways.rules.places import Rules, places_from_text
from varde.care.pathways.rules.template import Template, read_template

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"


def _text(name: str) -> str:
    return (DEFAULTS / name).read_text(encoding="utf-8")


@cache
def shipped_services() -> dict[str, ShippedService]:
    return {row.code: row for row in services_from_text(_text("catalogue.yaml"))}


@cache
def shipped_templates() -> dict[str, Template]:
    files = sorted((DEFAULTS / "templates").glob("*.yaml"))
    return {path.stem: read_template(path.read_text(encoding="utf-8")) for path in files}


@cache
def shipped_places() -> Rules:
    return places_from_text(_text("places.yaml"))


@cache
def shipped_grounds() -> dict[str, GroundRule]:
    return {row.code: row for row in grounds_from_text(_text("grounds.yaml")).grounds}


@cache
def shipped_english() -> dict[str, str]:
    """Norwegian → English of every shipped text, for rows that an organisation took over and did not rewrite."""
    return english_of(list(shipped_services().values()))


def in_language(text: str, language: str) -> str:
    """The text in that language, where it is a shipped one; otherwise as it was written."""
    return shipped_english().get(text, text) if language.startswith("en") else text
