"""Who is let in: neighbour municipality, wrong unit, nobody's relation, an agreement that has ended or lapsed, a stranger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from varde.care.pathways import actions, queries
from varde.care.pathways.models import Letter
from varde.care.pathways.testing import make_case, tasks_of
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import Agreement, make_agreement, make_organisation
from varde.ground.people.queries import NoRelation
from varde.ground.people.testing import make_relation
from varde.kernel.actor import EVERYWHERE

DAY = timedelta(days=1)


def doors(case: Any, task: Any, now: Any) -> dict[str, Any]:
    """Every action that changes one case, and every query that opens one, with what it takes."""
    key, day = {"case_id": case.pk, "now": now}, now.date()
    leave = {"until": day + DAY, "holder": case.pk, "holder_name": "Nina"}
    return {
        "case": lambda a: queries.case(a, **key),
        "case_page": lambda a: queries.case_page(a, **key),
        "gates": lambda a: queries.gates(a, which="start", **key),
        "timeline": lambda a: queries.timeline(a, **key),
        "cases_of": lambda a: queries.cases_of(a, recipient_id=case.recipient_id, now=now),
        "adaptations_of": lambda a: queries.adaptations_of(a, recipient_id=case.recipient_id, now=now),
        "adaptations_at_alarm": lambda a: queries.adaptations_at_alarm(
            a, recipient_id=case.recipient_id, now=now
        ),
        "accept": lambda a: actions.accept_referral(a, **key),
        "reject": lambda a: actions.reject_referral(a, reason="Ikke i målgruppa", **key),
        "assess": lambda a: actions.complete_assessment(
            a, values={"chosen": True, "considered": True}, **key
        ),
        "allocate": lambda a: actions.allocate(a, values={}, **key),
        "decline": lambda a: actions.decline_allocation(a, reason="Ikke i målgruppa", **key),
        "install": lambda a: actions.complete_installation(a, **key),
        "start": lambda a: actions.start_case(a, **key),
        "pause": lambda a: actions.pause_case(a, reason="travel", ends_on=day + DAY, place="", **key),
        "prolong": lambda a: actions.prolong_pause(a, ends_on=day + DAY, **key),
        "resume": lambda a: actions.resume_case(a, **key),
        "open_evaluation": lambda a: actions.open_evaluation(a, **key),
        "evaluate": lambda a: actions.evaluate(a, values={"outcome": "extend", "reason": ""}, **key),
        "decide": lambda a: actions.decide(a, decision="extend", reason="", next_on=None, **key),
        "wind_down": lambda a: actions.wind_down(a, reason="moved", true_date=day, **key),
        "undo": lambda a: actions.undo_winding_down(a, **key),
        "end": lambda a: actions.end_case(a, **key),
        "death": lambda a: actions.register_death(a, recipient_id=case.recipient_id, died_on=day, now=now),
        "undo_death": lambda a: actions.undo_death(a, recipient_id=case.recipient_id, now=now),
        "defer": lambda a: actions.defer_gate(a, gate="iplos", **leave, **key),
        "except": lambda a: actions.except_gate(a, gate="iplos", reason="Lang nok grunn", **leave, **key),
        "sign_gate": lambda a: actions.sign_gate(a, gate="access_closed", value="", text="", **key),
        "ground": lambda a: actions.choose_ground(a, values={}, **key),
        "review_ground": lambda a: actions.review_ground(a, assessment="", review_on=day, **key),
        "objection": lambda a: actions.record_objection(a, text="Nei", **key),
        "consent": lambda a: actions.give_consent(
            a, recipient_id=case.recipient_id, case_id=None, values={}, now=now
        ),
        "consideration": lambda a: actions.record_consideration(
            a, recipient_id=case.recipient_id, values={}, now=now
        ),
        "recommend": lambda a: actions.recommend_adaptation(
            a, subject="Lyd", standard="", recommended="Høyere", doses=[], **key
        ),
        "concern": lambda a: actions.log_concern(a, said_by="recipient", said_name="", text="Redd", **key),
        "letter": lambda a: actions.draft_letter(a, moment="start", to="gp", send_on=day, **key),
        **letter_doors(case, now),
        "rhythm": lambda a: actions.set_rhythm(a, step="refill", count=2, **key),
        "need": lambda a: actions.open_need(a, need="change", **key),
        "sign": lambda a: actions.sign_step(a, task_id=task.pk, now=now),
        "check": lambda a: actions.check_step(a, task_id=task.pk, now=now),
        "send_back": lambda a: actions.send_back(a, task_id=task.pk, text="Feil", now=now),
        "set_aside": lambda a: actions.set_aside(a, task_id=task.pk, reason="Ikke aktuelt nå", now=now),
        "propose": lambda a: actions.propose_hand_over(a, to=new_id(), text="", **key),
        "refer": lambda a: actions.refer(
            a, recipient_id=case.recipient_id, template_id=case.template_id, values={}, now=now
        ),
    }


def letter_doors(case: Any, now: Any) -> dict[str, Any]:
    with scope(EVERYWHERE):
        row = Letter.objects.create(
            owner=case.owner,
            case=case,
            moment="start",
            to="home_care",
            text="Hei",
            send_on=now,
            drafted_at=now,
        )
    key = {"letter_id": row.pk, "now": now}
    return {
        "see_letter": lambda a: queries.letter(a, case_id=case.pk, **key),
        "posted": lambda a: queries.posted(a, case_id=case.pk, **key),
        "release": lambda a: actions.release_letter(a, text="Hei", to_name="", **key),
        "sent": lambda a: actions.mark_sent(a, **key),
        "send_here": lambda a: actions.send_here(a, **key),
        "drop": lambda a: actions.drop_letter(a, **key),
        "receipt": lambda a: actions.record_receipt(a, is_accepted=True, answer="", **key),
    }


EVERYTHING = ("case_officer", "superuser", "unit_leader", "home_care")


def test_a_neighbour_municipality_meets_a_closed_door_everywhere(place, officer):
    case = make_case(officer, place.recipient, to="accepted", now=place.now)
    neighbour = place.actor(*EVERYTHING, where=place.birkenes)
    for name, go in doors(case, tasks_of(case)[0], place.now).items():
        with pytest.raises(Http404):
            go(neighbour)
            pytest.fail(name)
    assert not list(queries.cases(neighbour, now=place.now))
    assert not list(queries.late_tasks(neighbour, now=place.now + 90 * DAY))
    assert not queries.tasks_for_roles(neighbour, now=place.now + 90 * DAY)
    assert not list(queries.texts_waiting(neighbour, now=place.now))
    assert not queries.inspection(
        neighbour, service_type=case.service_type, since=place.now.date(), now=place.now
    )
    assert (
        queries.considered_share(neighbour, since=place.now.date(), until=place.now.date() + DAY).assessments
        == 0
    )
    with pytest.raises(Http404):
        actions.take_case(neighbour, case_id=case.pk, now=place.now)
    with pytest.raises(Http404):
        actions.give_case(neighbour, case_id=case.pk, to=neighbour.id, now=place.now)
    with pytest.raises(PermissionDenied):
        actions.save_deputy(
            neighbour, owner_id=place.froland.pk, person_id=officer.id, deputy_id=neighbour.id, now=place.now
        )


def test_nobody_opens_a_case_without_a_relation_to_the_recipient(place, officer):
    case = make_case(officer, place.recipient, to="accepted", now=place.now)
    colleague = place.actor(*EVERYTHING)
    for name, go in doors(case, tasks_of(case)[0], place.now).items():
        with pytest.raises(NoRelation):
            go(colleague)
            pytest.fail(name)


def test_a_stranger_and_an_ended_agreement_are_refused(place, officer):
    case = make_case(officer, place.recipient, to="accepted", now=place.now)
    centre = make_organisation("Oppfølgingssenteret", kind="centre_host")
    make_agreement(
        centre, place.froland, "follow_up_nurse", ends_at=place.now - DAY, ended_at=place.now - DAY
    )
    nurse = place.actor("follow_up_nurse", where=centre, near=True)
    for actor in (nurse, place.actor("system_manager", near=True)):
        with pytest.raises((PermissionDenied, Http404)):
            queries.case_page(actor, case_id=case.pk, now=place.now)
        with pytest.raises((PermissionDenied, Http404)):
            actions.start_case(actor, case_id=case.pk, now=place.now)


def test_an_agreement_in_force_lets_the_centre_work_and_a_lapsed_one_does_not(place, officer):
    """What remains under a lapsed agreement is the minimum to help in an alarm; a case is more than that."""
    case = make_case(officer, place.recipient, to="accepted", now=place.now)
    centre = make_organisation("Oppfølgingssenteret", kind="centre_host")
    agreement = make_agreement(centre, place.froland, "follow_up_nurse")
    user = place.user("follow_up_nurse", where=centre)
    make_relation(place.recipient, user.pk)
    nurse = actor_for_user(user, now=place.now)
    assert queries.case_page(nurse, case_id=case.pk, now=place.now).case.pk == case.pk
    Agreement.objects.filter(pk=agreement.pk).update(ends_at=place.now - DAY)
    lapsed = actor_for_user(user, now=place.now)
    with pytest.raises((PermissionDenied, Http404)):
        queries.case_page(lapsed, case_id=case.pk, now=place.now)


def test_a_task_of_ones_role_opens_the_card_until_it_is_done(place, officer):
    case = make_case(officer, place.recipient, to="allocated", now=place.now)
    worker = place.actor("superuser")
    task = next(one for one in tasks_of(case) if one.role == "superuser")
    with pytest.raises(NoRelation):
        queries.case_page(worker, case_id=case.pk, now=place.now)
    actions.take_task(worker, task_id=task.pk, now=place.now)
    assert queries.case_page(worker, case_id=case.pk, now=place.now)
    actions.sign_step(worker, task_id=task.pk, now=place.now)
    with pytest.raises(NoRelation):
        queries.case_page(worker, case_id=case.pk, now=place.now + timedelta(seconds=1))


def test_a_task_of_another_role_or_another_unit_is_not_taken(place, officer):
    unit = place.unit("Hjemmetjenesten nord")
    case = make_case(officer, place.recipient, to="allocated", now=place.now, unit=unit)
    task = next(one for one in tasks_of(case) if one.role == "superuser")
    with pytest.raises(PermissionDenied):
        actions.take_task(place.actor("home_care"), task_id=task.pk, now=place.now)
    other = actor_for_user(place.user("superuser", unit=place.unit("Hjemmetjenesten sør")), now=place.now)
    with pytest.raises(PermissionDenied):
        actions.take_task(other, task_id=task.pk, now=place.now)
    assert task.pk not in {one.pk for one in queries.tasks_for_roles(other, now=place.now + 90 * DAY)}
    own = actor_for_user(place.user("superuser", unit=unit), now=place.now)
    assert actions.take_task(own, task_id=task.pk, now=place.now).assigned_to == own.id
    with pytest.raises(PermissionDenied):
        actions.take_case(other, case_id=case.pk, now=place.now)


def test_an_offer_is_answered_by_the_receiver_alone(place, officer):
    case = make_case(officer, place.recipient, now=place.now)
    row = actions.propose_hand_over(
        officer, case_id=case.pk, to=place.birkenes.pk, text="Flytter", now=place.now
    )
    receiver = place.actor("case_officer", where=place.birkenes)
    offer = queries.offers_waiting(receiver).get()
    assert not queries.offers_waiting(officer).exists()
    third = place.actor("hospital_follow_up", where=place.hospital)
    for actor in (officer, third):
        with pytest.raises(Http404):
            actions.prepare_hand_over(actor, offer_id=offer.pk, now=place.now)
        with pytest.raises(Http404):
            actions.reject_hand_over(actor, offer_id=offer.pk, reason="Vi vil ikke ha dem", now=place.now)
    with pytest.raises(Http404):
        actions.withdraw_hand_over(receiver, hand_over_id=row.pk, now=place.now)
    actions.withdraw_hand_over(officer, hand_over_id=row.pk, now=place.now)
    assert not queries.offers_waiting(receiver).exists()
