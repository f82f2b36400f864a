"""The shipped pathway templates fit the house: their roles exist and may do the work, their forms are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import varde
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.template import ROLES as STEP_ROLES
from varde.care.pathways.rules.template import Place, read_template
from varde.care.pathways.views.opening import WAYS
from varde.config.roles import ROLES
from varde.ground.people.permissions import PeoplePermission as People
from varde.ground.questionnaires.permissions import QuestionnairePermission as Forms

pytestmark = pytest.mark.unit
HOUSE = Path(varde.__file__).parent
TEMPLATES = [
    read_template(path.read_text(encoding="utf-8"))
    for path in sorted((HOUSE / "care" / "pathways" / "defaults" / "templates").glob("*.yaml"))
]


def test_every_role_that_a_step_may_name_is_a_role_of_the_house() -> None:
    assert set(STEP_ROLES) <= set(ROLES)
    assert not any(ROLES[code].machine for code in STEP_ROLES)


def test_whoever_a_shipped_step_names_may_sign_it() -> None:
    named = {
        role
        for template in TEMPLATES
        for arrangement in template.arrangements
        for _stage, step in template.steps_in(arrangement)
        if (role := step.role_in(arrangement))
    }
    assert {role for role in named if str(P.WORK) not in ROLES[role].permissions} == set()


def test_every_form_of_a_shipped_template_is_a_shipped_form() -> None:
    shipped = {path.stem for path in (HOUSE / "ground" / "questionnaires" / "defaults").glob("*.json")}
    asked = {step.form for one in TEMPLATES for stage in one.stages for step in stage.steps if step.form}
    assert asked | {one.evaluation.form for one in TEMPLATES if one.evaluation.form} <= shipped


def test_whoever_does_a_shipped_step_may_go_where_it_is_done() -> None:
    shut = {
        (template.code, step.code, role, step.opens)
        for template in TEMPLATES
        for arrangement in template.arrangements
        for _stage, step in template.steps_in(arrangement)
        if step.opens and (role := step.role_in(arrangement))
        if str(WAYS[step.opens][0]) not in ROLES[role].permissions
    }
    assert shut == set()


def test_whoever_does_a_shipped_step_may_fill_in_its_form_and_open_the_card() -> None:
    shut = {
        (template.code, step.code, role, needed)
        for template in TEMPLATES
        for arrangement in template.arrangements
        for _stage, step in template.steps_in(arrangement)
        if (role := step.role_in(arrangement))
        for needed in (str(People.VIEW), *([str(Forms.ANSWER), str(Forms.READ)] if step.form else []))
        if needed not in ROLES[role].permissions
    }
    assert shut == set()


def test_every_place_is_led_to_by_a_shipped_step() -> None:
    led = {step.opens for one in TEMPLATES for stage in one.stages for step in stage.steps}
    assert led - {None} == set(Place) == set(WAYS)
