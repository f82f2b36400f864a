"""The shipped pathway templates, and what the reader of templates refuses."""

import json
from copy import deepcopy
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.pathways.rules import template as words
from varde.care.pathways.rules.template import (
    END_GATES,
    GATES,
    ROLES,
    SIGNED_GATES,
    START_GATES,
    GateKind,
    Need,
    Stage,
    Template,
    TemplateFault,
    Words,
    is_live,
    read_template,
    template_from,
    template_row,
)
from varde.care.pathways.rules.template.reading import MOST_CHARACTERS

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).resolve().parent.parent / "defaults" / "templates"
FILES = sorted(FOLDER.glob("*.yaml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in FILES}
SHIPPED = {name: read_template(text) for name, text in TEXTS.items()}
DISPENSER = SHIPPED["medicine_dispenser"]

SOURCE_004 = {
    # Every numbered point of the dispenser pathway, in its order → the steps and gates that are it.
    "assessment": ["receive_referral", "assess", "judge_benefit", "recommend_settings", "measure_baseline"],
    "installation": ["record_measure", "set_times", "set_receivers", "install"],
    "training": ["train_recipient", "train_kin", "trial", "review_trial", "record_trial"],
    "operation": ["refill", "dose_missed", "technical_alert", "record_changes", "follow_benefits"],
    "evaluation": ["effects", "compare_adaptations", "measure_benefits", "decide"],
    "continue_or_end": [
        "pause_travel",
        "keep_short_stay",
        "reset_equipment",
        "end_measure",
        "collect_equipment",
    ],
    "all_staff": ["staff_trained"],
}


def test_seven_templates_are_shipped_under_their_own_codes() -> None:
    assert set(SHIPPED) == {
        "medicine_dispenser",
        "safety_alarm",
        "locating",
        "digital_supervision",
        "dho_tms",
        "dho_own",
        "dho_hospital",
    }
    assert all(template.code == name for name, template in SHIPPED.items())


@pytest.mark.parametrize("part", SOURCE_004)
def test_every_point_of_the_dispenser_pathway_is_a_step(part: str) -> None:
    codes = [step.code for _stage, step in DISPENSER.steps_in("own")]
    places = [codes.index(code) for code in SOURCE_004[part]]
    assert places == sorted(places)


def test_the_dispenser_is_refilled_weekly_or_fortnightly_by_two_people() -> None:
    stage, refill = DISPENSER.step("refill") or pytest.fail("no refill")
    assert stage is Stage.OPERATION
    assert refill.second_check
    assert refill.repeat is not None
    assert (refill.repeat.unit, refill.repeat.choices) == ("weeks", (1, 2))


def test_the_trial_of_the_dispenser_lasts_two_weeks_from_the_start() -> None:
    stage, trial = DISPENSER.step("trial") or pytest.fail("no trial")
    assert trial.due is not None
    assert (stage, trial.due.unit, trial.due.count, trial.due.after) == (
        Stage.TRAINING,
        "weeks",
        2,
        "started",
    )
    assert is_live(stage, trial)


def test_what_happens_opens_the_steps_that_wait_for_it() -> None:
    waits = {step.code: step.when for _stage, step in DISPENSER.steps_in("own") if step.when}
    assert waits["dose_missed"] is Need.DOSE_MISSED
    assert waits["pause_travel"] is Need.TRAVEL
    assert waits["keep_short_stay"] is Need.SHORT_STAY


@pytest.mark.parametrize("name", SHIPPED)
def test_every_text_of_a_template_has_english(name: str) -> None:
    missing = [text.nb for text in texts_of(SHIPPED[name]) if not text.en.strip() or text.en == text.nb]
    assert missing == []


def test_every_fixed_word_has_english() -> None:
    tables = [words.STAGES, words.ARRANGEMENTS, words.ANCHORS, words.NEEDS, words.AUDIENCES, words.ROLES]
    texts = [text for table in tables for text in table.values()] + [text for _kind, text in GATES.values()]
    assert all(text.nb and text.en for text in texts)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_arrangement_has_somebody_for_every_stage(name: str) -> None:
    template = SHIPPED[name]
    for arrangement in template.arrangements:
        steps = template.steps_in(arrangement)
        assert {stage for stage, _step in steps} == set(Stage)
        assert all(step.role_in(arrangement) in ROLES for _stage, step in steps)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_template_is_the_same_after_being_stored(name: str) -> None:
    stored = json.loads(json.dumps(template_row(SHIPPED[name])))
    assert template_from(stored) == SHIPPED[name]


def test_the_hospital_evaluates_within_two_to_four_weeks_and_the_centre_every_six_months() -> None:
    hospital, centre = SHIPPED["dho_hospital"].evaluation, SHIPPED["dho_tms"].evaluation
    assert hospital.latest is not None
    assert (hospital.first.weeks, hospital.latest.weeks) == (2, 4)
    assert centre.report is not None
    assert (centre.every.months, centre.report.months) == (6, 3)


def test_a_gate_is_of_the_start_or_the_end_and_never_of_both() -> None:
    assert not START_GATES.keys() & END_GATES.keys()
    assert GATES.keys() >= SIGNED_GATES


# What is refused ----------------------------------------------------------------------------------------------------


def refusal(text: str) -> str:
    with pytest.raises(TemplateFault) as fault:
        read_template(text)
    return str(fault.value)


def changed(old: str, new: str) -> tuple[str, int]:
    """The dispenser's text with one change, and the line of it."""
    text = TEXTS["medicine_dispenser"]
    assert text.count(old) == 1, old
    return text.replace(old, new), text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        (
            "{weeks: 2, after: started}",
            "{weeks: two, after: started}",
            "stages/training/steps/trial/due/weeks",
            "helt tall",
        ),
        (
            "{weeks: 2, after: started}",
            "{weeks: 0, after: started}",
            "stages/training/steps/trial/due/weeks",
            "minst 1",
        ),
        ("{weeks: 2, after: started}", "{weeks: 2, days: 3, after: started}", "trial/due", "nøyaktig én"),
        ("{weeks: 2, after: started}", "{weeks: 2, after: strated}", "trial/due/after", "«strated»"),
        ("form: trial_review", "from: trial_dispenser", "steps/review_trial", "Feltet «from» finnes ikke"),
        ("code: refill", "code: Fylling", "steps/Fylling/code", "små bokstaver"),
        ("code: refill", "code: dose_missed", "steps/dose_missed/code", "flere steg"),
        (
            "- {code: told, kind: safety}",
            "- {code: told, kind: quality, defer_days: 3}",
            "gates/start/told/kind",
            "safety",
        ),
        (
            "- {code: told, kind: safety}",
            "- {code: told, kind: safety, defer_days: 3}",
            "gates/start/told/defer_days",
            "aldri utsettes",
        ),
        (
            "- {code: way_in, kind: safety}",
            "- {code: wayin, kind: safety}",
            "gates/start",
            "«way_in» kan ikke utelates",
        ),
        ("    - {code: keys_back, kind: safety}\n", "", "gates/end", "«keys_back» kan ikke utelates"),
        ("arrangements: [own]", "arrangements: []", "arrangements", "minst én"),
        ("arrangements: [own]", "arrangements: [own, tms, own]", "arrangements", "hver kode én gang"),
        ("service_types: [medicine_dispenser]", "service_types: nei", "service_types", "en liste"),
    ],
)
def test_a_faulty_template_is_refused_with_place_and_reason(old: str, new: str, place: str, why: str) -> None:
    said = refusal(changed(old, new)[0])
    assert place in said
    assert why in said


def test_a_fault_names_its_line() -> None:
    text, line = changed("{weeks: 2, after: started}", "{weeks: two, after: started}")
    assert refusal(text).startswith(f"Linje {line}, ")


def test_several_broken_laws_are_told_at_once() -> None:
    text = (
        TEXTS["medicine_dispenser"]
        .replace("meets: [told]", "meets: [baseline]")
        .replace("role: home_care", "role: nurse")
    )
    said = refusal(text).splitlines()
    assert any("«told»" in line for line in said)
    assert sum("«nurse»" in line for line in said) > 5


def test_stages_are_the_eight_in_order() -> None:
    row = template_row(DISPENSER)
    stages = row["stages"]
    for wrong in (stages[1:], [*stages, stages[0]], [stages[1], stages[0], *stages[2:]]):
        with pytest.raises(TemplateFault, match="åtte fasene"):
            template_from(row | {"stages": wrong})


def test_nothing_is_counted_from_what_comes_later() -> None:
    row = deepcopy(template_row(DISPENSER))
    row["stages"][0]["steps"][0]["due"] = {"days": 1, "after": "started"}
    with pytest.raises(TemplateFault, match="senere"):
        template_from(row)


def test_a_start_gate_cannot_be_met_after_the_start() -> None:
    row = deepcopy(template_row(DISPENSER))
    refill = next(step for step in row["stages"][5]["steps"] if step["code"] == "refill")
    refill["meets"] = ["told"]
    with pytest.raises(TemplateFault, match="kan ikke møte"):
        template_from(row)


def test_what_meets_a_gate_cannot_be_left_out() -> None:
    row = deepcopy(template_row(DISPENSER))
    step = next(step for step in row["stages"][4]["steps"] if step["code"] == "tell_limits")
    step["optional"] = True
    with pytest.raises(TemplateFault, match="kan utelates"):
        template_from(row)


def test_a_step_that_one_arrangement_lacks_cannot_be_what_meets_its_gate() -> None:
    row = deepcopy(template_row(SHIPPED["dho_own"])) | {"arrangements": ["own", "tms"]}
    step = next(step for step in row["stages"][4]["steps"] if step["code"] == "tell_limits")
    step["role"] = {"own": "dho_contact"}
    with pytest.raises(TemplateFault, match="«told» i oppfølgingsformen tms"):
        template_from(row)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Filen er tom"),
        ("code: [", "YAML"),
        ("code: a\ncode: b", "«code» står to ganger"),
        ("a: &x 1\nb: *x", "Anker"),
        ("a: !!python/object/apply:os.system ['true']", "Anker"),
        ("- 1", "felter med navn"),
        ("x" * (MOST_CHARACTERS + 1), "for stor"),
        ("[" * 3000, "for dypt"),
        ("a: " + "[" * 5000 + "]" * 5000, "for dypt"),
        ("\n".join(" " * n + "a:" for n in range(300)), "for dypt"),
        ("a: 2026-13-99", "YAML"),
        ("\x00", "YAML"),
    ],
)
def test_what_is_no_template_is_refused_in_words(text: str, why: str) -> None:
    assert why in refusal(text)


@given(st.text(max_size=200))
def test_any_text_is_a_template_or_a_refusal(text: str) -> None:
    try:
        read_template(text)
    except TemplateFault as fault:
        assert fault.faults
        assert all(one.text.nb and one.text.en for one in fault.faults)


@given(st.data())
def test_a_template_with_one_value_replaced_is_whole_or_refused(data: st.DataObject) -> None:
    """Whatever somebody does to one value, the result keeps every law or is refused with a place."""
    row = deepcopy(template_row(SHIPPED[data.draw(st.sampled_from(sorted(SHIPPED)))]))
    spots: list[tuple[object, object]] = []
    walk(row, spots)
    holder, key = data.draw(st.sampled_from(spots))
    junk = (
        st.none()
        | st.booleans()
        | st.integers(-2, 500)
        | st.sampled_from(["", "told", "x", "safety"])
        | st.just([])
        | st.just({})
    )
    holder[key] = data.draw(junk)  # type: ignore[index]
    try:
        template = template_from(row)
    except TemplateFault as fault:
        assert all(one.text.nb for one in fault.faults)
        return
    kept = {gate.code for gate in template.gates.start if gate.kind is GateKind.SAFETY}
    assert kept == {code for code, (kind, _words) in START_GATES.items() if kind is GateKind.SAFETY}
    for arrangement in template.arrangements:
        signed = [
            step
            for stage, step in template.steps_in(arrangement)
            if "told" in step.meets and not is_live(stage, step)
        ]
        assert signed
        assert not any(step.optional for step in signed)


def walk(at: object, spots: list[tuple[object, object]]) -> None:
    pairs = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list | tuple) else ()
    for key, value in list(pairs):
        if not isinstance(at, tuple):
            spots.append((at, key))
        walk(value, spots)


def texts_of(at: object) -> list[Words]:
    if isinstance(at, Words):
        return [at]
    if isinstance(at, msgspec.Struct):
        return [text for name in at.__struct_fields__ for text in texts_of(getattr(at, name))]
    return [text for one in at for text in texts_of(one)] if isinstance(at, tuple) else []


def test_texts_are_found_everywhere() -> None:
    assert len(texts_of(DISPENSER)) > 60
    assert isinstance(DISPENSER, Template)


@pytest.mark.parametrize("template", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_step_that_must_be_done_has_a_day(template: Template) -> None:
    """Otherwise nobody's list shows it, and nobody sees that it was forgotten."""
    without = {
        step.code
        for stage in template.stages
        for step in stage.steps
        if not (step.due or step.repeat or step.when or step.optional)
    }
    assert without == set()
