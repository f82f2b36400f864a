"""What the pages read: flat in queries, and each list for whoever it is for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from varde.care.pathways import actions, queries
from varde.care.pathways.models import CaseEvent
from varde.care.pathways.queries.gates import OWN, sources
from varde.care.pathways.rules.template import GATES, SIGNED_GATES
from varde.care.pathways.testing import make_case
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE

DAY = timedelta(days=1)


def test_each_gate_is_answered_by_exactly_one():
    """By a source of the composition root, by pathways itself, or by a signed step."""
    asked = [code for source in sources for code in source.codes]
    told = [*asked, *OWN, *SIGNED_GATES]
    assert sorted(told) == sorted(GATES)


def test_the_case_page_takes_the_same_queries_whatever_has_happened(
    place, officer, met, django_assert_max_num_queries
):
    case = make_case(officer, place.recipient, now=place.now)
    with scope(EVERYWHERE):
        for n in range(200):
            CaseEvent.objects.create(
                owner=place.froland,
                case=case,
                recipient=place.recipient,
                at=place.now - timedelta(minutes=n),
                code="signed",
            )
    with django_assert_max_num_queries(25):
        page = queries.case_page(officer, case_id=case.pk, now=place.now)
        assert len(page.events) == 50
    older, _others = queries.timeline(officer, case_id=case.pk, now=place.now, before=page.events[-1].at)
    assert older[0].at < page.events[-1].at


def test_the_lists_are_flat(place, officer, met, django_assert_max_num_queries):
    make_case(officer, place.recipient, now=place.now)
    later = place.now + 400 * DAY
    for read in (
        lambda: list(queries.cases(officer, now=place.now)),
        lambda: list(queries.late_tasks(officer, now=later)[:50]),
        lambda: list(queries.exceptions(officer, now=place.now)),
        lambda: queries.late_by_stage(officer, now=later),
        lambda: queries.my_tasks(officer, now=later),
        lambda: queries.tasks_for_roles(officer, now=later),
        lambda: queries.inspection(
            officer, service_type="medicine_dispenser", since=place.now.date(), now=later
        ),
    ):
        with django_assert_max_num_queries(8):
            assert read() is not None


def test_a_leader_sees_what_is_overdue_by_stage(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    later = place.now + 100 * DAY
    late = list(queries.late_tasks(officer, now=later, stage="evaluation"))
    assert [one.code for one in late] == ["evaluate"]
    assert late[0].case_id == case.pk
    assert queries.late_by_stage(officer, now=later)["evaluation"] == 1
    assert not list(queries.late_tasks(officer, now=place.now))


def test_an_inspection_gets_suitability_training_and_follow_up_without_a_name(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    actions.open_evaluation(officer, case_id=case.pk, now=place.now + DAY)
    found = {"outcome": "extend", "reason": "", "is_suitable": True, "text": "", "finding": ""}
    actions.evaluate(officer, case_id=case.pk, values=found, now=place.now + DAY)
    row = queries.inspection(
        officer, service_type=case.service_type, since=place.now.date(), now=place.now + DAY
    )[0]
    assert (row.reference, row.suitable, row.criteria) == (case.pk, True, 1)
    assert row.trained_on is not None
    assert row.assessed_on is not None
    assert row.next_on is not None


def test_the_share_of_assessments_where_technology_was_considered(place, officer, met):
    make_case(officer, place.recipient, to="assessed", now=place.now)
    for considered in (True, False, True, False):
        values = {
            "considered": considered,
            "chosen": False,
            "part_of_need": "",
            "why_not": "Ønsker det ikke selv",
        }
        actions.record_consideration(officer, recipient_id=place.recipient.pk, values=values, now=place.now)
    with pytest.raises(actions.ReasonMissing):
        values = {"considered": True, "chosen": False, "part_of_need": "", "why_not": "nei"}
        actions.record_consideration(officer, recipient_id=place.recipient.pk, values=values, now=place.now)
    day = place.now.date()
    share = queries.considered_share(officer, since=day, until=day + DAY)
    assert (share.assessments, share.considered, share.chosen) == (5, 3, 1)
    assert share.percent_considered == 60


def test_what_differs_from_the_standard_stands_on_the_card_of_an_alarm_when_it_is_set(place, officer, met):
    case = make_case(officer, place.recipient, to="allocated", now=place.now)
    doses = [{"at": "20:00", "latest": "22:30"}, {"at": "08:00", "latest": "09:30"}]
    row = actions.recommend_adaptation(
        officer,
        case_id=case.pk,
        subject="Doser",
        standard="1 time",
        recommended="2 timer",
        doses=[],
        now=place.now,
    )
    nurse = place.actor("home_care", near=True)
    assert queries.adaptations_at_alarm(nurse, recipient_id=place.recipient.pk, now=place.now) == ()
    with pytest.raises(actions.BadDoses):
        bad = [{"at": "8", "latest": "09:30"}]
        actions.set_adaptation(
            officer, adaptation_id=row.pk, setting="Venter 2 timer", doses=bad, now=place.now
        )
    actions.set_adaptation(
        officer, adaptation_id=row.pk, setting="Venter 2 timer", doses=doses, now=place.now
    )
    shown = queries.adaptations_at_alarm(nurse, recipient_id=place.recipient.pk, now=place.now)[0]
    assert shown.doses == (("08:00", "09:30"), ("20:00", "22:30"))
