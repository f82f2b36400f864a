"""Pause and place: the shipped table, and the laws every table keeps."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from varde.care.pathways.rules.pause import Reason, Stops
from varde.care.pathways.rules.places import (
    ANY,
    FOLLOWS,
    LONGEST_DAYS,
    REASONS,
    RESTS,
    STOPS,
    Effects,
    Follows,
    PlaceFault,
    Rests,
    effects,
    merged,
    place_row,
    place_row_from,
    places_from_text,
)

pytestmark = pytest.mark.unit

TEXT = (Path(__file__).resolve().parent.parent / "defaults" / "places.yaml").read_text(encoding="utf-8")
SHIPPED = places_from_text(TEXT)

TABLE = {
    (code, reason): effects(SHIPPED, code, reason)
    for code in (
        "medicine_dispenser",
        "safety_alarm_fixed",
        "safety_alarm_mobile",
        "locating",
        "camera_supervision",
        "dho_copd",
    )
    for reason in Reason
}


def test_a_dispenser_stops_at_travel_and_goes_on_during_a_short_stay() -> None:
    travel, stay = TABLE["medicine_dispenser", Reason.TRAVEL], TABLE["medicine_dispenser", Reason.SHORT_STAY]
    assert {Stops.REMINDERS, Stops.MISSING} <= travel.stops
    assert Follows.EQUIPMENT not in travel.follows
    assert not stay.stops & {Stops.REMINDERS, Stops.MISSING}
    assert {Follows.EQUIPMENT, Follows.ALARMS, Follows.RECEIVERS} <= stay.follows


def test_a_fixed_alarm_rests_during_a_short_stay_while_the_dispenser_goes_on() -> None:
    assert Stops.MISSING in TABLE["safety_alarm_fixed", Reason.SHORT_STAY].stops
    assert Stops.MISSING not in TABLE["medicine_dispenser", Reason.SHORT_STAY].stops


@pytest.mark.parametrize("code", ["safety_alarm_mobile", "locating"])
def test_what_is_carried_comes_along_on_a_journey(code: str) -> None:
    travel = TABLE[code, Reason.TRAVEL]
    assert set(Follows) == travel.follows
    assert Stops.MISSING not in travel.stops


@pytest.mark.parametrize("reason", list(Reason))
def test_nobody_looks_into_a_home_where_the_person_is_not(reason: Reason) -> None:
    assert Rests.SUPERVISION in TABLE["camera_supervision", reason].suspends


def test_a_service_type_without_a_row_of_its_own_stops_nothing_at_travel() -> None:
    assert effects(SHIPPED, "made_here", "travel").stops == frozenset()


def test_a_reason_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="holiday"):
        effects(SHIPPED, "locating", "holiday")


def test_every_code_has_words_in_both_languages() -> None:
    for codes, words in ((Reason, REASONS), (Stops, STOPS), (Follows, FOLLOWS), (Rests, RESTS)):
        assert set(words) == set(codes)
        assert all(one.nb and one.en for one in words.values())


def test_no_word_of_the_table_can_stop_an_alarm() -> None:
    assert not any("alarm" in one.value for one in Stops)


some_effects = st.builds(
    Effects,
    st.frozensets(st.sampled_from(Stops)),
    st.frozensets(st.sampled_from(Follows)).map(lambda held: held | {Follows.EQUIPMENT}),
    st.frozensets(st.sampled_from(Rests)),
    st.integers(1, LONGEST_DAYS),
)
some_row = st.fixed_dictionaries(dict.fromkeys(Reason, some_effects))
some_rules = st.dictionaries(st.sampled_from(["locating", "e_lock", "made_here"]), some_row)


@given(some_row)
def test_a_row_is_the_same_after_being_stored(row: dict[Reason, Effects]) -> None:
    assert place_row_from(place_row(row)) == row


@given(
    some_rules, st.sampled_from(["locating", "e_lock", "made_here", "nothing", ANY]), st.sampled_from(Reason)
)
def test_every_question_has_one_answer_and_the_owners_own_row_goes_first(
    own: dict[str, dict[Reason, Effects]], code: str, reason: Reason
) -> None:
    answer = effects(merged(SHIPPED, own), code, reason)
    assert answer == own[code][reason] if code in own else answer == effects(SHIPPED, code, reason)
    assert 1 <= answer.max_days <= LONGEST_DAYS


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"max_days": 0}, "fra 1 til"),
        ({"max_days": 184}, "fra 1 til"),
        ({"max_days": True}, "fra 1 til"),
        ({"stops": ["alarms"]}, "ukjent kode"),
        ({"stops": "missing"}, "ukjent kode"),
        ({"follows": ["alarms"]}, "uten utstyret"),
        ({"extra": 1}, "feltene er feil"),
    ],
)
def test_a_faulty_row_is_refused_in_words(change: dict[str, object], why: str) -> None:
    row = yaml.safe_load(TEXT)["locating"]
    row["travel"] = row["travel"] | change
    with pytest.raises(PlaceFault, match=why):
        place_row_from(row)


@pytest.mark.parametrize("row", [None, [], {}, {"travel": {}}])
def test_a_row_without_every_reason_is_refused(row: object) -> None:
    with pytest.raises(PlaceFault, match="hver grunn"):
        place_row_from(row)


def test_a_table_without_the_common_row_is_refused() -> None:
    with pytest.raises(PlaceFault, match="mangler"):
        places_from_text("locating: {}")
