"""Numbers here are made from patterns by the check-digit rule, or are published test numbers; none is a person's."""

import logging
import pickle
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.no import fodselsnummer as oracle

from varde.kernel.national_id import InvalidNationalId, Kind, NationalId, Reason, Series

pytestmark = pytest.mark.unit
K1, K2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def with_check_digits(nine: str, remainder: int = 0) -> str | None:
    k1 = (remainder - sum(int(d) * w for d, w in zip(nine, K1, strict=True))) % 11
    if k1 == 10:
        return None
    ten = f"{nine}{k1}"
    k2 = -sum(int(d) * w for d, w in zip(ten, K2, strict=True)) % 11
    return None if k2 == 10 else f"{ten}{k2}"


def made(day: int, month: int, year: int, first_individual: int, remainder: int = 0) -> str:
    for individual in range(first_individual, first_individual + 40):
        number = with_check_digits(f"{day:02}{month:02}{year:02}{individual:03}", remainder)
        if number:
            return number
    raise AssertionError("no number in this range")


def reason_of(text: str, *, synthetic: bool = True) -> Reason | None:
    try:
        NationalId.parse(text, synthetic=synthetic)
    except InvalidNationalId as refused:
        return refused.reason
    return None


days, months, years = st.integers(1, 31), st.integers(1, 12), st.integers(0, 99)
nines = st.builds(
    lambda d, m, y, i: f"{d:02}{m:02}{y:02}{i:03}",
    st.one_of(days, days.map(lambda d: d + 40)),
    st.one_of(months, months.map(lambda m: m + 40)),
    years,
    st.integers(0, 999),
)


@given(nines)
def test_what_the_oracle_accepts_we_accept_with_the_same_birth_date(nine):
    number = with_check_digits(nine)
    assume(number is not None)
    try:
        oracle.validate(number)
        born = oracle.get_birth_date(number)
    except ValidationError:
        assume(False)
    ours = NationalId.parse(number, synthetic=False) if reason_of(number, synthetic=False) is None else None
    if (
        ours is None
    ):  # the oracle knows neither that H-numbers have no D-form nor that month + 40 may be NAV's
        assert nine[0] in "4567" and nine[2] in "45"
        return
    if ours.kind is Kind.D_NUMBER:  # the oracle lacks the series of August 2021
        assert ours.birth_date is None or ours.birth_date.year % 100 == born.year % 100
    else:
        assert ours.birth_date == born


@given(nines, st.integers(0, 99))
def test_every_other_pair_of_check_digits_of_the_old_rule_is_refused_as_by_the_oracle(nine, last):
    number = f"{nine}{last:02}"
    if sum(int(d) * w for d, w in zip(number, (*K1, 1), strict=False)) % 11 in (1, 2, 3):
        return  # the 2032 rule, unknown to the oracle
    try:
        oracle.validate(number)
    except InvalidComponent:
        return  # dates and centuries are compared elsewhere
    except ValidationError:
        assert reason_of(number) is Reason.CHECK_DIGITS
    else:
        assert reason_of(number) is None


@given(nines, st.integers(0, 3))
def test_one_wrong_digit_never_passes_under_the_old_rule_and_two_swapped_ones_never_pass_it_either(
    nine, place
):
    number = with_check_digits(nine)
    assume(number is not None)
    wrong = number[:10] + str((int(number[10]) + 1 + place) % 10)
    assert reason_of(wrong) is Reason.CHECK_DIGITS


@pytest.mark.parametrize("number", ["02013299997", "02013299903", "30108299939"])
def test_the_numbers_published_for_2032_are_valid_and_say_nothing_about_century(number):
    assert NationalId.parse(number, synthetic=False).birth_date is None


@given(days.filter(lambda d: d <= 28), months, years, st.integers(0, 900), st.integers(1, 3))
def test_the_2032_rule_gives_no_birth_date_and_holds_for_fnr_and_d_number(day, month, year, individual, rest):
    for marked, kind in ((day, Kind.FNR), (day + 40, Kind.D_NUMBER)):
        read = NationalId.parse(made(marked, month, year, individual, rest), synthetic=False)
        assert (read.kind, read.birth_date) == (kind, None)


@pytest.mark.parametrize("first_day", [81, 90])
def test_fhn_is_known_by_its_first_digit_and_has_no_birth_date(first_day):
    read = NationalId.parse(made(first_day, 55, 71, 300), synthetic=False)
    assert (read.kind, read.birth_date, read.kind.oid) == (Kind.FHN, None, "2.16.578.1.12.4.1.4.3")


@pytest.mark.parametrize(("day", "month"), [(81, 55), (5, 47)])
def test_fhn_and_h_number_do_not_follow_the_2032_rule(day, month):
    assert reason_of(made(day, month, 71, 300, remainder=2), synthetic=False) is Reason.CHECK_DIGITS


def test_month_plus_40_is_an_h_number_where_synthetic_numbers_are_refused_and_navs_where_they_are_allowed():
    number = made(5, 47, 71, 300)
    in_production, in_test = (NationalId.parse(number, synthetic=flag) for flag in (False, True))
    assert (in_production.kind, in_production.series) == (Kind.H_NUMBER, Series.ORDINARY)
    assert (in_test.kind, in_test.series) == (Kind.FNR, Series.NAV)
    assert in_production.kind.oid is None and in_test.kind.oid == "2.16.578.1.12.4.1.4.1"
    assert in_production.birth_date == in_test.birth_date == date(1971, 7, 5)


@pytest.mark.parametrize(("raised", "series"), [(80, Series.SKATTEETATEN), (65, Series.NHN)])
@pytest.mark.parametrize("marked", [0, 40])
def test_synthetic_series_pass_only_where_allowed(raised, series, marked):
    number = made(5 + marked, 7 + raised, 71, 300)
    read = NationalId.parse(number, synthetic=True)
    assert (read.series, read.is_synthetic, read.birth_date) == (series, True, date(1971, 7, 5))
    assert reason_of(number, synthetic=False) is Reason.SYNTHETIC


def test_a_d_number_with_a_raised_month_is_never_an_h_number():
    assert reason_of(made(45, 47, 71, 300), synthetic=False) is Reason.SYNTHETIC


@pytest.mark.parametrize(
    ("number", "series", "born"),
    [
        ("13116900216", Series.ORDINARY, date(1969, 11, 13)),
        ("15720255178", Series.NHN, date(2002, 7, 15)),
        ("22750884907", Series.NHN, date(2008, 10, 22)),
    ],
)
def test_published_test_numbers_are_read_as_published(number, series, born):
    read = NationalId.parse(number, synthetic=True)
    assert (read.series, read.birth_date) == (series, born)


def test_the_number_in_a_specification_with_two_wrong_check_digits_is_refused():
    assert reason_of("05076600324") is Reason.CHECK_DIGITS


@pytest.mark.parametrize(
    ("year", "individual", "century"),
    [
        (20, 10, 1900),
        (20, 210, None),
        (20, 520, 2000),
        (70, 210, 1900),
        (70, 510, 1800),
        (50, 510, None),
        (70, 700, 1900),
    ],
)
def test_d_numbers_follow_the_series_of_2021_and_never_guess_where_old_and_new_meet(
    year, individual, century
):
    read = NationalId.parse(made(45, 7, year, individual), synthetic=False)
    assert read.birth_date == (century and date(century + year, 7, 5))


def test_a_year_from_2032_on_is_not_read_from_the_number():
    assert NationalId.parse(made(5, 7, 33, 520), synthetic=False).birth_date is None
    assert NationalId.parse(made(5, 7, 31, 520), synthetic=False).birth_date == date(2031, 7, 5)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [(30, 2, 70), (29, 2, 71), (31, 4, 70), (0, 5, 70), (5, 0, 70), (5, 13, 70), (35, 5, 70)],
)
def test_a_day_that_no_century_has_is_refused(day, month, year):
    assert reason_of(made(day, month, year, 300)) is Reason.NO_SUCH_DATE


def test_leap_day_1900_does_not_exist_but_leap_day_2000_may_be_meant():
    assert NationalId.parse(made(29, 2, 0, 300), synthetic=False).birth_date is None
    assert NationalId.parse(made(29, 2, 0, 520), synthetic=False).birth_date == date(2000, 2, 29)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_with_a_reason(text):
    assert reason_of(text) is None or isinstance(reason_of(text), Reason)


@pytest.mark.parametrize(
    "text", ["", "1311690021", "131169002166", "1311690021a", "１３１１６９００２１６", "٣٣٣٣٣٣٣٣٣٣٣"]
)
def test_only_eleven_plain_digits_will_do(text):
    assert reason_of(text) is Reason.NOT_ELEVEN_DIGITS


def test_blanks_between_the_digits_are_allowed():
    assert NationalId.parse(" 131169\u00a000216\n", synthetic=False).value == "13116900216"


def test_no_text_form_and_no_log_line_shows_the_digits(caplog):
    read = NationalId.parse("13116900216", synthetic=False)
    with caplog.at_level(logging.INFO):
        logging.getLogger("varde").info("read %s and %r", read, [read])
    for text in (str(read), repr(read), f"{read}", f"{read!r:>50}", repr({"id": read}), caplog.text):
        assert "131169" not in text and "1969" not in text
    try:
        NationalId.parse("13116900217", synthetic=False)
    except InvalidNationalId as refused:
        assert "131169" not in repr(refused) and str(refused) == "check_digits"


def test_it_survives_pickling_and_compares_by_its_digits():
    read = NationalId.parse("13116900216", synthetic=False)
    assert (
        pickle.loads(pickle.dumps(read)) == read
        and len({read, NationalId.parse(read.value, synthetic=True)}) == 1
    )


@pytest.mark.parametrize(
    ("year", "individual", "century"),
    [
        (53, 520, None),
        (54, 520, 1800),
        (39, 520, 2000),
        (40, 520, None),
        (99, 700, 1800),
        (99, 755, None),
        (40, 905, 1900),
    ],
)
def test_the_century_of_a_fodselsnummer_changes_at_the_edges_of_its_series(year, individual, century):
    read = NationalId.parse(made(5, 7, year, individual), synthetic=False)
    expected = date(century + year, 7, 5) if century and century + year < 2032 else None
    assert read.birth_date == expected
