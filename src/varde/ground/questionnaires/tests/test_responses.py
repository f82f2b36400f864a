"""A response from start to end: who may, what is kept, what several people do to it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from varde.foundation.ids import new_id
from varde.foundation.outbox import post
from varde.foundation.outbox.models import Delivery
from varde.foundation.ownership import scope
from varde.ground.organisations.queries import access_log_of
from varde.ground.organisations.testing import make_agreement, make_organisation
from varde.ground.people.queries import NoRelation
from varde.ground.people.rules.address import Protection
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.testing import make_address, make_relation
from varde.ground.questionnaires import actions, queries
from varde.ground.questionnaires.events import ResponseCompleted
from varde.ground.questionnaires.models import AnswerChange, Definition
from varde.ground.questionnaires.permissions import QuestionnairePermission as P
from varde.ground.questionnaires.rules.lifecycle import NotNow, State
from varde.ground.questionnaires.rules.values import Coded, Typed
from varde.ground.questionnaires.testing import make_definition, make_response, questionnaire
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db
DONE = {"considered": (False,), "why_not_more": ("Bare praktisk hjelp.",)}


def start(actor, anna, now, code="technology_considered", **more):
    given = {"basis_kind": "step", "basis_id": anna.pk, **more}
    return actions.start_response(
        actor, owner_id=anna.owner_id, recipient_id=anna.pk, definition_code=code, now=now, **given
    )


def save(actor, row, given, now, revision=0, shown=None):
    return actions.save_answers(
        actor,
        recipient_id=row.recipient_id,
        response_id=row.pk,
        given=given,
        shown=frozenset(shown if shown is not None else given),
        revision=revision,
        now=now,
    )


def complete(actor, row, now):
    return actions.complete_response(actor, recipient_id=row.recipient_id, response_id=row.pk, now=now)


def test_a_response_is_started_saved_and_completed_and_others_hear_of_it(ada, anna, saturday_night):
    row = start(ada, anna, saturday_night)
    save(ada, row, DONE, saturday_night)
    done = complete(ada, row, saturday_night)
    assert done.state == State.COMPLETED
    shown = queries.response(ada, response_id=row.pk, now=saturday_night)
    assert shown.answers == DONE
    assert (shown.line.answered, shown.line.asked, shown.line.completed_by) == (2, 3, "Ada")
    assert shown.answered_by["considered"].who == "Ada"


def test_starting_twice_on_one_basis_gives_the_one_in_progress_and_after_completion_a_new_one(
    ada, anna, saturday_night
):
    row = start(ada, anna, saturday_night)
    assert start(ada, anna, saturday_night).pk == row.pk
    assert start(ada, anna, saturday_night, basis_id=new_id()).pk != row.pk
    save(ada, row, DONE, saturday_night)
    complete(ada, row, saturday_night)
    assert start(ada, anna, saturday_night).pk != row.pk


def test_completion_names_each_required_question_that_is_put_and_unanswered(ada, anna, saturday_night):
    row = start(ada, anna, saturday_night)
    with pytest.raises(actions.Incomplete) as refused:
        complete(ada, row, saturday_night)
    assert [one.link_id for one in refused.value.faults] == ["considered"]
    save(ada, row, {"considered": (True,)}, saturday_night)
    with pytest.raises(actions.Incomplete) as refused:
        complete(ada, row, saturday_night)
    assert [one.link_id for one in refused.value.faults] == ["which", "part", "result"]


def test_what_was_typed_and_cannot_be_read_is_kept_and_stops_completion(ada, anna, saturday_night):
    row = start(ada, anna, saturday_night, code="home_check")
    save(ada, row, {"where": ("Kjøkken",), "wifi": (Typed("kanskje"),)}, saturday_night)
    shown = queries.response(ada, response_id=row.pk, now=saturday_night)
    assert shown.answers["wifi"] == (Typed("kanskje"),)
    with pytest.raises(actions.Incomplete) as refused:
        complete(ada, row, saturday_night)
    assert ("wifi", "unread") in [(one.link_id, one.fault.value) for one in refused.value.faults]


def test_answers_to_questions_no_longer_put_are_left_out_of_what_is_complete_but_not_forgotten(
    ada, anna, saturday_night
):
    row = start(ada, anna, saturday_night)
    save(ada, row, {"considered": (True,), "which": (Coded("dispenser"),)}, saturday_night)
    save(ada, row, DONE, saturday_night, revision=1)
    complete(ada, row, saturday_night)
    shown = queries.response(ada, response_id=row.pk, now=saturday_night)
    assert "which" not in shown.answers
    with scope(frozenset({anna.owner_id})):
        assert AnswerChange.objects.filter(response=row, link_id="which").exists()


def test_two_people_on_old_pages_keep_each_others_answers(ada, staff, anna, saturday_night):
    bo = staff("superuser", name="Bo")
    make_relation(anna, bo.id)
    row = start(ada, anna, saturday_night, code="home_check")
    later = saturday_night + timedelta(minutes=1)
    save(ada, row, {"where": ("Kjøkken",), "heard": (True,)}, saturday_night)
    saved = save(bo, row, {"wifi": (True,)}, later, shown={"wifi", "where", "heard"})  # saw an empty page
    assert saved.answers == {"where": ("Kjøkken",), "heard": (True,), "wifi": (True,)}
    by = queries.response(ada, response_id=row.pk, now=later).answered_by
    assert (by["where"].who, by["wifi"].who, by["wifi"].at) == ("Ada", "Bo", later)


def test_when_both_answered_one_question_the_first_stands_until_the_second_saves_again(
    ada, staff, anna, saturday_night
):
    bo = staff("superuser", name="Bo")
    make_relation(anna, bo.id)
    row = start(ada, anna, saturday_night, code="home_check")
    save(ada, row, {"where": ("Kjøkken",)}, saturday_night)
    told = save(bo, row, {"where": ("Stue",)}, saturday_night)
    assert told.answers["where"] == ("Kjøkken",)
    assert [(one.link_id, one.who) for one in told.clashes] == [("where", "Ada")]
    again = save(bo, row, {"where": ("Stue",)}, saturday_night, revision=told.revision)
    assert again.answers["where"] == ("Stue",)
    assert not again.clashes


def test_saving_nothing_new_writes_nothing(ada, anna, saturday_night):
    row = start(ada, anna, saturday_night)
    first = save(ada, row, {"considered": (True,)}, saturday_night)
    again = save(ada, row, {"considered": (True,)}, saturday_night, revision=first.revision)
    assert again.revision == first.revision == 1


def test_a_running_response_stays_on_its_version_when_a_newer_is_published(
    ada, staff, anna, froland, saturday_night
):
    row = start(ada, anna, saturday_night)
    leader = staff("unit_leader", name="Lena")
    newer = questionnaire(name="technology_considered", version="2", title="Ny utgave")
    data = json.dumps(newer).encode()
    held = actions.import_definition(leader, owner_id=froland.pk, data=data, now=saturday_night)
    actions.publish_draft(leader, draft_id=held.pk, now=saturday_night)
    assert queries.response(ada, response_id=row.pk, now=saturday_night).definition.version == "1"
    fresh = start(ada, anna, saturday_night, basis_id=new_id())
    assert queries.response(ada, response_id=fresh.pk, now=saturday_night).definition.version == "2"
    assert queries.definition(ada, code="technology_considered").title.nb == "Ny utgave"


def test_a_completed_response_is_not_changed_but_can_be_marked_as_wrong(ada, anna, saturday_night):
    row = start(ada, anna, saturday_night)
    save(ada, row, DONE, saturday_night)
    complete(ada, row, saturday_night)
    with pytest.raises(NotNow):
        save(ada, row, {"considered": (True,)}, saturday_night, revision=1)
    with pytest.raises(NotNow):
        complete(ada, row, saturday_night)
    actions.void_response(
        ada, recipient_id=anna.pk, response_id=row.pk, reason="Feil person", now=saturday_night
    )
    shown = queries.response(ada, response_id=row.pk, now=saturday_night)
    assert (shown.line.state, shown.void_reason, shown.voided_by) == (State.WRONG, "Feil person", "Ada")
    assert shown.answers == DONE
    assert queries.responses_for(ada, basis_kind="step", basis_id=anna.pk, now=saturday_night) == ()


def test_a_form_that_was_withdrawn_starts_no_response_until_a_newer_is_published(
    ada, staff, anna, froland, saturday_night
):
    leader = staff("unit_leader", name="Lena")
    actions.withdraw_form(leader, owner_id=froland.pk, code="user_survey", now=saturday_night)
    with pytest.raises(queries.UnknownDefinition):
        start(ada, anna, saturday_night, code="user_survey")
    assert "user_survey" not in queries.codes_in_use(ada, owner_id=froland.pk)
    make_definition(froland.pk, questionnaire(name="user_survey", version="9"), published_at=saturday_night)
    assert start(ada, anna, saturday_night, code="user_survey").definition.version == "9"


def test_responses_for_a_basis_and_the_comparison_of_two(ada, anna, saturday_night):
    first = start(ada, anna, saturday_night)
    save(ada, first, DONE, saturday_night)
    complete(ada, first, saturday_night)
    later = saturday_night + timedelta(days=180)
    second = start(ada, anna, later)
    save(ada, second, {"considered": (True,), "which": (Coded("dispenser"),)}, later)
    found = queries.responses_for(ada, basis_kind="step", basis_id=anna.pk, now=later)
    assert [one.id for one in found] == [second.pk, first.pk]
    told = queries.compare(ada, first_id=second.pk, second_id=first.pk, language="nb", now=later)
    assert (told.first.id, told.second.id) == (first.pk, second.pk)
    rows = {row.link_id: (row.first.text, row.second.text, row.change.value) for row in told.rows}
    assert rows["considered"] == ("Nei", "Ja", "changed")
    assert rows["which"] == ("", "Medisindispenser", "new")


def every_door(actor, row, anna, now):
    """Each guarded function that touches a response, as this actor would call it."""
    who = {"recipient_id": anna.pk, "response_id": row.pk}
    return {
        "response": lambda: queries.response(actor, response_id=row.pk, now=now),
        "about": lambda: queries.responses_about(actor, recipient_id=anna.pk, now=now),
        "for": lambda: queries.responses_for(actor, basis_kind="recipient", basis_id=anna.pk, now=now),
        "compare": lambda: queries.compare(actor, first_id=row.pk, second_id=row.pk, language="nb", now=now),
        "start": lambda: start(actor, anna, now),
        "save": lambda: save(actor, row, DONE, now),
        "complete": lambda: complete(actor, row, now),
        "void": lambda: actions.void_response(actor, **who, reason="x", now=now),
    }


DOORS = ["response", "about", "for", "compare", "start", "save", "complete", "void"]


@pytest.mark.parametrize("door", DOORS)
def test_a_colleague_without_a_care_relation_is_refused(door, staff, anna, saturday_night):
    row = make_response(anna)
    with pytest.raises(NoRelation):
        every_door(staff(), row, anna, saturday_night)[door]()


@pytest.mark.parametrize("door", DOORS)
def test_a_relation_through_another_unit_opens_nothing(door, staff, anna, saturday_night):
    row = make_response(anna)
    make_relation(anna, new_id(), kind=HolderKind.UNIT)
    with pytest.raises(NoRelation):
        every_door(staff(), row, anna, saturday_night)[door]()


@pytest.mark.parametrize("door", DOORS)
def test_a_neighbour_municipality_finds_nothing(door, staff, anna, saturday_night):
    row = make_response(anna)
    neighbour = staff(where=make_organisation("Birkenes", kind="municipality"))
    act = every_door(neighbour, row, anna, saturday_night)[door]
    if door == "for":
        assert act() == ()
        return
    with pytest.raises((Http404, PermissionDenied)):
        act()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("ended", ["ended_at", "ends_at"])
def test_an_agreement_that_ended_or_lapsed_yesterday_opens_nothing(
    door, ended, staff, anna, froland, saturday_night
):
    row, partner = make_response(anna), make_organisation("Omsorg", kind="provider")
    yesterday = saturday_night - timedelta(days=1)
    make_agreement(partner, froland, "home_care", **{ended: yesterday})
    nurse = staff("home_care", where=partner)
    make_relation(anna, nurse.id)
    act = every_door(nurse, row, anna, saturday_night)[door]
    if door == "for":
        assert act() == ()
        return
    with pytest.raises((Http404, PermissionDenied)):
        act()


def test_an_agreement_in_force_opens_what_its_role_may(staff, anna, froland, saturday_night):
    row, partner = make_response(anna), make_organisation("Omsorg", kind="provider")
    make_agreement(partner, froland, "home_care")
    nurse = staff("home_care", where=partner)
    make_relation(anna, nurse.id)
    assert queries.response(nurse, response_id=row.pk, now=saturday_night).line.id == row.pk


def test_a_response_shows_no_address_of_a_protected_recipient(ada, anna, saturday_night):
    make_address(anna, protection=Protection.STRICTLY_CONFIDENTIAL)
    row = make_response(anna)
    assert "Solbakken" not in repr(queries.response(ada, response_id=row.pk, now=saturday_night))


def test_who_answers_may_not_publish_and_who_manages_does_not_read_answers(staff, anna, saturday_night):
    manager, officer = staff("system_manager"), staff()
    assert manager.may(P.MANAGE) and not manager.may(P.READ) and not manager.may(P.ANSWER)
    assert officer.may(P.ANSWER) and not officer.may(P.MANAGE)
    with pytest.raises(PermissionDenied):
        queries.response(manager, response_id=make_response(anna).pk, now=saturday_night)


@pytest.mark.parametrize(
    "role", ["follow_up_nurse", "hospital_follow_up", "home_care", "dho_contact", "superuser"]
)
def test_those_who_follow_up_fill_in_forms_about_their_own_recipients(role, staff, anna, saturday_night):
    one = staff(role)
    with pytest.raises(NoRelation):
        start(one, anna, saturday_night)
    make_relation(anna, one.id)
    row = start(one, anna, saturday_night)
    save(one, row, DONE, saturday_night)
    assert complete(one, row, saturday_night).state == State.COMPLETED


def test_each_reading_and_writing_stands_in_the_recipients_access_log(
    ada, staff, anna, saturday_night, django_capture_on_commit_callbacks
):
    row = start(ada, anna, saturday_night)
    save(ada, row, DONE, saturday_night)
    queries.response(ada, response_id=row.pk, now=saturday_night)
    leader = staff("unit_leader", name="Lena")
    names = [one.name for one in access_log_of(leader, recipient_id=anna.pk)]
    for part in ("start_response", "save_answers", "responses._whole"):
        assert any(part in name for name in names), (part, names)


def test_answers_are_encrypted_where_they_lie(ada, anna, saturday_night):
    row = start(ada, anna, saturday_night)
    save(ada, row, {"why_not_more": ("hemmelig sykdom",), "considered": (False,)}, saturday_night)
    with connection.cursor() as cursor:
        for table, column in (("response", "answers"), ("answerchange", "value")):
            cursor.execute(f"SELECT {column} FROM questionnaires_{table}")
            assert all(b"hemmelig" not in bytes(value) for (value,) in cursor.fetchall())


def test_a_stranger_starts_nothing(anna, saturday_night):
    with pytest.raises(PermissionDenied):
        start(Actor(new_id(), "Fremmed"), anna, saturday_night)


def test_a_shipped_form_becomes_a_version_of_the_organisation_once(ada, anna, saturday_night):
    start(ada, anna, saturday_night)
    start(ada, anna, saturday_night, basis_id=new_id())
    with scope(frozenset({anna.owner_id})):
        assert Definition.objects.filter(shipped=True).count() == 1


def test_the_event_carries_ids_and_no_answer(ada, anna, saturday_night, monkeypatch):
    heard = []
    subscriber = post.Subscriber("test.heard", ResponseCompleted, lambda **fields: heard.append(fields))
    monkeypatch.setattr(post, "_subscribers", {ResponseCompleted.code: {"test.heard": subscriber}})
    row = start(ada, anna, saturday_night)
    save(ada, row, DONE, saturday_night)
    complete(ada, row, saturday_night)
    kept = Delivery.objects.get(event="questionnaires.completed/1").payload
    assert "Bare praktisk" not in str(kept)
    assert kept["response_id"] == str(row.pk) and kept["definition_code"] == "technology_considered"
    post.run(saturday_night)
    assert heard[0]["recipient_id"] == anna.pk
