"""Reading YAML: plain data, and nothing that ends the process."""

from __future__ import annotations

import pytest
import yaml

from varde.kernel.yaml import MOST_DEPTH, load, too_deep

pytestmark = pytest.mark.unit


def test_plain_data_is_read() -> None:
    assert load("a: [1, {b: 'x'}]\nc:\n  - 2026-11-30") == yaml.safe_load(
        "a: [1, {b: 'x'}]\nc:\n  - 2026-11-30"
    )


@pytest.mark.parametrize(
    "text",
    ["[" * 9000, "a: " + "[" * 9000 + "]" * 9000, "{a: " * 9000, "- " * 9000, "? " * 9000],
    ids=["open", "closed", "fields", "dashes", "keys"],
)
def test_what_lies_thousands_deep_is_refused_before_it_is_built(text: str) -> None:
    assert too_deep(text) == 1
    with pytest.raises(yaml.YAMLError):
        load(text)


def test_the_bound_is_where_it_says() -> None:
    assert load("[" * MOST_DEPTH + "]" * MOST_DEPTH)
    assert too_deep("[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1)) == 1


def test_a_tag_makes_no_object() -> None:
    with pytest.raises(yaml.YAMLError):
        load("!!python/object/apply:os.system ['true']")
