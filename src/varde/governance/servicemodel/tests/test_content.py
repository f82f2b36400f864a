"""The shipped content: read whole, counted against the sources, in both languages."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import varde.governance.servicemodel as app
from varde.governance.servicemodel.rules.reading import ContentFault, put_on, read_base, read_layer
from varde.governance.servicemodel.rules.shape import points

pytestmark = pytest.mark.unit
CONTENT = Path(app.__file__).parent / "defaults"
COVERAGE = Path(app.__file__).parents[4] / "docs" / "servicemodel-coverage.csv"
LINES = [
    7,
    7,
    9,
    7,
    6,
    6,
    7,
    8,
    6,
    7,
    6,
    8,
    7,
    5,
    4,
    5,
    6,
    10,
    6,
    7,
    6,
    7,
    4,
    8,
    6,
]  # per checklist of source 001


def files(edition: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in (CONTENT / edition).glob("*.yaml")}


@pytest.fixture(scope="module")
def base():
    return read_base(files("national-2023"))


@pytest.fixture(scope="module")
def agder(base):
    return put_on(base, read_layer(files("agder-2025")))


def test_there_are_six_areas_and_twenty_five_tasks(base):
    assert len(base.areas) == 6
    assert [len(area.tasks) for area in base.areas] == [4, 11, 2, 2, 4, 2]


def test_every_task_says_what_it_is_for_and_what_to_do(base):
    for key, _, task in base.tasks():
        assert task.goals, key
        assert task.todo, key
        assert task.tips, key
        assert task.checklist, key


def test_in_agder_every_task_says_who_is_responsible(agder):
    for key, _, task in agder.tasks():
        assert task.responsible, key
    assert set(agder.arrangements) == {"all", "tms", "own", "hospital"}


def test_no_line_is_without_its_english_or_the_same_in_both(agder):
    for at, point in points(agder).items():
        assert point.nb != point.en, at


def test_the_coverage_table_maps_every_line_of_the_sources(base):
    have = points(base)
    rows = list(csv.DictReader(COVERAGE.open(encoding="utf-8")))
    lines = [row for row in rows if row["source"] == "001"]
    counted = Counter(row["task"] for row in lines)
    numbers = [number for _, number, _ in base.tasks()]
    assert [counted[number] for number in numbers] == LINES
    assert sum(LINES) == 165
    keys = {number: key for key, number, _ in base.tasks()}
    for row in lines:
        assert row["ours"] in have, row
        assert row["ours"].startswith(f"{keys[row['task']]}/checklist/"), row
    assert len({row["ours"] for row in lines}) == 165
    tasks = [row for row in rows if row["source"] == "000"]
    assert [row["ours"] for row in tasks] == [
        key for key, number, _ in base.tasks() if number.startswith("2.")
    ]


def test_what_is_wrong_in_the_content_is_refused_with_its_place(base):
    broken = {**files("national-2023"), "support": "area: support\nnumber: 3\n"}
    with pytest.raises(ContentFault, match="support"):
        read_base(broken)
    layer = read_layer({**files("agder-2025"), "tasks": "recipient.nothing: {}"})
    with pytest.raises(ContentFault, match=r"recipient\.nothing"):
        put_on(base, layer)
