"""The one timeline: what the case itself wrote down and what other apps know, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from varde.care.pathways import queries
from varde.care.pathways.forms.choices import OUTCOMES, WHY
from varde.care.pathways.rules.template import AUDIENCES, NEEDS, Audience, Need
from varde.care.pathways.views.words import EVENTS, KINDS, UNKNOWN, codes_of, gate_word, said
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ui.components.formats import day

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Story:
    """`items` as the timeline component reads them; `before` is where the next page begins, "" at the end."""

    items: list[dict[str, Any]]
    before: str
    is_earlier: bool = False


def wanted(request: StaffRequest) -> datetime | None:
    """The moment that the page begins before, from the address; None is now."""
    found = parse_datetime(request.GET.get("for", "").replace(" ", "+"))
    return found if found is not None and found.tzinfo is not None else None


def lines(page: queries.CasePage, kind: str) -> Story:
    return _story(page.events, page.entries, kind, False)


def earlier(request: StaffRequest, case_id: UUID, kind: str, now: datetime) -> Story:
    events, entries = queries.timeline(request.actor, case_id=case_id, now=now, before=wanted(request))
    return _story(events, entries, kind, True)


def _story(events: Iterable[Any], entries: Iterable[Any], kind: str, is_earlier: bool) -> Story:
    asked = kind if kind in KINDS else ""
    codes = codes_of(asked)
    own = [_event(one) for one in events if not asked or one.code in codes]
    others = [_entry(one) for one in entries] if asked in ("", "others") else []
    found = sorted([*own, *others], key=lambda one: one["at"], reverse=True)
    shown = found[:PER_PAGE]
    more = shown[-1]["at"].isoformat() if len(found) > PER_PAGE else ""
    return Story(shown, more, is_earlier)


def _event(one: Any) -> dict[str, Any]:
    told = EVENTS.get(one.code, UNKNOWN)
    about = ". ".join(part for part in (_about(one.data), one.text) if part)
    step = one.data.get("title")
    return {
        "at": one.at,
        "title": f"{told.words}: {step}" if step else told.words,
        "who": one.who,
        "text": about,
        "icon": told.icon,
        "color": told.color,
    }


def _entry(one: Any) -> dict[str, Any]:
    return {
        "at": one.at,
        "title": one.what,
        "who": one.who,
        "text": one.text,
        "icon": one.icon,
        "url": one.url,
    }


def _about(data: dict[str, Any]) -> str:
    """The plain codes of an event in words."""
    return ", ".join(words for name, value in data.items() if (words := _word(name, value)))


def _word(name: str, value: Any) -> str:
    if name == "gate":
        return gate_word(value)
    if name in ("until", "ends_on", "true_date", "ended_on") and value:
        return (
            _("til %(day)s") % {"day": day(date.fromisoformat(value))}
            if name in ("until", "ends_on")
            else day(date.fromisoformat(value))
        )
    if name == "reason":
        return str(WHY.get(value, value))
    if name == "to":
        return (
            said(AUDIENCES[Audience(value)])
            if value in set(Audience)
            else ""
            if len(value) == 36
            else str(value)
        )
    if name in ("decision", "outcome"):
        return str(OUTCOMES.get(value, ""))
    if name == "subject":
        return str(value)
    if name == "need":
        return said(NEEDS[Need(value)])
    return _("versjon %(nr)s av kriteriene") % {"nr": value} if name == "criteria" and value else ""
