"""A case from referral to its end, by the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from varde.care.pathways import actions, queries
from varde.care.pathways.rules.lifecycle import GateClosed
from varde.care.pathways.testing import all_met, fresh, make_case, make_template, sign_all, tasks_of
from varde.ground.people.queries import NoRelation


def test_a_case_goes_from_referral_to_a_running_service(place, officer):
    case = make_case(officer, place.recipient, now=place.now)
    assert (case.status, case.stage) == ("active", "operation")
    assert case.started_at == place.now
    assert {task.code for task in tasks_of(case)} >= {"refill", "evaluate", "trial"}
    assert case.next_due_at is not None


def test_a_service_does_not_start_past_an_unmet_gate(place, officer):
    case = make_case(officer, place.recipient, to="installed", now=place.now)
    sign_all(officer, case, now=place.now)
    with all_met(but=["way_in"]), pytest.raises(GateClosed) as closed:
        actions.start_case(officer, case_id=case.pk, now=place.now)
    assert [one.code for one in closed.value.missing] == ["way_in"]
    assert fresh(case).status == "preparing"


def test_the_page_shows_what_is_missing_and_who_owns_it(place, officer, met):
    case = make_case(officer, place.recipient, to="allocated", now=place.now)
    page = queries.case_page(officer, case_id=case.pk, now=place.now)
    assert {"told", "training_recipient"} <= {one.code for one in page.missing}
    assert page.events[0].code in {"allocated", "signed"}
    assert page.responsible == officer.name


def test_a_case_is_opened_only_by_who_has_a_relation_to_the_recipient(place, officer):
    case = make_case(officer, place.recipient, to="accepted", now=place.now)
    with pytest.raises(NoRelation):
        queries.case_page(place.actor("case_officer"), case_id=case.pk, now=place.now)


def test_a_service_ends_through_its_gate_and_with_the_true_date(place, officer):
    case = make_case(officer, place.recipient, now=place.now)
    later = place.now + timedelta(days=30)
    died = (later - timedelta(days=2)).date()
    actions.register_death(officer, recipient_id=place.recipient.pk, died_on=died, now=later)
    assert fresh(case).status == "winding_down"
    with all_met(but=["equipment_back"]), pytest.raises(GateClosed) as closed:
        actions.end_case(officer, case_id=case.pk, now=later)
    assert "equipment_back" in {one.code for one in closed.value.missing}
    for task in tasks_of(case, kind="closing"):
        if task.code != "close_case":
            actions.sign_step(officer, task_id=task.pk, now=later)
    for gate in ("subscription_stopped", "access_closed", "retention_decided"):
        actions.sign_gate(officer, case_id=case.pk, gate=gate, value="", text="", now=later)
    for letter in queries.case_page(officer, case_id=case.pk, now=later).letters:
        if letter.moment == "end":
            actions.drop_letter(officer, letter_id=letter.pk, now=later)
    with all_met():
        actions.end_case(officer, case_id=case.pk, now=later)
    ended = fresh(case)
    assert (ended.status, ended.ended_on, ended.end_reason) == ("ended", died, "dead")
    assert tasks_of(case) == []


def test_the_same_template_is_one_row(place):
    assert make_template(place.froland).pk == make_template(place.froland).pk


def test_a_step_that_follows_another_has_no_day_before_that_one_is_signed(place):
    officer = place.actor("case_officer", near=True)
    case = make_case(officer, place.recipient, to="referred", now=place.now)

    def visit():
        (found,) = (one for one in tasks_of(case) if one.code == "first_contact")
        return found.due_at

    assert visit() is None
    actions.accept_referral(officer, case_id=case.pk, now=place.now + timedelta(days=1))
    assert visit() > place.now + timedelta(days=5)


def test_what_belongs_to_a_running_service_is_not_there_before_it_starts(place):
    officer = place.actor("case_officer", "superuser", "unit_leader", "home_care", near=True)
    case = make_case(officer, place.recipient, to="installed", now=place.now)
    trial = {"trial", "review_trial", "record_trial"}
    assert not trial & {one.code for one in tasks_of(case)}
    with all_met():
        sign_all(officer, case, now=place.now)
        actions.start_case(officer, case_id=case.pk, now=place.now)
    assert trial <= {one.code for one in tasks_of(case)}
