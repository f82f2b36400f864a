"""A session from plan to outcome, and a proposal from first word to checked effect. On both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404

from varde.foundation.ids import new_id
from varde.foundation.ownership import ForeignOwner, scope
from varde.governance.improvement import actions, queries
from varde.governance.improvement.actions import contributing
from varde.governance.improvement.models import Contribution, Proposal, Session
from varde.governance.improvement.queries import slots
from varde.governance.improvement.rules.codes import Effect
from varde.governance.improvement.rules.lifecycle import NotAllowed, Turn, Verb
from varde.governance.improvement.rules.people import MOST, TooMany
from varde.governance.improvement.testing import (
    MONDAY,
    make_placed,
    make_proposal,
    make_said,
    make_session,
)

pytestmark = pytest.mark.django_db
NOW = {"now": MONDAY}
HOUR = timedelta(hours=1)


def waits(actor, day):
    return queries.waiting(actor, today=day, until=day)


def plan(actor, owner, activity="1a", **more):
    values = {
        "owner": owner,
        "title": "Økt",
        "unit": None,
        "held_on": date(2026, 11, 9),
        "facilitator": None,
        "minutes": 120,
        **more,
    }
    return actions.plan_session(actor, activity=activity, values=values)


def outcome(actor, row):
    return queries.run(actor, session_id=row.pk).outcome


def lies(actor, row, question):
    cells = outcome(actor, row).cells.items()
    return next((cell for cell, ones in cells if question in [one.question.code for one in ones]), "")


def test_a_session_is_planned_started_ended_and_opened_again(leader, froland):
    me = queries.facilitators(leader, now=MONDAY).get(pk=leader.id)
    row = plan(leader, froland, facilitator=me)
    assert (row.state, row.started_at) == ("planned", None)
    with pytest.raises(NotAllowed):
        actions.turn_session(leader, session_id=row.pk, turn=Turn.END, **NOW)
    row = actions.turn_session(leader, session_id=row.pk, turn=Turn.START, **NOW)
    assert (row.state, row.started_at) == ("running", MONDAY)
    row = actions.turn_session(leader, session_id=row.pk, turn=Turn.END, now=MONDAY + HOUR)
    assert (row.state, row.ended_at) == ("ended", MONDAY + HOUR)
    row = actions.turn_session(leader, session_id=row.pk, turn=Turn.REOPEN, now=MONDAY + 2 * HOUR)
    assert (row.state, row.started_at, row.ended_at) == ("running", MONDAY, None), (
        "the time runs from the first start"
    )
    with pytest.raises(Http404):
        plan(leader, froland, "9x", facilitator=me)


def test_a_session_that_is_over_is_not_changed_and_one_that_is_called_off_can_be_planned_anew(
    leader, froland
):
    row = make_session(froland, state="ended")
    with pytest.raises(NotAllowed):
        actions.change_session(leader, session_id=row.pk, values={"title": "Ny"})
    row = make_session(froland, state="planned", started_at=None)
    assert actions.change_session(leader, session_id=row.pk, values={"title": "Ny"}).title == "Ny"
    actions.turn_session(leader, session_id=row.pk, turn=Turn.CALL_OFF, **NOW)
    assert actions.turn_session(leader, session_id=row.pk, turn=Turn.REOPEN, **NOW).state == "planned"


def test_participants_are_written_up_once_and_get_the_role_that_is_given_last(leader, nurse, froland):
    row = make_session(froland)
    actions.add_participants(nurse, session_id=row.pk, people=[("Kari Nygård", ""), ("Ola Myhre", "lærling")])
    actions.add_participants(nurse, session_id=row.pk, people=[("kari nygård", "leder"), ("Ola Myhre", "")])
    there = queries.run(nurse, session_id=row.pk).participants
    assert [(one.name, one.role) for one in there] == [("Kari Nygård", "leder"), ("Ola Myhre", "lærling")]
    with pytest.raises(TooMany), transaction.atomic():
        actions.add_participants(
            nurse, session_id=row.pk, people=[(f"Person {n}", "") for n in range(MOST - 1)]
        )
    assert len(queries.run(nurse, session_id=row.pk).participants) == 2, "none of those was kept"
    actions.remove_participant(leader, participant_id=there[1].pk)
    assert [one.name for one in queries.run(nurse, session_id=row.pk).participants] == ["Kari Nygård"]


def test_a_question_is_placed_moved_and_taken_out_and_every_word_is_kept(nurse, froland):
    row = make_session(froland)
    for n, cell in enumerate(("begin", "keep", "keep", "")):
        actions.place(nurse, session_id=row.pk, question="access", cell=cell, now=MONDAY + n * HOUR)
    assert lies(nurse, row, "access") == ""
    words = list(queries.log(nurse, session_id=row.pk))
    assert [(one.values.get("cell"), one.is_withdrawn) for one in words] == [
        (None, True), ("keep", False), ("begin", False),
    ], "what lies there already is not said twice"  # fmt: skip
    for question, cell in (("access", "gone"), ("gone", "begin")):
        with pytest.raises(Http404):
            actions.place(nurse, session_id=row.pk, question=question, cell=cell, **NOW)


def test_two_people_place_at_once_and_nothing_is_lost(nurse, superuser, froland):
    """The same instant, by two people: both words stand in the log, and the one that was stored last counts."""
    row = make_session(froland)
    actions.place(nurse, session_id=row.pk, question="access", cell="begin", **NOW)
    actions.place(superuser, session_id=row.pk, question="access", cell="keep", **NOW)
    actions.place(nurse, session_id=row.pk, question="risk", cell="watch", **NOW)
    assert lies(nurse, row, "access") == "keep" and lies(nurse, row, "risk") == "watch"
    assert {one.by_name for one in queries.log(nurse, session_id=row.pk)} == {"Ine Dahl", "Tor Vik"}
    assert queries.log(nurse, session_id=row.pk).count() == 3


def test_a_clock_that_goes_back_does_not_make_an_older_word_count(nurse, froland):
    row = make_session(froland)
    actions.place(nurse, session_id=row.pk, question="access", cell="begin", now=MONDAY + HOUR)
    actions.place(nurse, session_id=row.pk, question="access", cell="keep", now=MONDAY)
    assert lies(nurse, row, "access") == "keep"


def test_words_are_taken_only_while_the_session_runs(nurse, froland):
    key = new_id()
    for state, started in (("planned", None), ("ended", MONDAY), ("called_off", None)):
        row = make_session(froland, state=state, started_at=started)
        entry = make_said(row, "notes", question="access", text="x")
        for attempt in (
            lambda r=row: actions.place(nurse, session_id=r.pk, question="access", cell="begin", **NOW),
            lambda r=row: actions.write(
                nurse, session_id=r.pk, part="notes", line=key, values={"text": "x"}, **NOW
            ),
            lambda r=row, e=entry: actions.withdraw(nurse, session_id=r.pk, line=UUID(e.line), **NOW),
        ):
            with pytest.raises(actions.NotRunning):
                attempt()


def test_an_entry_is_written_once_reworded_and_withdrawn(nurse, superuser, froland):
    row, key = make_session(froland, "5"), new_id()
    about = {"session_id": row.pk, "part": "changes", "line": key}
    for _ in range(2):  # the same form sent twice
        actions.write(nurse, **about, values={"what": " Fast møte ", "unknown": "x"}, **NOW)
    (entry,) = outcome(nurse, row).rows["changes"]
    assert entry.now.values == {"what": "Fast møte"}
    actions.write(superuser, **about, values={"what": "Fast møte hver mandag"}, now=MONDAY + HOUR)
    (entry,) = outcome(nurse, row).rows["changes"]
    assert entry.now.who == "Tor Vik" and entry.earlier[0].values == {"what": "Fast møte"}
    actions.withdraw(nurse, session_id=row.pk, line=key, now=MONDAY + 2 * HOUR)
    found = outcome(nurse, row)
    assert found.rows["changes"] == () and len(found.withdrawn[0].said) == 3
    with pytest.raises(Http404):
        actions.write(nurse, session_id=row.pk, part="along", line=key, values={"what": "x"}, **NOW)
    with pytest.raises(Http404):
        actions.write(nurse, session_id=row.pk, part="gone", line=new_id(), values={"what": "x"}, **NOW)
    with pytest.raises(Http404):
        actions.withdraw(nurse, session_id=row.pk, line=new_id(), **NOW)


def test_one_proposal_is_picked_and_another_later_and_only_what_stands_can_be(nurse, froland):
    row, first, second = make_session(froland, "2"), new_id(), new_id()
    for key, text in ((first, "Møte med leverandøren"), (second, "Les strategien")):
        values = {"level": "services", "what": text}
        actions.write(nurse, session_id=row.pk, part="proposals", line=key, values=values, **NOW)
    about = {"session_id": row.pk, "part": "trial"}
    for n, key in enumerate((first, second)):
        actions.pick(nurse, **about, line=key, now=MONDAY + n * HOUR)
    assert outcome(nurse, row).picked["trial"].now.values == {"entry": second.hex}
    actions.withdraw(nurse, session_id=row.pk, line=first, now=MONDAY + HOUR)
    for key in (first, new_id()):
        with pytest.raises(Http404):
            actions.pick(nurse, **about, line=key, **NOW)


def test_a_session_has_a_bound_of_words(nurse, froland, monkeypatch):
    monkeypatch.setattr(contributing, "MOST", 2)
    row = make_session(froland)
    make_placed(row, "access", "begin")
    actions.place(nurse, session_id=row.pk, question="risk", cell="begin", **NOW)
    with pytest.raises(actions.Full):
        actions.place(nurse, session_id=row.pk, question="care", cell="begin", **NOW)


def test_what_was_said_can_be_neither_changed_nor_taken_away(froland):
    said = make_placed(make_session(froland), "access", "begin")
    with scope(frozenset({froland.pk})):
        for attempt in (said.delete, lambda: Contribution.objects.update(is_withdrawn=True)):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


@pytest.fixture
def model(monkeypatch):
    """Two tasks of a model that only Froland stands on."""
    tasks = (
        slots.Task("operations.access", "Tilgangsstyring", "Access control", "/tjenestemodell/x/"),
        slots.Task("support.store", "Lager", "Store"),
    )
    monkeypatch.setattr(slots, "task_sources", [lambda actor, owner: tasks])


def ended(froland, **more):
    row = make_session(froland, state="ended", **more)
    for question, cell in (("access", "begin"), ("risk", "begin"), ("care", "rest")):
        make_placed(row, question, cell)
    return row


def chosen(actor, row):
    return {(one.part, one.line) for one, _made in queries.offers(actor, session_id=row.pk)}


def test_an_outcome_becomes_proposals_that_remember_where_they_came_from_and_never_doubles(
    leader, froland, model
):
    row = ended(froland)
    for n in range(2):
        fresh = actions.propose_from_session(leader, session_id=row.pk, chosen=chosen(leader, row), **NOW)
        assert len(fresh) == (2 if n == 0 else 0)
    first = queries.proposals(leader).get(line="access")
    assert (first.session_id, first.part, first.title) == (row.pk, "questions", "Tilganger i systemene")
    assert (first.task, first.task_name, first.source) == ("operations.access", "Tilgangsstyring", "staff")
    assert queries.proposals(leader).get(line="risk").task == "", "this model has no such task"
    assert [made is not None for _one, made in queries.offers(leader, session_id=row.pk)] == [True, True]
    with scope(frozenset({froland.pk})), pytest.raises(IntegrityError), transaction.atomic():
        make_proposal(froland, session=row, part="questions", line="access")


def test_only_what_is_chosen_and_what_is_offered_becomes_a_proposal(leader, froland):
    row = ended(froland)
    fresh = actions.propose_from_session(
        leader, session_id=row.pk, chosen=[("questions", "risk"), ("questions", "care"), ("x", "y")], **NOW
    )
    assert [one.line for one in fresh] == ["risk"]


def test_a_session_that_runs_makes_no_proposals_yet(leader, froland):
    row = make_session(froland)
    make_placed(row, "access", "begin")
    with pytest.raises(actions.NotEnded):
        actions.propose_from_session(leader, session_id=row.pk, chosen=[("questions", "access")], **NOW)


def written(actor, owner, **more):
    values = {"owner": owner, "title": "Fast dag", "source": "staff", "task": "", "now": MONDAY, **more}
    return actions.save_proposal(actor, row=None, values=values)


def test_a_proposal_is_written_with_a_task_by_its_name(nurse, froland, model):
    row = written(nurse, froland, task="support.store", value=4, effort=2)
    assert (row.task_name, row.raised_name, row.state) == ("Lager", "Ine Dahl", "new")
    assert [one.verb for one in queries.entries(nurse, proposal_id=row.pk)] == ["propose"]
    row = actions.save_proposal(nurse, row=row, values={"title": "Ny tittel", "task": "support.store"})
    assert (row.title, row.task_name) == ("Ny tittel", "Lager")
    assert [one.verb for one in queries.entries(nurse, proposal_id=row.pk)] == ["propose"]


def test_a_task_that_the_model_no_longer_has_keeps_its_name(nurse, froland, model):
    row = written(nurse, froland, task="support.store")
    slots.task_sources[:] = []
    assert actions.save_proposal(nurse, row=row, values={"value": 3}).task_name == "Lager"


def test_what_is_decided_is_changed_by_those_who_decide_alone(nurse, leader, froland):
    row = make_proposal(froland, state="chosen")
    with pytest.raises(ValidationError):
        actions.save_proposal(nurse, row=row, values={"title": "Noe annet"})
    assert actions.save_proposal(leader, row=row, values={"title": "Noe annet"}).title == "Noe annet"


def test_a_proposal_is_decided_done_checked_and_taken_up_again(leader, froland):
    row = make_proposal(froland)
    about, day = {"proposal_id": row.pk}, date(2027, 2, 1)
    with pytest.raises(ValueError, match="reason"):
        actions.decide(leader, **about, verb=Verb.CHOOSE, reason=" ", on=day, **NOW)
    with pytest.raises(ValueError, match="day"):
        actions.decide(leader, **about, verb=Verb.CHOOSE, reason="Gir mest", on=None, **NOW)
    actions.decide(leader, **about, verb=Verb.POSTPONE, reason="Ikke tid", on=day, **NOW)
    row = actions.decide(leader, **about, verb=Verb.CHOOSE, reason="Gir mest", on=day, now=MONDAY + HOUR)
    assert (row.state, row.check_on, row.look_again_on, row.decided_name) == ("chosen", day, None, "Liv Aas")
    with pytest.raises(NotAllowed):
        actions.note_effect(leader, **about, effect=Effect.HOPED, seen="Bra", **NOW)
    actions.finish(leader, **about, text="Innført", now=MONDAY + 2 * HOUR)
    with pytest.raises(ValueError, match="seen"):
        actions.note_effect(leader, **about, effect=Effect.HOPED, seen=" ", **NOW)
    row = actions.note_effect(leader, **about, effect=Effect.PARTLY, seen="Bedre tall", now=MONDAY + 3 * HOUR)
    assert (row.state, row.effect, row.seen) == ("checked", "partly", "Bedre tall")
    row = actions.take_up_again(leader, **about, why="Tallene faller", now=MONDAY + 4 * HOUR)
    assert (row.state, row.reason, row.effect, row.decided_at) == ("new", "", "", None)
    told = [(one.verb, one.text, one.effect) for one in queries.entries(leader, **about)]
    assert told == [
        ("propose", "", ""), ("postpone", "Ikke tid", ""), ("choose", "Gir mest", ""), ("finish", "Innført", ""),
        ("check", "Bedre tall", "partly"), ("reopen", "Tallene faller", ""),
    ]  # fmt: skip


def test_who_owns_a_proposal_and_the_stand_in_say_that_it_is_done_and_what_it_gave(
    nurse, superuser, someone, froland
):
    row = make_proposal(froland, state="chosen", responsible_id=nurse.id, deputy_id=superuser.id)
    other = someone(froland, "home_care", "Ola Moe")
    with pytest.raises(PermissionDenied):
        actions.finish(other, proposal_id=row.pk, text="", **NOW)
    actions.finish(nurse, proposal_id=row.pk, text="", **NOW)
    with pytest.raises(PermissionDenied):
        actions.note_effect(other, proposal_id=row.pk, effect=Effect.NONE, seen="x", **NOW)
    assert (
        actions.note_effect(superuser, proposal_id=row.pk, effect=Effect.NONE, seen="x", **NOW).effect
        == "none"
    )
    with pytest.raises(PermissionDenied):
        actions.take_up_again(nurse, proposal_id=row.pk, why="x", **NOW)


def test_effect_checks_wait_for_the_owner_the_stand_in_and_where_nobody_owns_it_for_who_decides(
    nurse, superuser, leader, froland
):
    mine = make_proposal(froland, "Min", state="done", responsible_id=nurse.id, deputy_id=superuser.id)
    nobodys = make_proposal(froland, "Ingens", state="chosen")
    make_proposal(froland, "Sjekket", state="checked", check_on=date(2026, 11, 1))
    for day, seen in ((date(2026, 11, 30), []), (date(2026, 12, 1), [mine.pk])):
        assert [one.pk for one in waits(nurse, day).checks] == seen
        assert [one.pk for one in waits(superuser, day).checks] == seen
    assert waits(leader, date(2026, 12, 1)).checks == (queries.Due(nobodys.pk, "Ingens", nobodys.check_on),)


def test_what_was_put_off_waits_for_a_decision_again_when_its_day_comes(leader, nurse, froland):
    for state in ("new", "later", "declined"):
        make_proposal(froland, state=state)
    assert waits(leader, date(2026, 11, 30)).undecided == 1
    assert waits(leader, date(2026, 12, 1)).undecided == 2
    assert waits(nurse, date(2026, 12, 1)).undecided == 0


def test_the_grid_holds_open_proposals_by_value_and_effort_and_counts_the_others(nurse, froland):
    first, second = (
        make_proposal(froland, "A", value=5, effort=1),
        make_proposal(froland, "B", value=5, effort=1),
    )
    make_proposal(froland, "C", value=5)
    make_proposal(froland, "D", value=1, effort=1, state="declined")
    found = queries.grid(nurse)
    assert dict(found.cells) == {(5, 1): [first, second]} and found.unweighed == 1


def test_a_session_builds_on_one_of_its_own_organisation_alone(leader, froland, amli):
    before = ended(froland)
    me = queries.facilitators(leader, now=MONDAY).get(pk=leader.id)
    row = plan(leader, froland, "1b", facilitator=me, builds_on=before)
    begun = [one.question.code for one in queries.run(leader, session_id=row.pk).before]
    assert begun == ["access", "risk"]
    with pytest.raises(ForeignOwner):
        plan(leader, froland, "1b", facilitator=me, builds_on=ended(amli))


def test_the_constraints_of_the_tables_hold_by_themselves(froland):
    with scope(frozenset({froland.pk})):
        for columns in (
            {"value": 6}, {"effort": 0}, {"state": "chosen", "check_on": None}, {"state": "declined", "reason": ""},
            {"state": "later", "look_again_on": None}, {"state": "checked", "effect": ""},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                make_proposal(froland, **columns)
        for columns in ({"minutes": 601}, {"started_at": None}, {"state": "ended", "ended_at": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                make_session(froland, **columns)
    with scope(frozenset({froland.pk})):
        assert not Proposal.objects.exists() and not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_place_28_questions_each_at_the_same_time_lose_none(nurse, superuser, froland):
    row = make_session(froland)
    questions = [one.question.code for one in outcome(nurse, row).unplaced]

    def place_all(actor, order, cell):
        try:
            for question in order:
                actions.place(actor, session_id=row.pk, question=question, cell=cell, **NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        work = [
            both.submit(place_all, nurse, questions, "begin"),
            both.submit(place_all, superuser, questions[::-1], "keep"),
        ]
        for one in work:
            one.result(60)
    words = list(queries.log(nurse, session_id=row.pk))
    assert len(words) == 56 and len({(one.line, one.at) for one in words}) == 56
    found = outcome(nurse, row)
    assert found.placed == 28 and not found.unplaced
    assert len(list(found.every())) == 56
