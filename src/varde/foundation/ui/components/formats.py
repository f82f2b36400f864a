"""Numbers, dates and times as Norwegians write them. Names of days and months follow the language of the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from varde.kernel.clock import local

NBSP = "\u00a0"
MINUS = "\u2212"
MINUTE, HOUR, DAY = 60, 3600, 86_400


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """1284.5 → "1 285"; with `decimals=1` "1 284,5". Nothing → a dash."""
    if value is None or value == "":
        return "–"
    text = f"{abs(value):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if value < 0 and text.strip("0,") else text


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """A share between 0 and 1: 0.964 → "96 %"."""
    return "–" if value is None else f"{number(value * 100, decimals)}{NBSP}%"


def kroner(value: float | Decimal | None, decimals: int = 0) -> str:
    """Money in whole kroner: 4700000 → "4 700 000 kr"."""
    return "–" if value is None else f"{number(value, decimals)}{NBSP}kr"


def phone(value: str) -> str:
    """A Norwegian number in groups: "+4741234567" → "412 34 567"; foreign numbers stay as they are."""
    digits = value.removeprefix("+47").replace(" ", "")
    if len(digits) != 8 or not digits.isdigit():
        return value
    groups = (3, 2, 3) if digits[0] in "489" else (2, 2, 2, 2)
    parts, at = [], 0
    for size in groups:
        parts.append(digits[at : at + size])
        at += size
    return NBSP.join(parts)


def said(words: Any) -> str:
    """Words that are kept in both languages (`nb`, `en`), in the language of the page."""
    if not words:
        return ""
    return str(words.en if (get_language() or "nb").startswith("en") else words.nb)


def clock(value: datetime | None, seconds: bool = False) -> str:
    """The wall clock in Norway: "02:14", or "02:14:31"."""
    return "–" if value is None else local(value).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(value: date | datetime | None) -> str:
    """ "21.11.2026"."""
    shown = local(value) if isinstance(value, datetime) else value
    return "–" if shown is None else shown.strftime("%d.%m.%Y")


def long_day(value: date | datetime | None) -> str:
    """ "lørdag 21. november 2026"."""
    shown = local(value) if isinstance(value, datetime) else value
    return "–" if shown is None else dateformat.format(shown, "l j. F Y")


def moment(value: datetime | None) -> str:
    """ "21.11.2026 kl. 02:14"."""
    return "–" if value is None else _("%(day)s kl. %(time)s") % {"day": day(value), "time": clock(value)}


def last_day(due: datetime) -> date:
    """The last day on which it is in time: a deadline at midnight closes the day before."""
    return local(due - timedelta(seconds=1)).date()


def deadline(value: datetime | None) -> str:
    """The day alone, "21.11.2026", when the deadline is the end of that day; else the instant, "21.11.2026 kl. 02:14"."""
    if value is not None and clock(value) == "00:00":
        return day(last_day(value))
    return moment(value)


def duration(value: timedelta | float | None) -> str:
    """How long, from seconds: "42 s", "14 min", "2 t 14 min", "3 dager"."""
    if value is None:
        return "–"
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    if seconds < MINUTE:
        return f"{seconds}{NBSP}s"
    if seconds < HOUR:
        return f"{seconds // MINUTE}{NBSP}min"
    if seconds < DAY:
        minutes = seconds % HOUR // MINUTE
        hours = _("%(n)s t") % {"n": seconds // HOUR}
        return f"{hours} {minutes}{NBSP}min" if minutes else hours
    days = seconds // DAY
    return ngettext("%(n)s dag", "%(n)s dager", days) % {"n": days}


def relative(value: datetime, now: datetime) -> str:
    """ "nå", "for 3 min siden", "om 2 t"."""
    gap = (now - value).total_seconds()
    if abs(gap) < 5:
        return _("nå")
    if gap > 0:
        return _("for %(gap)s siden") % {"gap": duration(gap)}
    return _("om %(gap)s") % {"gap": duration(-gap)}


def time(value: datetime | None, now: datetime | None = None, style: str = "both") -> SafeString:
    """A `<time>`: `style` is "both" (02:14, for 3 min siden), "relative", "clock", "moment" or "deadline".

    The full date stands in `datetime` and in the hint. Without `now` only the absolute time can be shown.
    """
    if value is None:
        return format_html(
            '<span aria-hidden="true">–</span><span class="ds-sr-only">{}</span>', _("ikke satt")
        )
    same_day = now is not None and local(now).date() == local(value).date()
    absolute = clock(value) if style == "clock" or (same_day and style != "moment") else moment(value)
    if style == "deadline" and clock(value) == "00:00":
        absolute = deadline(value)
    gone = relative(value, now) if now is not None else ""
    shown = {"relative": gone or absolute, "clock": absolute, "moment": absolute}.get(
        style, f"{absolute} ({gone})" if gone else absolute
    )
    return format_html(
        '<time datetime="{}" title="{} {}">{}</time>',
        value.isoformat(),
        long_day(value),
        clock(value, True),
        shown,
    )
