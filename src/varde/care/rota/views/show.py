"""Ready values for the pages: how a state is shown, and the day bars of the coming plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varde.care.rota.queries import Cover, DayCover
from varde.care.rota.rules.duty import Level
from varde.care.rota.rules.standing import State
from varde.foundation.ui.components.formats import NBSP, clock, number
from varde.foundation.ui.marks import Mark
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at

STATES: Mapping[object, Mark] = {
    State.COVERED: Mark(_("Dekket"), "CheckmarkCircle", "success"),
    State.TOO_FEW: Mark(_("Færre enn minstekravet"), "ExclamationmarkTriangle", "warning"),
    State.AWAITED: Mark(_("Venter på påmelding"), "Hourglass", "info"),
    State.UNCOVERED: Mark(_("Udekket"), "XMarkOctagonFill", "danger"),
    State.CLOSED: Mark(_("Utenfor vakttiden"), "MinusCircle", "neutral"),
}
LEVELS: Mapping[object, Mark] = {
    Level.ENOUGH: Mark(_("Dekket"), "CheckmarkCircle", "success"),
    Level.TOO_FEW: Mark(_("Færre enn minstekravet"), "ExclamationmarkTriangle", "warning"),
    Level.NOBODY: Mark(_("Ingen på vakt"), "XMarkOctagonFill", "danger"),
}
WIDTH = 240  # units of a bar, whatever the day's true length


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a day's bar, in units of WIDTH."""

    x: int
    width: int
    level: str


@dataclass(frozen=True, slots=True)
class DayBar:
    day: date
    level: Level
    nobody: str
    gaps: tuple[tuple[str, str, Level], ...]
    pieces: tuple[Piece, ...]


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def bars(cover: Cover) -> list[DayBar]:
    return [_bar(each) for each in cover.days]


def hours(length: timedelta) -> str:
    """Whole hours and minutes, also for many days: "119 t 31 min"."""
    whole, rest = divmod(round(length.total_seconds() / 60), 60)
    text = gettext("%(n)s t") % {"n": number(whole)}
    return f"{text} {rest}{NBSP}min" if rest else text


def _end(at: datetime) -> str:
    """A day ends at 24:00, not at the midnight that begins the next."""
    shown = clock(at)
    return "24:00" if shown == "00:00" else shown


def _bar(cover: DayCover) -> DayBar:
    start = instant_at(cover.day, time())
    length = instant_at(cover.day + timedelta(days=1), time()) - start
    pieces, gaps = [], []
    for part in cover.parts:
        end = part.period.end or start + length
        left = round((part.period.start - start) / length * WIDTH)
        right = round((end - start) / length * WIDTH)
        pieces.append(Piece(left, max(right - left, 1), part.level.value))
        if part.level is not Level.ENOUGH:
            gaps.append((clock(part.period.start), _end(end), part.level))
    worst = Level.NOBODY if cover.nobody else Level.TOO_FEW if cover.too_few else Level.ENOUGH
    return DayBar(cover.day, worst, hours(cover.nobody), tuple(gaps), tuple(pieces))
