"""The shipped content: read whole, counted, in both languages."""

from __future__ import annotations

import pytest

from varde.governance.adoption.queries.content import DEFAULTS, editions, national, newest
from varde.governance.adoption.rules.codes import (
    DIMENSION_NAMES,
    GOAL_NAMES,
    KIND_NAMES,
    STATUS_NAMES,
    TECHNOLOGY_NAMES,
    Dimension,
    Goal,
    Kind,
    Part,
    Status,
    Technology,
)
from varde.governance.adoption.rules.content import ContentFault, points_of, read_edition, read_goals

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def edition():
    return editions()[newest()]


def test_the_groundwork_has_the_five_parts_and_each_has_something_that_must_be_answered(edition):
    sections = edition.parts[Part.GROUNDWORK].sections
    assert [one.code for one in sections] == ["needs", "journey", "procurement", "framework", "anchoring"]
    assert all(any(point.required for point in one.points) for one in sections)


def test_the_road_map_has_five_phases_with_as_many_steps_as_its_source_or_more(edition):
    counts = [len(one.points) for one in edition.parts[Part.ROADMAP].sections]
    assert len(counts) == 5
    assert all(have >= source for have, source in zip(counts, (3, 5, 3, 5, 4), strict=True))


def test_nothing_but_the_groundwork_stops_a_unit(edition):
    required = [at for at, point in points_of(edition) if point.required]
    assert required and all(at.startswith("groundwork/") for at in required)


def test_there_are_enough_factors_on_each_side(edition):
    counts = {side: len(ones) for side, ones in edition.factors.items()}
    assert counts[Dimension.HUMAN] >= 10
    assert counts[Dimension.TECHNOLOGY] >= 8
    assert counts[Dimension.ORGANISATION] >= 10


def test_no_line_is_the_same_in_both_languages_and_none_stands_twice(edition):
    lines = [point for _at, point in points_of(edition)]
    lines += [factor for ones in edition.factors.values() for factor in ones]
    assert all(one.nb != one.en for one in lines)
    for language in ("nb", "en"):
        texts = [getattr(one, language) for one in lines]
        assert len(set(texts)) == len(texts)


def test_every_goal_says_where_it_comes_from_and_by_when():
    assert [one.goal for one in national()] == list(Goal)
    for one in national():
        assert one.source and one.nb != one.en and one.measure.nb != one.measure.en
        assert one.year <= one.by


def test_the_figures_of_the_sources_stand_in_the_goals():
    text = " ".join(fact.nb for one in national() for fact in one.known)
    for figure in ("263 kommuner", "35 prosjekter", "3,8 millioner", "822 pasienter", "226 kommuner"):
        assert figure in text


def test_every_code_has_a_name():
    for names, codes in (
        (TECHNOLOGY_NAMES, Technology),
        (STATUS_NAMES, Status),
        (DIMENSION_NAMES, Dimension),
        (KIND_NAMES, Kind),
        (GOAL_NAMES, Goal),
    ):
        assert set(names) == set(codes)


def test_what_is_wrong_in_the_content_is_refused_with_its_place(edition):
    text = (DEFAULTS / newest() / "introduction.yaml").read_text("utf-8")
    broken = (
        text.replace("  roadmap:", "  roadmop:"),
        text.replace("{code: works,", "{code: need,"),
        text.replace("{code: goals, required: true,", "{code: needs, required: true,"),
        text.replace('version: "2026.1"', "version: one"),
        text.replace('nb: "Behov og mål", en:', 'nb: "Behov og mål", eng:'),
        "parts: [",
    )
    for one in broken:
        assert one != text
        with pytest.raises(ContentFault):
            read_edition(one)
    goals = (DEFAULTS / "goals.yaml").read_text("utf-8")
    for one in (goals.replace("- goal: shared", "- goal: considered"), "[]"):
        with pytest.raises(ContentFault):
            read_goals(one)
