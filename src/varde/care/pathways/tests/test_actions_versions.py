"""A running case stays on its version of the template until somebody moves it."""

from __future__ import annotations

import pytest

from varde.care.pathways import actions, queries
from varde.care.pathways.models import TemplateVersion
from varde.care.pathways.testing import fresh, make_case, make_template, tasks_of
from varde.foundation.ownership import scope
from varde.ground.people.rules.address import Protection
from varde.ground.people.testing import make_address
from varde.kernel.actor import EVERYWHERE


def newer(owner, now):
    """The next version: without the quarterly look at benefits, with a weekly call."""
    old = make_template(owner)
    with scope(EVERYWHERE):
        data = {**old.data, "stages": [dict(stage) for stage in old.data["stages"]]}
        stage = next(one for one in data["stages"] if one["code"] == "operation")
        call = {
            "code": "weekly_call",
            "title": {"nb": "Ring og hør hvordan det går"},
            "role": "home_care",
            "repeat": {"weeks": 1},
        }
        stage["steps"] = [one for one in stage["steps"] if one["code"] != "follow_benefits"] + [call]
        TemplateVersion.objects.filter(pk=old.pk).update(ends_at=now)
        return TemplateVersion.objects.create(
            owner=owner, code=old.code, name=old.name, number=2, data=data, starts_at=now, made_by="Ada"
        )


def test_a_case_is_moved_on_purpose_and_keeps_what_is_signed(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    version = newer(place.froland, place.now)
    assert {one.code for one in tasks_of(case)} >= {"refill", "follow_benefits"}
    moved = actions.move_to_version(officer, case_id=case.pk, template_id=version.pk, now=place.now)
    codes = {one.code for one in tasks_of(moved)}
    assert "weekly_call" in codes
    assert "follow_benefits" not in codes
    assert "refill" in codes
    assert fresh(case).status == "active"


def test_a_case_is_not_moved_to_another_template(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    other = make_template(place.froland, "safety_alarm")
    with pytest.raises(actions.WrongTemplate):
        actions.move_to_version(officer, case_id=case.pk, template_id=other.pk, now=place.now)


def test_a_protected_address_is_nowhere_on_the_case_page(place, officer, met):
    make_address(place.recipient, protection=Protection.STRICTLY_CONFIDENTIAL, street="Hemmelig vei 1")
    case = make_case(officer, place.recipient, now=place.now)
    page = queries.case_page(officer, case_id=case.pk, now=place.now)
    shown = repr([page, page.gates, [vars(one) for one in page.tasks], page.events, page.entries])
    letters = " ".join(str(one.text) for one in page.letters)
    assert "Hemmelig vei" not in shown + letters + repr(vars(page.case))
