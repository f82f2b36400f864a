"""From a row's columns to hours, and from hours to words. The only place that fetches the holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from varde.foundation.calendar import public_holidays
from varde.governance.support.models import Route, ServiceLevel
from varde.governance.support.rules.clock import Hours
from varde.governance.support.rules.codes import Criticality
from varde.governance.support.rules.early_days import early_days
from varde.governance.support.rules.promise import Promise
from varde.governance.support.rules.routing import When
from varde.kernel.band import EVERY_DAY, Band, OnHolidays
from varde.kernel.clock import local

REACH = 2  # years ahead that a deadline may lie
ROUND_THE_CLOCK = Hours((Band(EVERY_DAY, time(), time()),))


def hours_of(
    weekdays: str, opens: time, closes: time, early: time | None, at: datetime, *, holidays: bool = False
) -> Hours:
    """Hours around an instant: holidays and early days of the year before it and the two after it."""
    first, last = local(at).year - 1, local(at).year + REACH
    rule = OnHolidays.AS_WEEKDAY if holidays else OnHolidays.NEVER
    return Hours(
        (Band(frozenset(map(int, weekdays)), opens, closes, rule),),
        public_holidays(first, last),
        early_days(range(first, last + 1), early),
    )


def route_hours(row: Route, at: datetime) -> Hours:
    if row.when == When.ALWAYS or row.opens_at is None or row.closes_at is None:
        return ROUND_THE_CLOCK
    return hours_of(row.weekdays, row.opens_at, row.closes_at, row.early_closes_at, at)


def level_hours(row: ServiceLevel, criticality: Criticality, at: datetime) -> Hours:
    """The hours in which the supplier's clock runs for a ticket so critical."""
    if criticality is Criticality.CRITICAL and row.critical_around_the_clock:
        return ROUND_THE_CLOCK
    holidays = row.is_open_on_holidays
    return hours_of(row.weekdays, row.opens_at, row.closes_at, row.early_closes_at, at, holidays=holidays)


def promise_of(row: ServiceLevel, criticality: Criticality) -> Promise:
    respond, solve = (getattr(row, f"{criticality.value}_{part}") for part in ("respond", "solve"))
    return Promise(
        None if respond is None else timedelta(hours=respond),
        None if solve is None else timedelta(hours=solve),
    )


def hours_words(when: str, weekdays: str, opens: time | None, closes: time | None) -> str:
    """ "hele døgnet", "man–fre 08.00–15.30", "utenom man–fre 08.00–15.30"."""
    if when == When.ALWAYS or opens is None or closes is None:
        return _("hele døgnet")
    span = f"{days_words(weekdays)} {opens:%H.%M}–{closes:%H.%M}"
    return _("utenom %(hours)s") % {"hours": span} if when == When.OUTSIDE else span


def days_words(weekdays: str) -> str:
    """ "01234" → "man–fre", "02" → "man, ons"."""
    names = (_("man"), _("tir"), _("ons"), _("tor"), _("fre"), _("lør"), _("søn"))
    return ", ".join(
        names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in _runs(weekdays)
    )


def _runs(weekdays: str) -> Iterator[list[int]]:
    days = sorted(set(map(int, weekdays)))
    for _key, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        yield [day for _at, day in run]
