import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.kernel.money import Money

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("ore", "text"),
    [
        (0, "0 kr"),
        (100, "1 kr"),
        (5, "0,05 kr"),
        (123450, "1 234,50 kr"),
        (123456789, "1 234 567,89 kr"),
        (-5000, "−50 kr"),
    ],
)
def test_amounts_are_written_the_norwegian_way_without_a_break(ore, text):
    assert str(Money(ore)) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize("wrong", [1.0, "1", True, None])
def test_only_whole_ore_will_do(wrong):
    with pytest.raises(TypeError):
        Money(wrong)


def test_money_times_a_float_is_refused():
    with pytest.raises(TypeError):
        Money(100) * 0.5


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=25).filter(any))
def test_shares_add_up_to_the_whole_and_lie_within_an_ore_of_the_key(ore, key):
    shares = Money(ore).split(key)
    assert sum(share.ore for share in shares) == ore and len(shares) == len(key)
    assert all(
        abs(share.ore * sum(key) - ore * part) < sum(key) for share, part in zip(shares, key, strict=True)
    )


@pytest.mark.parametrize("key", [[], [0, 0], [1, -1]])
def test_a_key_that_shares_nothing_is_refused(key):
    with pytest.raises(ValueError, match="sharing key"):
        Money(100).split(key)


def test_sums_differences_and_order():
    assert Money(150) + Money(50) - Money(100) == Money(100) < Money(50) * 3
