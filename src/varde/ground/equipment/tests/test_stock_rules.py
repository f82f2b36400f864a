"""Cost by the day, reorder points, delivery lists and scanned codes: judgement without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.ground.equipment.rules import delivery, scan
from varde.ground.equipment.rules.cost import MonthlyPrice, cost, per_day, price_on
from varde.ground.equipment.rules.reorder import Level, Supply, supply, to_order
from varde.kernel.money import Money
from varde.kernel.period import DatePeriod

pytestmark = pytest.mark.unit
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
PRICE = st.integers(0, 5_000_00).map(Money)


def always(ore: int) -> list[MonthlyPrice]:
    return [MonthlyPrice(Money(ore), DatePeriod(date(2000, 1, 1)))]


def test_a_whole_month_costs_the_price_of_a_month_to_the_ore():
    assert cost(always(250_00), DatePeriod(date(2026, 11, 1), date(2026, 12, 1))) == Money(250_00)
    assert cost(always(99_99), DatePeriod(date(2028, 2, 1), date(2028, 3, 1))) == Money(99_99)


def test_twelve_idle_days_in_november_cost_twelve_thirtieths():
    assert cost(always(300_00), DatePeriod(date(2026, 11, 3), date(2026, 11, 15))) == Money(120_00)


def test_a_year_costs_twelve_months():
    assert cost(always(199_90), DatePeriod(date(2026, 1, 1), date(2027, 1, 1))) == Money(199_90 * 12)


@given(PRICE, DAYS, st.integers(1, 400), st.integers(1, 400))
def test_two_periods_that_touch_cost_what_both_together_cost(price, start, first, second):
    middle, end = start + timedelta(first), start + timedelta(first + second)
    prices = [MonthlyPrice(price, DatePeriod(date(2000, 1, 1)))]
    apart = cost(prices, DatePeriod(start, middle)) + cost(prices, DatePeriod(middle, end))
    assert apart == cost(prices, DatePeriod(start, end))


@given(PRICE, DAYS, st.integers(1, 100))
def test_the_days_one_by_one_cost_what_the_period_costs(price, start, length):
    prices = [MonthlyPrice(price, DatePeriod(date(2000, 1, 1)))]
    days = (start + timedelta(nr) for nr in range(length))
    one_by_one = sum((per_day(price, day) for day in days), Money(0))
    assert one_by_one == cost(prices, DatePeriod(start, start + timedelta(length)))


def test_a_price_counts_for_its_own_days_only():
    prices = [
        MonthlyPrice(Money(300_00), DatePeriod(date(2026, 1, 1), date(2026, 11, 11))),
        MonthlyPrice(Money(600_00), DatePeriod(date(2026, 11, 11))),
    ]
    assert cost(prices, DatePeriod(date(2026, 11, 1), date(2026, 11, 21))) == Money(100_00 + 200_00)
    assert price_on(prices, date(2026, 11, 10)) == Money(300_00)
    assert price_on(prices, date(2026, 11, 11)) == Money(600_00)
    assert price_on(prices, date(2025, 12, 31)) == Money(0)


def test_lease_and_licence_at_once_are_added():
    both = always(100_00) + always(49_00)
    assert price_on(both, date(2026, 5, 5)) == Money(149_00)


def test_a_cost_without_an_end_is_refused():
    with pytest.raises(ValueError, match="end"):
        cost(always(1), DatePeriod(date(2026, 1, 1)))


@pytest.mark.parametrize(
    ("ready", "coming", "point", "said", "order"),
    [
        (9, 0, 0, Supply.ENOUGH, 0),
        (0, 0, 0, Supply.ENOUGH, 0),
        (6, 0, 5, Supply.ENOUGH, 0),
        (5, 0, 5, Supply.LOW, 15),
        (0, 0, 5, Supply.EMPTY, 20),
        (2, 3, 5, Supply.LOW, 15),
        (2, 4, 5, Supply.ON_THE_WAY, 0),
    ],
)
def test_a_store_is_low_at_its_point_and_not_when_more_is_coming(ready, coming, point, said, order):
    level = Level(ready, coming, point, fill_to=20)
    assert (supply(level), to_order(level)) == (said, order)


def test_a_suppliers_heads_are_understood_and_the_rest_named():
    fields = ("product", "serial", "imei", "device")
    found = delivery.columns(["Varenavn", "S/N", "IMEI-nr.", "Pall", "Serial No", ""], fields)
    assert found.place == {"product": 0, "serial": 1, "imei": 2}
    assert found.unknown == ("Pall",) and found.twice == ("Serial No",)


def test_the_forms_own_labels_are_heads_in_any_language():
    found = delivery.columns(
        ["Serial number of the unit"], ("serial",), {"serial": "Serial number of the unit"}
    )
    assert found.place == {"serial": 0}


def test_a_row_that_repeats_another_names_the_row_that_was_first():
    found = delivery.columns(["Produkt", "Serienr", "IMEI"], ("product", "serial", "imei"))
    lines = [["A", "1", "35"], ["B", "1", ""], ["a", " 1 ", "36"], ["B", "2", "3 5"], ["B", "3"]]
    assert delivery.doubles(lines, found) == {4: [("serial", 2)], 5: [("imei", 2)]}


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("  SN 12-34 ", "SN 12-34"),
        ("https://varde.example/utstyr/k/V7K2QX4M/", "V7K2QX4M"),
        ("http://127.0.0.1:8000/utstyr/k/V7K2QX4M?fra=mobil", "V7K2QX4M"),
        ("(01)07038010000012(21)ABC123", "ABC123"),
        ("]d2010703801000001217301231" + "21SER-9\x1d10LOT", "SER-9"),
        ("]C10107038010000012" + "21XYZ", "XYZ"),
        ("356938035643809", "356938035643809"),
        ("", ""),
        ("x" * 201, ""),
        ("a\x00b", ""),
    ],
)
def test_what_was_scanned_gives_the_bare_code(scanned, code):
    assert scan.code_of(scanned) == code


@given(st.text())
def test_no_scan_breaks_and_a_code_is_stable(text):
    code = scan.code_of(text)
    assert scan.code_of(code) in (code, scan.code_of(code)) and scan.key_of(scan.key_of(code)) == scan.key_of(
        code
    )


def test_a_pasted_list_gives_each_code_once_in_its_order():
    assert scan.codes_of("B2\r\n\n a1 ;B2\n(01)07038010000012(21)C3") == ["B2", "a1", "C3"]
