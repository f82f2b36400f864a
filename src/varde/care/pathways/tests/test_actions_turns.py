"""Pause, winding down and its undo, hand-over between organisations, evaluation, grounds, concerns, letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from varde.care.pathways import actions, jobs, queries
from varde.care.pathways.models import Ground, Letter, Responsibility
from varde.care.pathways.rules.consents import ConsentRefused
from varde.care.pathways.rules.gates import LeaveRefused
from varde.care.pathways.rules.lifecycle import GateClosed, NotAllowed
from varde.care.pathways.rules.pause import Stops
from varde.care.pathways.testing import all_met, fresh, make_case, make_template, sign_all, tasks_of
from varde.foundation.authorisation import machine
from varde.foundation.ownership import scope
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations.queries import actor_for_user
from varde.ground.people.testing import make_recipient, make_relation
from varde.kernel.actor import EVERYWHERE

DAY = timedelta(days=1)


def row_of(case):
    with scope(EVERYWHERE):
        held = {f.attname: getattr(fresh(case), f.attname) for f in type(case)._meta.concrete_fields}
        tasks = {one.pk: (one.state, one.due_at, one.done_at, one.is_held) for one in tasks_of(case)}
    return held, tasks


def test_a_pause_stops_what_its_rule_says_until_its_end_and_not_a_minute_more(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    back = (place.now + 10 * DAY).date()
    actions.pause_case(officer, case_id=case.pk, reason="travel", ends_on=back, place="Syden", now=place.now)
    asked = machine("pathway_worker")
    quiet = queries.quiet_for(asked, recipient_ids=[place.recipient.pk], at=place.now + 3 * DAY)
    assert Stops.MISSING in quiet[place.recipient.pk][0].stops
    assert queries.quiet_for(asked, recipient_ids=[place.recipient.pk], at=place.now + 11 * DAY) == {}
    resume = tasks_of(case, code="resume")[0]
    assert resume.due_at.date() == back - 2 * DAY  # midnight Norwegian time at which day nine begins, in UTC
    assert all(one.is_held for one in tasks_of(case, code="refill"))


def test_a_pause_past_its_end_rises_to_a_leader(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    back = (place.now + 3 * DAY).date()
    actions.pause_case(officer, case_id=case.pk, reason="travel", ends_on=back, place="", now=place.now)
    assert jobs.raise_overlong_pauses(place.now + 2 * DAY) == 0
    assert jobs.raise_overlong_pauses(place.now + 4 * DAY) == 1
    assert jobs.raise_overlong_pauses(place.now + 4 * DAY) == 0
    assert tasks_of(case, code="pause_overlong")[0].role == "unit_leader"


def test_a_death_taken_back_restores_everything_exactly(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    actions.pause_case(
        officer,
        case_id=case.pk,
        reason="hospital",
        ends_on=(place.now + 9 * DAY).date(),
        place="",
        now=place.now,
    )
    before = row_of(case)
    died = place.now.date()
    actions.register_death(officer, recipient_id=place.recipient.pk, died_on=died, now=place.now + DAY)
    assert fresh(case).status == "winding_down"
    assert fresh(case).ended_on == died
    assert actions.undo_death(officer, recipient_id=place.recipient.pk, now=place.now + 2 * DAY) == 1
    assert row_of(case) == before


def test_nothing_is_sent_to_the_dead(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    letter = actions.draft_letter(
        officer, case_id=case.pk, moment="underway", to="recipient", send_on=place.now.date(), now=place.now
    )
    actions.release_letter(officer, letter_id=letter.pk, text="Hei", to_name="Ragnhild", now=place.now)
    actions.register_death(officer, recipient_id=place.recipient.pk, died_on=place.now.date(), now=place.now)
    with pytest.raises(actions.ToTheDead):
        actions.mark_sent(officer, letter_id=letter.pk, now=place.now)
    with pytest.raises(actions.ToTheDead):
        actions.draft_letter(
            officer, case_id=case.pk, moment="end", to="recipient", send_on=place.now.date(), now=place.now
        )


def test_a_rejected_receipt_opens_the_task_again(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    letter = actions.draft_letter(
        officer, case_id=case.pk, moment="underway", to="gp", send_on=place.now.date(), now=place.now
    )
    with pytest.raises(actions.GapsLeft):
        actions.release_letter(officer, letter_id=letter.pk, text=str(letter.text), to_name="", now=place.now)
    actions.release_letter(
        officer, letter_id=letter.pk, text="Til fastlegen", to_name="Dr. Lie", now=place.now
    )
    actions.mark_sent(officer, letter_id=letter.pk, now=place.now)
    assert tasks_of(case, about_id=letter.pk) == []
    actions.record_receipt(officer, letter_id=letter.pk, is_accepted=False, answer="ukjent", now=place.now)
    assert len(tasks_of(case, about_id=letter.pk)) == 1


def test_an_objection_ends_the_ground_the_same_day_with_a_task(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    actions.record_objection(officer, case_id=case.pk, text="Vil ikke mer", now=place.now)
    with scope(EVERYWHERE):
        assert not Ground.objects.filter(case=case, ended_at__isnull=True).exists()
    task = tasks_of(case, code="ground_missing")[0]
    assert task.due_at == place.now
    assert task.assigned_to == officer.id


def test_next_of_kin_do_not_consent_for_an_adult(place, officer, met):
    values = {"kind": "care", "giver": "next_of_kin", "giver_name": "Kari", "given_on": place.now.date()}
    with pytest.raises(ConsentRefused):
        actions.give_consent(
            officer, recipient_id=place.recipient.pk, case_id=None, values=values, now=place.now
        )


def test_a_withdrawn_consent_to_care_ends_the_ground_and_no_other_consent(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    given = {"giver": "self", "giver_name": "", "given_on": place.now.date()}
    keys = [
        actions.give_consent(
            officer,
            recipient_id=place.recipient.pk,
            case_id=case.pk,
            values={"kind": kind, **given},
            now=place.now,
        ).pk
        for kind in ("care", "tell_kin")
    ]
    actions.withdraw_consent(officer, consent_id=keys[0], text="", now=place.now)
    assert tasks_of(case, code="ground_missing")
    with pytest.raises(Http404):
        actions.withdraw_consent(officer, consent_id=keys[0], text="", now=place.now)
    actions.withdraw_consent(officer, consent_id=keys[1], text="", now=place.now)


def test_an_evaluation_that_ends_a_service_gives_a_coded_reason(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    actions.open_evaluation(officer, case_id=case.pk, now=place.now)
    found = {"outcome": "end", "reason": "", "is_suitable": False, "text": "", "finding": "Lyden er for lav"}
    with pytest.raises(actions.ReasonNeeded):
        actions.evaluate(officer, case_id=case.pk, values=found, now=place.now)
    actions.evaluate(officer, case_id=case.pk, values={**found, "reason": "not_suited"}, now=place.now)
    decided = actions.decide(
        officer, case_id=case.pk, decision="end", reason="not_suited", next_on=None, now=place.now
    )
    assert decided.before_id is not None
    assert fresh(case).status == "winding_down"
    assert [text for _at, text in queries.findings(officer, service_type=case.service_type)] == [
        "Lyden er for lav"
    ]


def test_an_extended_service_has_its_next_evaluation_as_a_task(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    actions.open_evaluation(officer, case_id=case.pk, now=place.now)
    found = {"outcome": "extend", "reason": "", "is_suitable": True, "text": "", "finding": ""}
    actions.evaluate(officer, case_id=case.pk, values=found, now=place.now)
    actions.decide(officer, case_id=case.pk, decision="extend", reason="", next_on=None, now=place.now)
    assert tasks_of(case, code="evaluate")[0].due_at > place.now + 150 * DAY
    assert fresh(case).stage == "operation"


def test_a_recurring_task_needs_two_people_and_comes_again(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    refill = tasks_of(case, code="refill")[0]
    actions.sign_step(officer, task_id=refill.pk, now=place.now)
    with pytest.raises(actions.SecondPerson):
        actions.check_step(officer, task_id=refill.pk, now=place.now)
    second = place.actor("home_care", near=True)
    actions.check_step(second, task_id=refill.pk, now=place.now)
    following = tasks_of(case, code="refill")[0]
    assert following.series == 1
    assert following.due_at == refill.due_at + 7 * DAY


def test_a_concern_is_owned_and_answered(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    concern = actions.log_concern(
        officer, case_id=case.pk, said_by="recipient", said_name="", text="Er redd om natta", now=place.now
    )
    task = tasks_of(case, kind="concern")[0]
    assert (task.assigned_to, task.due_at) == (officer.id, place.now + DAY)
    actions.answer_concern(officer, concern_id=concern.pk, answer="Vi ringer hver kveld", now=place.now)
    assert tasks_of(case, kind="concern") == []


def test_a_deputy_has_the_work_of_whoever_is_away(place, officer, met):
    case = make_case(officer, place.recipient, now=place.now)
    deputy = place.user("case_officer")
    day = place.now.date()
    actions.save_absence(
        officer,
        owner_id=place.froland.pk,
        person_id=officer.id,
        deputy_id=deputy.pk,
        starts_on=day,
        ends_on=day + 7 * DAY,
        now=place.now,
    )
    page = queries.case_page(officer, case_id=case.pk, now=place.now)
    assert page.responsible == deputy.name
    assert jobs.let_deputies_in(place.now) == 1
    stand_in = actor_for_user(deputy, now=place.now)
    assert queries.case_page(stand_in, case_id=case.pk, now=place.now).case.pk == case.pk
    actions.log_concern(
        officer, case_id=case.pk, said_by="recipient", said_name="", text="Utrygg", now=place.now
    )
    assert [one.kind for one in queries.my_tasks(stand_in, now=place.now)][:1]


@pytest.fixture
def offered(place, met):
    """A hospital follows up its own patient, and offers the case to Froland after three weeks."""
    patient = make_recipient(place.hospital.pk, name="Ragnhild Moe")
    user = place.user("hospital_follow_up", where=place.hospital)
    make_relation(patient, user.pk)
    nurse = actor_for_user(user, now=place.now)
    case = make_case(nurse, patient, code="dho_hospital", now=place.now)
    later = place.now + 21 * DAY
    actions.propose_hand_over(
        nurse, case_id=case.pk, to=place.froland.pk, text="Videre oppfølging", now=later
    )
    return nurse, case, later


def test_the_sender_is_responsible_until_the_receiver_accepts(place, officer, offered):
    _nurse, case, later = offered
    asked = machine("pathway_worker")
    day_after = later + DAY + timedelta(minutes=1)
    assert queries.responsible_at(asked, chain=case.chain, at=day_after) == place.hospital.pk
    assert jobs.raise_unanswered(day_after) == 1
    assert tasks_of(case, code="handover_waits")
    offer = queries.offers_waiting(officer).get()
    assert offer.has_aged(day_after)
    with pytest.raises(actions.NotPrepared):
        accept(place, officer, offer, day_after)
    actions.prepare_hand_over(officer, offer_id=offer.pk, now=day_after)
    with all_met(but=["response_plan"]), pytest.raises(GateClosed):
        accept(place, officer, offer, day_after)
    assert fresh(case).status == "active"
    taken = accept(place, officer, offer, day_after)
    assert (taken.status, taken.stage, taken.chain) == ("active", "operation", case.chain)
    assert (fresh(case).status, fresh(case).end_reason) == ("ended", "handed_over")
    assert queries.responsible_at(asked, chain=case.chain, at=day_after) == place.froland.pk
    assert queries.responsible_at(asked, chain=case.chain, at=day_after - DAY) == place.hospital.pk
    with scope(EVERYWHERE):
        assert Responsibility.objects.filter(chain=case.chain, ends_at__isnull=True).count() == 1


def accept(place, actor, offer, now):
    template = make_template(place.froland, "dho_own")
    return actions.accept_hand_over(
        actor, offer_id=offer.pk, template_id=template.pk, arrangement="own", medical="Dr. Lie", now=now
    )


def test_a_rejected_hand_over_stays_with_the_sender_with_its_reason(place, officer, offered):
    _nurse, case, later = offered
    offer = queries.offers_waiting(officer).get()
    actions.reject_hand_over(officer, offer_id=offer.pk, reason="Vi mangler utstyr nå", now=later)
    assert fresh(case).status == "active"
    assert tasks_of(case, code="handover_rejected")
    with pytest.raises(Http404):
        actions.reject_hand_over(officer, offer_id=offer.pk, reason="Vi mangler utstyr nå", now=later)


def test_a_quality_gate_is_deferred_then_excepted_and_opens_again_the_day_it_ends(place, officer, met):
    case = make_case(officer, place.recipient, to="installed", now=place.now)
    codes = {one.code for one in tasks_of(case, kind="step")} - {"train_kin"}
    sign_all(officer, case, now=place.now, only=codes)
    with pytest.raises(GateClosed):
        actions.start_case(officer, case_id=case.pk, now=place.now)
    today = place.now.date()
    leave = {"gate": "training_kin", "holder": officer.id, "holder_name": officer.name}
    with pytest.raises(LeaveRefused):
        actions.defer_gate(officer, case_id=case.pk, until=today + 15 * DAY, now=place.now, **leave)
    actions.defer_gate(officer, case_id=case.pk, until=today + 14 * DAY, now=place.now, **leave)
    actions.start_case(officer, case_id=case.pk, now=place.now)
    later = place.now + 14 * DAY
    assert jobs.reopen_gates(later - DAY) == 0
    assert jobs.reopen_gates(later) == 1
    task = tasks_of(case, kind="gate")[0]
    assert task in queries.my_tasks(officer, now=later)
    page = queries.case_page(officer, case_id=case.pk, now=later)
    assert [one.code for one in page.missing] == ["training_kin"]
    actions.except_gate(
        officer,
        case_id=case.pk,
        until=later.date() + 30 * DAY,
        reason="Ingen pårørende svarer",
        now=later,
        **leave,
    )
    assert queries.exceptions(officer, now=later).count() == 1
    assert jobs.reopen_gates(later + 29 * DAY) == 0
    assert jobs.reopen_gates(later + 30 * DAY) == 1


def test_a_safety_gate_is_never_deferred_nor_excepted(place, officer):
    case = make_case(officer, place.recipient, to="installed", now=place.now)
    leave = {"gate": "way_in", "holder": officer.id, "holder_name": officer.name}
    until = place.now.date() + DAY
    with all_met(but=["way_in"]):
        with pytest.raises(LeaveRefused):
            actions.defer_gate(officer, case_id=case.pk, until=until, now=place.now, **leave)
        with pytest.raises(LeaveRefused):
            actions.except_gate(
                officer, case_id=case.pk, until=until, reason="Det haster veldig", now=place.now, **leave
            )


def test_a_case_cannot_be_paused_before_it_runs(place, officer, met):
    case = make_case(officer, place.recipient, to="accepted", now=place.now)
    with pytest.raises(NotAllowed):
        actions.pause_case(
            officer,
            case_id=case.pk,
            reason="travel",
            ends_on=(place.now + DAY).date(),
            place="",
            now=place.now,
        )


def test_a_text_for_the_record_waits_until_it_is_copied(place, officer, met):
    case = make_case(officer, place.recipient, to="allocated", now=place.now)
    waiting = list(queries.texts_waiting(officer, now=place.now))
    assert [one.kind for one in waiting] == ["allocation"]
    assert "26/104" in str(waiting[0].text)
    actions.mark_copied(officer, text_id=waiting[0].pk, now=place.now)
    assert not list(queries.texts_waiting(officer, now=place.now))
    assert case.criteria.number == 1
    with scope(EVERYWHERE):
        assert {one.to for one in Letter.objects.filter(case=case)} >= {"gp", "home_care"}


def test_messaging_sends_nothing_to_a_dead_recipient_and_does_again_when_it_was_wrong(place, officer, met):
    make_case(officer, place.recipient, now=place.now)

    def tell(key):
        return messaging.send(
            machine("messenger"),
            owner_id=place.froland.pk,
            channel=Channel.IN_APP,
            address="",
            text=Text(Purpose.HELP_IS_COMING),
            receiver=messaging.Receiver(messaging.ReceiverKind.RECIPIENT, place.recipient.pk),
            about=messaging.About("case", place.recipient.pk),
            idempotency_key=key,
            needs_answer=False,
            answer_within=None,
            now=place.now,
        )

    assert tell("before").is_received
    actions.register_death(officer, recipient_id=place.recipient.pk, died_on=place.now.date(), now=place.now)
    assert tell("dead").is_not_received
    actions.undo_death(officer, recipient_id=place.recipient.pk, now=place.now)
    assert tell("alive").is_received
