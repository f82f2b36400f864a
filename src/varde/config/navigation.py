"""The main menu: which permission opens which entry, and where it leads.

A row whose page does not exist (yet) is left out; so is one that the person may not open. An empty permission is
for everybody who is logged in. Words and order: the design's language.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.kernel.actor import Actor

Badge = Callable[[Actor, datetime], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """`url_name` is reversed without arguments; `permissions`: any of them opens the entry, none: everybody."""

    key: str
    title: str | Promise
    icon: str
    url_name: str
    permissions: tuple[str, ...] = ()
    group: str | Promise = ""


_SERVICE = _("Tjeneste")
_RUNNING = _("Drift")

MENU = (
    Entry("tasks", _("Mine oppgaver"), "Tasklist", "web:home", group=_SERVICE),
    Entry("alarms", _("Alarmer"), "Bell", "alarms:board", ("alarms.view", "alarms.answer"), _SERVICE),
    Entry("dispatches", _("Utrykninger"), "Car", "alarms:phone", ("alarms.respond",), _SERVICE),
    Entry(
        "recipients", _("Tjenestemottakere"), "PersonGroup", "people:recipients", ("people.view",), _SERVICE
    ),
    Entry("rota", _("Vakt"), "Calendar", "rota:home", ("rota.view",), _SERVICE),
    Entry("equipment", _("Utstyr"), "Package", "equipment:items", ("equipment.view",), _SERVICE),
    Entry("setup", _("Oppsett"), "Cog", "organisations:home", ("organisations.view",), _RUNNING),
    Entry("status", _("Driftsstatus"), "Monitor", "web:status", ("organisations.manage",), _RUNNING),
)

SEARCH = Entry(
    "search", _("Søk etter tjenestemottaker"), "MagnifyingGlass", "people:recipients", ("people.view",)
)

# What stands in a disc beside an entry: how many wait. Each is one cheap count; key as above.
BADGES: Mapping[str, Badge] = {}
