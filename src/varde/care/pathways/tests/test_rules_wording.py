"""The drafts of letters: what they say at which moment, to whom, and the gaps that a person must see."""

from __future__ import annotations

from datetime import date

import pytest

from varde.care.pathways.actions.letters import moment_of
from varde.care.pathways.models.around import LetterMoment
from varde.care.pathways.queries.shipped import shipped_templates
from varde.care.pathways.rules.steps import planned
from varde.care.pathways.rules.template import Audience, Need, Stage
from varde.care.pathways.rules.wording import MISSING, Told, in_a_sentence, letter

pytestmark = pytest.mark.unit
TOLD = Told("Medisindispenser", "Egen tjeneste", "Froland kommune", responsible="Tone Berg", gp="Lege Ås")


@pytest.mark.parametrize("to", Audience)
@pytest.mark.parametrize("moment", LetterMoment)
def test_every_letter_begins_with_a_sentence_and_carries_what_it_must(
    moment: LetterMoment, to: Audience
) -> None:
    head, _, rest = letter(TOLD, moment, to).partition("\n")
    assert head[0].isupper() and head.endswith(".") and "{" not in head
    assert f"Andre tjenester: {MISSING}" in rest and "Fastlege: Lege Ås" in rest


@pytest.mark.parametrize("to", Audience)
@pytest.mark.parametrize("moment", ["referred", "allocated"])
def test_nobody_is_told_of_a_service_before_it_has_begun(moment: str, to: Audience) -> None:
    said = letter(TOLD, moment, to)
    assert "Du har fått" not in said and "Pasienten har fått" not in said


def test_the_patient_is_spoken_to_and_those_around_are_told_of_the_patient() -> None:
    assert letter(TOLD, "allocated", Audience.RECIPIENT).startswith(
        "Du er tildelt medisindispenser fra Froland kommune"
    )
    for to in set(Audience) - {Audience.RECIPIENT}:
        assert letter(TOLD, "allocated", to).startswith("Pasienten er tildelt medisindispenser")


def test_only_the_end_says_why_and_when_it_ended() -> None:
    told = Told("GPS", "Egen tjeneste", "Froland", ended_on=date(2026, 11, 1), end_reason="Flyttet")
    assert "Årsak: Flyttet" in letter(told, "end", Audience.GP)
    assert "Flyttet" not in letter(told, "underway", Audience.GP)


def test_a_name_inside_a_sentence_is_lower_case_unless_it_is_an_abbreviation() -> None:
    assert [in_a_sentence(one) for one in ("Trygghetsalarm", "GPS", "")] == ["trygghetsalarm", "GPS", ""]


@pytest.mark.parametrize("code", shipped_templates())
def test_the_moment_of_every_shipped_letter_follows_from_where_the_case_is(code: str) -> None:
    template = shipped_templates()[code]
    for arrangement in template.arrangements:
        for one in planned(template, arrangement):
            if one.step.tells:
                ends = one.step.when is Need.END_DECIDED
                assert (moment_of(one) is LetterMoment.END) == ends
                early = one.stage in (Stage.REFERRAL, Stage.ASSESSMENT)
                assert (moment_of(one) is LetterMoment.REFERRED) == early
