"""Grounds and consents as data: each with source, conditions, somebody who answers for it, and a review."""

from itertools import product
from pathlib import Path

import msgspec
import pytest
import yaml

from varde.care.pathways.rules.grounds import (
    GIVERS,
    GroundFault,
    GroundRule,
    grounds_from_text,
    possible,
    unmet,
)
from varde.care.pathways.rules.template import Words

pytestmark = pytest.mark.unit

TEXT = (Path(__file__).resolve().parent.parent / "defaults" / "grounds.yaml").read_text(encoding="utf-8")
HELD = grounds_from_text(TEXT)
BY_CODE = {one.code: one for one in HELD.grounds}


def codes(**known: object) -> list[str]:
    return [one.code for one in possible(HELD.grounds, **known)]  # type: ignore[arg-type]


def test_the_four_grounds_of_the_law_are_there_with_source_and_review() -> None:
    assert list(BY_CODE) == ["consent", "pbrl_4_6a", "pbrl_4a", "hol_9"]
    assert "§ 4-6 a" in BY_CODE["pbrl_4_6a"].source
    assert "kapittel 4 A" in BY_CODE["pbrl_4a"].source
    assert "kapittel 9" in BY_CODE["hol_9"].source
    assert all(1 <= one.review_months <= 12 and one.conditions and one.clinician.nb for one in HELD.grounds)


def test_the_four_consents_are_kept_apart_and_each_says_what_a_withdrawal_does() -> None:
    assert [one.code for one in HELD.consents] == ["care", "tell_kin", "camera", "portal"]
    assert all(one.when_withdrawn.nb for one in HELD.consents)


def test_next_of_kin_give_no_consent() -> None:
    assert "next_of_kin" not in GIVERS
    assert not any("next_of_kin" in one.givers for one in HELD.consents)


def test_only_a_camera_asks_who_lives_there_too() -> None:
    assert [one.code for one in HELD.consents if "co_resident" in one.givers] == ["camera"]


def test_who_can_consent_is_asked_and_nothing_else_takes_its_place() -> None:
    assert codes(service_type="medicine_dispenser", can_consent=True, objects=False) == ["consent"]
    assert codes(service_type="medicine_dispenser", can_consent=True, objects=True) == []


def test_an_objection_leaves_only_the_grounds_made_for_it() -> None:
    assert codes(service_type="locating", can_consent=False, objects=False) == [
        "pbrl_4_6a",
        "pbrl_4a",
        "hol_9",
    ]
    assert codes(service_type="locating", can_consent=False, objects=True) == ["pbrl_4a", "hol_9"]


def test_the_paragraph_of_warning_and_locating_carries_no_dispenser() -> None:
    assert "pbrl_4_6a" not in codes(service_type="medicine_dispenser", can_consent=False, objects=False)


@pytest.mark.parametrize(
    ("can", "service"), list(product((True, False), ("locating", "medicine_dispenser", "dho_copd")))
)
def test_an_objection_never_adds_a_ground(can: bool, service: str) -> None:
    calm = codes(service_type=service, can_consent=can, objects=False)
    assert set(codes(service_type=service, can_consent=can, objects=True)) <= set(calm)


def test_what_is_not_answered_is_unmet() -> None:
    ground = BY_CODE["pbrl_4_6a"]
    every = [one.code for one in ground.conditions]
    assert [one.code for one in unmet(ground, every[1:])] == every[:1]
    assert unmet(ground, every) == ()


def test_every_text_has_english() -> None:
    assert [text.nb for text in texts_of(HELD) if not text.en] == []


def test_services_of_a_ground_are_in_the_catalogue() -> None:
    held = {
        row["code"] for row in yaml.safe_load((Path(TEXT_PATH).parent / "catalogue.yaml").read_text("utf-8"))
    }
    assert all(set(one.services) <= held for one in HELD.grounds)


TEXT_PATH = str(Path(__file__).resolve().parent.parent / "defaults" / "grounds.yaml")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["grounds"].append(data["grounds"][0]),
        lambda data: data["grounds"][0].update(consents=["nothing"]),
        lambda data: data["grounds"][0]["conditions"].append(data["grounds"][0]["conditions"][0]),
        lambda data: data["consents"][0].update(givers=["next_of_kin"]),
    ],
)
def test_data_that_contradict_themselves_are_refused(change: object) -> None:
    data = yaml.safe_load(TEXT)
    change(data)  # type: ignore[operator]
    with pytest.raises(GroundFault):
        grounds_from_text(yaml.safe_dump(data))


def test_a_ground_without_conditions_or_with_unknown_fields_is_refused() -> None:
    for change in ({"conditions": []}, {"extra": 1}, {"review_months": 0}):
        data = yaml.safe_load(TEXT)
        data["grounds"][0] |= change
        with pytest.raises(msgspec.ValidationError):
            grounds_from_text(yaml.safe_dump(data))


def texts_of(at: object) -> list[Words]:
    if isinstance(at, Words):
        return [at]
    if isinstance(at, msgspec.Struct):
        return [text for name in at.__struct_fields__ for text in texts_of(getattr(at, name))]
    return [text for one in at for text in texts_of(one)] if isinstance(at, tuple) else []


def test_grounds_are_plain_records() -> None:
    assert all(isinstance(one, GroundRule) for one in HELD.grounds)
