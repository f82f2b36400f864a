"""Service hours as text, the shipped catalogue, criteria, and what differs between templates."""

from copy import deepcopy
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.pathways.rules.catalogue import (
    TARGETS,
    HoursFault,
    criteria_from,
    english_of,
    hours_from,
    hours_text,
    services_from_text,
    target_words,
)
from varde.care.pathways.rules.template import (
    Kind,
    differences,
    read_template,
    template_from,
    template_row,
    template_text,
)
from varde.kernel.band import Band, OnHolidays

pytestmark = pytest.mark.unit
DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"
SERVICES = {
    row.code: row for row in services_from_text((DEFAULTS / "catalogue.yaml").read_text(encoding="utf-8"))
}
TEMPLATES = [
    read_template(path.read_text(encoding="utf-8"))
    for path in sorted((DEFAULTS / "templates").glob("*.yaml"))
]


def test_fall_bed_door_motion_and_camera_are_all_28() -> None:
    codes = {code: row.kpr for code, row in SERVICES.items() if row.kpr}
    sensors = ("fall_sensor", "bed_sensor", "door_sensor", "motion_sensor", "camera_supervision")
    assert {codes[code] for code in sensors} == {"28"}
    assert (
        codes["safety_alarm_fixed"],
        codes["safety_alarm_mobile"],
        codes["locating"],
        codes["medicine_dispenser"],
    ) == ("6", "6", "26", "27")


def test_children_young_and_disabled_are_among_those_served() -> None:
    assert {"children", "young", "disabled"} <= {
        group for row in SERVICES.values() for group in row.target_groups
    }


def test_every_text_of_the_catalogue_has_english() -> None:
    known = english_of(list(SERVICES.values()))
    texts = [row.name.nb for row in SERVICES.values()] + [row.purpose.nb for row in SERVICES.values()]
    texts += [
        one.nb
        for row in SERVICES.values()
        for one in (*row.criteria.inclusion, *row.criteria.exclusion, *row.indicators)
    ]
    assert [text for text in texts if text not in known] == []


def test_every_service_type_of_a_template_is_in_the_catalogue_and_every_one_but_three_has_a_template() -> (
    None
):
    used = {code for template in TEMPLATES for code in template.service_types}
    assert used <= set(SERVICES)
    assert set(SERVICES) - used == {"e_lock", "patient_call", "social_contact"}


@pytest.mark.parametrize("code", SERVICES)
def test_shipped_criteria_are_criteria(code: str) -> None:
    held = SERVICES[code].criteria
    assert criteria_from(
        {"inclusion": [one.nb for one in held.inclusion], "exclusion": [one.nb for one in held.exclusion]}
    )


bands = st.lists(
    st.builds(
        Band,
        st.frozensets(st.integers(0, 6), min_size=1),
        st.times().map(lambda t: time(t.hour, t.minute)),
        st.times().map(lambda t: time(t.hour, t.minute)),
        st.sampled_from([OnHolidays.AS_WEEKDAY, OnHolidays.NEVER]),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


def minutes(held: tuple[Band, ...]) -> set[tuple[int, time, time, OnHolidays]]:
    return {(day, band.start, band.end, band.on_holidays) for band in held for day in band.weekdays}


@given(bands)
def test_hours_mean_the_same_after_being_written(held: tuple[Band, ...]) -> None:
    assert minutes(hours_from(hours_text(held))) == minutes(held)


@given(st.text(max_size=60))
def test_any_text_is_hours_or_a_refusal(text: str) -> None:
    try:
        assert hours_from(text)
    except HoursFault as fault:
        assert fault.part in " ".join(text.casefold().split())


@pytest.mark.parametrize(
    "text",
    ["", "man", "man 25.00–26.00", "man 08.00", "man 24.30–08.00", "mandag 08.00–15.00", "man 08.00–24.30"],
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(HoursFault):
        hours_from(text)


def test_round_the_clock_and_nights_and_a_week_over_the_weekend_are_read() -> None:
    assert hours_text(hours_from("Hele døgnet")) == "hele døgnet"
    night = hours_from("fre-man 22:00 - 07:00")[0]
    assert night.weekdays == {4, 5, 6, 0}
    assert hours_from("man 08.00–24.00")[0].end == time(0)


def test_target_groups_are_said_in_the_order_of_the_list() -> None:
    assert target_words(["children", "older", "gone"]) == "Eldre, Barn"
    assert all(words.en for words in TARGETS.values())


# Comparing templates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.code)
def test_a_template_does_not_differ_from_itself_nor_from_its_own_text(template) -> None:  # type: ignore[no-untyped-def]
    assert differences(template, template) == ()
    assert read_template(template_text(template)) == template


@given(st.data())
def test_two_templates_differ_exactly_when_they_are_not_equal(data: st.DataObject) -> None:
    old = data.draw(st.sampled_from(TEMPLATES))
    row = deepcopy(template_row(old))
    stage = data.draw(st.sampled_from(row["stages"]))  # type: ignore[arg-type]
    what = data.draw(st.sampled_from(["title", "drop", "swap", "about", "gate", "nothing"]))
    if what == "title":
        stage["steps"][0]["title"]["nb"] += "!"
    elif what == "drop" and len(stage["steps"]) > 1 and not stage["steps"][-1].get("meets"):
        stage["steps"].pop()
    elif what == "swap":
        stage["steps"].reverse()
    elif what == "about":
        row["about"]["en"] += "!"  # type: ignore[index]
    elif what == "gate":
        row["gates"]["end"].reverse()  # type: ignore[index]
    try:
        new = template_from(row)
    except ValueError:
        return
    assert bool(differences(old, new)) is (old != new)


def test_what_was_added_removed_moved_and_changed_is_named() -> None:
    old = next(one for one in TEMPLATES if one.code == "medicine_dispenser")
    row = deepcopy(template_row(old))
    steps = row["stages"][1]["steps"]  # type: ignore[index]
    steps[0]["title"]["nb"] = "Ny tittel"
    steps.append(
        {
            "code": "ask_pharmacy",
            "title": {"nb": "Spør apoteket", "en": "Ask the pharmacy"},
            "role": "case_officer",
        }
    )
    removed = next(step for step in steps if step["code"] == "ethics")
    steps.remove(removed)
    found = {(one.kind, one.code, one.field) for one in differences(old, template_from(row))}
    assert (Kind.CHANGED, steps[0]["code"], "title") in found
    assert (Kind.ADDED, "ask_pharmacy", "") in found
    assert (Kind.REMOVED, "ethics", "") in found
