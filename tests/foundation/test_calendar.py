from datetime import UTC, date, datetime

import pytest

from varde.foundation.calendar import holidays_around, public_holidays
from varde.kernel.period import Period

pytestmark = pytest.mark.unit


def test_the_moving_holidays_and_both_in_may_are_known_and_the_eves_and_sundays_are_not():
    days = public_holidays(2026, 2026)
    assert {
        date(2026, 4, 3),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 17),
        date(2026, 12, 26),
    } <= days
    assert len(days) == 12 and date(2026, 12, 24) not in days and date(2026, 6, 7) not in days


def test_around_new_year_the_holidays_of_both_years_are_there():
    days = holidays_around(Period(datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC)))
    assert {date(2026, 12, 26), date(2027, 1, 1)} <= days


def test_a_period_without_an_end_has_no_last_holiday():
    with pytest.raises(ValueError, match="end"):
        holidays_around(Period(datetime(2026, 1, 1, tzinfo=UTC)))
