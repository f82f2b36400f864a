"""An introduction from start to operation, and the status that follows it. On both databases."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.adoption import actions, queries
from varde.governance.adoption.rules.codes import Dimension, Part, Status, Technology, Word
from varde.governance.adoption.rules.lifecycle import NotAllowed, State, Verb
from varde.governance.adoption.rules.turns import Lack, Refused, Stand
from varde.governance.adoption.testing import (
    MONDAY,
    Introduction,
    IntroductionUnit,
    TechnologyStatus,
    answer_all,
    factor_codes,
    make_evaluation,
    make_introduction,
    make_status,
    make_unit,
)
from varde.ground.organisations import actions as organisations
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.testing import make_actor

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
DAY = timedelta(days=1)
VALUES = {
    "goals": "Færre besøk bare for å gi medisin",
    "responsible_name": "Liv Aas",
    "deputy_name": "Bo Berg",
    "starts_on": date(2026, 9, 1),
    "evaluate_on": date(2026, 12, 1),
}


def start(actor, owner, technology=Technology.DISPENSER, **more):
    values = {**VALUES, **more}
    return actions.start_introduction(
        actor, owner_id=owner.pk, technology=technology, values=values, now=MONDAY
    )


def statuses(actor, owner, technology=Technology.DISPENSER):
    rows = queries.status_history(actor, owner_id=owner.pk, technology=technology)
    return [row.status for row in rows]


def page(actor, row):
    return queries.introduction_page(actor, introduction_id=row.pk)


def add(actor, row, name, planned_on=TODAY, **more):
    return actions.add_unit(
        actor, introduction_id=row.pk, name=name, planned_on=planned_on, now=MONDAY, **more
    )


def begin(actor, unit, now=MONDAY):
    return actions.start_unit(actor, unit_id=unit.pk, started_on=now.date(), now=now)


def learn(actor, unit, text="Ta én bygning om gangen", now=MONDAY):
    return actions.write_learning(actor, unit_id=unit.pk, evaluated_on=now.date(), learned=text, now=now)


def test_the_whole_way_from_start_to_operation(froland, leader, helper):
    row = start(leader, froland)
    south, north = add(leader, row, "Sone sør"), add(leader, row, "Sone nord")
    answer_all(row, Part.GROUNDWORK)
    begin(leader, south)
    assert page(leader, row).row.state == State.INTRODUCING
    with pytest.raises(Refused) as no:
        begin(leader, north)
    assert [(one.lack, one.about) for one in no.value.missing] == [(Lack.LEARNING, "Sone sør")]
    learn(helper, south)
    begin(leader, north)
    learn(helper, north)
    with pytest.raises(Refused) as no:
        actions.finish_introduction(leader, introduction_id=row.pk, now=MONDAY)
    assert {one.lack for one in no.value.missing} == {Lack.CRITERION}
    assert len(no.value.missing) == 9
    answer_all(row, Part.CRITERIA)
    actions.finish_introduction(leader, introduction_id=row.pk, now=MONDAY)
    assert page(leader, row).row.state == State.OPERATION
    assert statuses(leader, froland) == ["in_operation", "introducing", "considering"]
    (introducing,) = [
        one
        for one in queries.status_history(leader, owner_id=froland.pk, technology=Technology.DISPENSER)
        if one.status == "introducing"
    ]
    assert (introducing.since, introducing.introduction_id) == (TODAY, row.pk)
    verbs = [one.verb for one in queries.entries(leader, introduction_id=row.pk)]
    assert verbs == [
        "finish",
        "learn",
        "start_unit",
        "learn",
        "start_unit",
        "begin",
        "add_unit",
        "add_unit",
        "create",
    ]


def test_a_unit_does_not_start_before_the_groundwork_is_answered(leader, introduction):
    unit = make_unit(introduction)
    with pytest.raises(Refused) as no:
        begin(leader, unit)
    assert {one.lack for one in no.value.missing} == {Lack.GROUNDWORK}
    assert len(no.value.missing) == 6
    with scope(frozenset({introduction.owner_id})):
        assert IntroductionUnit.objects.get().started_on is None
        assert Introduction.objects.get().state == State.GROUNDWORK


def test_a_criterion_that_is_met_must_say_what_shows_it(leader, helper, introduction):
    address = "criteria/work/daily"
    give = {"introduction_id": introduction.pk, "address": address, "now": MONDAY}
    with pytest.raises(actions.Empty):
        actions.answer_point(helper, word=Word.YES, note="  ", **give)
    actions.answer_point(helper, word=Word.NO, **give)
    actions.answer_point(helper, word=Word.YES, note="Sett på vakt 20.11.", **give)
    seen = queries.checklist(leader, introduction_id=introduction.pk, part=Part.CRITERIA)
    line = seen.sections[0].lines[0]
    assert (line.answer.word, line.answer.note, line.answer.by_name) == (
        "yes",
        "Sett på vakt 20.11.",
        "Tor Vik",
    )
    assert [one.word for one in line.earlier] == ["no"]
    assert (seen.tally.yes, seen.tally.open) == (1, 8)
    with pytest.raises(KeyError):
        actions.answer_point(helper, word=Word.YES, **{**give, "address": "criteria/work/nothing"})


def test_there_is_one_open_introduction_of_a_technology(froland, leader):
    row = start(leader, froland)
    with pytest.raises(actions.AlreadyOpen) as no:
        start(leader, froland)
    assert no.value.introduction_id == row.pk
    assert start(leader, froland, Technology.FOLLOW_UP)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_introduction(froland)


def test_what_is_stopped_is_taken_up_where_it_was_and_says_why(froland, leader):
    row = start(leader, froland)
    key = {"introduction_id": row.pk, "now": MONDAY}
    with pytest.raises(actions.Empty):
        actions.stop_introduction(leader, why=" ", **key)
    actions.stop_introduction(leader, why="Leverandøren er konkurs", **key)
    for attempt in (
        lambda: add(leader, row, "Sone sør"),
        lambda: actions.answer_point(leader, address="criteria/work/daily", word=Word.NO, **key),
        lambda: actions.change_introduction(leader, values=VALUES, **key),
        lambda: actions.stop_introduction(leader, why="Igjen", **key),
        lambda: actions.finish_introduction(leader, **key),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert statuses(leader, froland) == ["stopped", "considering"]
    other = start(leader, froland)
    with pytest.raises(actions.AlreadyOpen):
        actions.resume_introduction(leader, why="Ny eier", **key)
    actions.stop_introduction(leader, why="Feil", introduction_id=other.pk, now=MONDAY)
    assert actions.resume_introduction(leader, why="Ny eier", **key).state == State.GROUNDWORK
    told = list(queries.entries(leader, introduction_id=row.pk))
    assert (told[0].verb, told[0].text, told[0].by_name) == (Verb.RESUME, "Ny eier", "Liv Aas")


def test_what_was_ended_too_early_is_opened_again(froland, leader):
    row = make_introduction(froland, state=State.OPERATION)
    make_status(froland, "dispenser", "in_operation", introduction=row)
    actions.reopen_introduction(
        leader, introduction_id=row.pk, why="Natta mangler opplæring", now=MONDAY + DAY
    )
    assert page(leader, row).row.state == State.INTRODUCING
    assert statuses(leader, froland)[0] == "introducing"
    with pytest.raises(NotAllowed):
        actions.reopen_introduction(leader, introduction_id=make_introduction(
            froland, technology="call", state=State.STOPPED).pk, why="x", now=MONDAY)  # fmt: skip


def test_a_new_introduction_leaves_a_technology_in_operation_where_it_is(froland, leader):
    make_status(froland, "dispenser", "in_operation")
    row = start(leader, froland)
    assert statuses(leader, froland) == ["in_operation"]
    actions.stop_introduction(leader, introduction_id=row.pk, why="Feil", now=MONDAY + DAY)
    assert statuses(leader, froland) == ["in_operation"]


def test_a_change_says_what_it_was(froland, leader, someone):
    row = start(leader, froland)
    kari = someone(froland, "home_care", "Kari Moe")
    values = {**VALUES, "responsible_name": "Kari Moe", "responsible_id": kari.id, "evaluate_on": None}
    actions.change_introduction(leader, introduction_id=row.pk, values=values, now=MONDAY)
    text = queries.entries(leader, introduction_id=row.pk).first().text
    assert text == "Ansvarlig: Liv Aas → Kari Moe\nNeste evaluering: 01.12.2026 → –"
    assert page(leader, row).row.responsible_id == kari.id
    actions.change_introduction(leader, introduction_id=row.pk, values=values, now=MONDAY)
    assert queries.entries(leader, introduction_id=row.pk).count() == 2, "nothing changed, nothing is written"
    for name in ("goals", "responsible_name", "deputy_name"):
        with pytest.raises(actions.Empty):
            actions.change_introduction(
                leader, introduction_id=row.pk, values={**values, name: ""}, now=MONDAY
            )


class TestUnits:
    def test_a_name_stands_once_until_it_is_taken_out(self, leader, introduction):
        unit = add(leader, introduction, "Sone sør")
        with pytest.raises(actions.AlreadyThere):
            add(leader, introduction, " Sone sør ")
        with pytest.raises(actions.Empty):
            add(leader, introduction, "  ")
        actions.drop_unit(leader, unit_id=unit.pk, why="Slås sammen", now=MONDAY)
        again = add(leader, introduction, "Sone sør")
        assert [(one.row.pk, one.stand) for one in page(leader, introduction).units] == [
            (again.pk, Stand.PLANNED),
            (unit.pk, Stand.DROPPED),
        ]

    def test_a_unit_of_the_neighbour_is_not_found(self, leader, introduction, froland, amli):
        keeper = make_actor(amli, froland, permissions=tuple(OrganisationPermission))
        theirs, ours = (
            organisations.save_unit(
                keeper, row=None, values={"owner": town, "name": "Natt", "parent": None, "is_active": True}
            )
            for town in (amli, froland)
        )
        with pytest.raises(Http404):
            add(leader, introduction, "Natt", unit_id=theirs.pk)
        assert add(leader, introduction, "Natt", unit_id=ours.pk).unit_id == ours.pk

    def test_a_day_that_has_not_come_is_refused(self, leader, helper, introduction):
        answer_all(introduction, Part.GROUNDWORK)
        unit = make_unit(introduction)
        tomorrow = TODAY + DAY
        with pytest.raises(actions.InFuture):
            actions.start_unit(leader, unit_id=unit.pk, started_on=tomorrow, now=MONDAY)
        begin(leader, unit)
        for day, fault in ((tomorrow, actions.InFuture), (TODAY - DAY, actions.BeforeStart)):
            with pytest.raises(fault):
                actions.write_learning(helper, unit_id=unit.pk, evaluated_on=day, learned="x", now=MONDAY)
        with pytest.raises(actions.Empty):
            learn(helper, unit, "  ")

    def test_what_does_not_fit_how_the_unit_stands_is_refused(self, leader, helper, introduction):
        answer_all(introduction, Part.GROUNDWORK)
        unit = make_unit(introduction)
        with pytest.raises(NotAllowed):
            learn(helper, unit)
        actions.move_unit(leader, unit_id=unit.pk, planned_on=TODAY + 30 * DAY, now=MONDAY)
        begin(leader, unit)
        for attempt in (
            lambda: begin(leader, unit),
            lambda: actions.move_unit(leader, unit_id=unit.pk, planned_on=TODAY, now=MONDAY),
            lambda: actions.drop_unit(leader, unit_id=unit.pk, why="x", now=MONDAY),
        ):
            with pytest.raises(NotAllowed):
                attempt()
        told = [one.text for one in queries.entries(leader, introduction_id=introduction.pk)]
        assert "Sone sør: 02.11.2026 → 23.12.2026" in told

    def test_what_was_learned_may_be_written_anew_and_the_history_keeps_the_old(
        self, leader, helper, introduction
    ):
        answer_all(introduction, Part.GROUNDWORK)
        unit = make_unit(introduction)
        begin(leader, unit)
        learn(helper, unit, "Første utkast")
        learn(helper, unit, "Ferdig tekst")
        assert page(leader, introduction).units[0].row.learned == "Ferdig tekst"
        told = "".join(one.text for one in queries.entries(leader, introduction_id=introduction.pk))
        assert "Første utkast" in told and "Ferdig tekst" in told


class TestEvaluations:
    def evaluate(self, actor, introduction, ratings=None, **more):
        values = {"held_on": TODAY, "who": "Sone sør", "next_on": TODAY + 90 * DAY}
        replaces = more.pop("replaces", None)
        given = ratings if ratings is not None else dict.fromkeys(factor_codes(), (3, ""))
        return actions.evaluate(
            actor, introduction_id=introduction.pk, values={**values, **more}, ratings=given, replaces=replaces,
            now=MONDAY,
        )  # fmt: skip

    def test_each_is_dated_and_signed_and_moves_the_next(self, leader, helper, introduction):
        unit = make_unit(introduction)
        one = self.evaluate(helper, introduction, unit_id=unit.pk, summary="Går bra")
        seen = queries.evaluation(leader, evaluation_id=one.pk)
        assert (seen.row.by_name, seen.row.unit_id, seen.row.summary) == ("Tor Vik", unit.pk, "Går bra")
        assert page(leader, introduction).row.evaluate_on == TODAY + 90 * DAY
        means = queries.evaluations(leader, introduction_id=introduction.pk)[0].means
        assert [(means[side].value, means[side].n) for side in Dimension] == [(3, 12), (3, 10), (3, 13)]

    def test_the_weakest_factors_rise_to_the_top_with_what_was_said_of_them(self, leader, introduction):
        codes = factor_codes()
        given = dict.fromkeys(codes, (4, "")) | {"kin": (1, "Ingen har ringt dem"), "links": (2, "")}
        given |= {"payment": (None, ""), "works": (5, "")}
        one = self.evaluate(leader, introduction, given)
        seen = queries.evaluation(leader, evaluation_id=one.pk)
        assert [(side, judged.code, judged.value) for side, judged in seen.weak][:2] == [
            (Dimension.HUMAN, "kin", 1),
            (Dimension.TECHNOLOGY, "links", 2),
        ]
        assert seen.weak[0][1].comment == "Ingen har ringt dem"
        human, technology, organisation = (factors for _side, _mean, factors in seen.sides)
        assert human[0].code == "kin" and technology[0].code == "links"
        assert organisation[-1].code == "payment" and organisation[-1].is_judged

    def test_too_few_ratings_give_no_average(self, leader, introduction):
        self.evaluate(leader, introduction, {"kin": (1, ""), "need": (5, ""), "ethics": (5, "")})
        means = queries.evaluations(leader, introduction_id=introduction.pk)[0].means
        assert [(means[side].value, means[side].n) for side in Dimension] == [(None, 3), (None, 0), (None, 0)]

    def test_two_are_set_side_by_side(self, leader, introduction):
        first = make_evaluation(introduction, {"kin": 1, "need": 5}, held_on=TODAY - 60 * DAY)
        second = make_evaluation(introduction, {"kin": 4, "need": 2, "ethics": None}, held_on=TODAY)
        found = queries.comparison(leader, before_id=first.pk, after_id=second.pk)
        side, shift, lines = found.sides[0]
        changes = {line.code: line.change.value for _words, line in lines}
        assert side is Dimension.HUMAN and lines[0][1].code == "need" and shift.n == 11
        assert (changes["kin"], changes["need"], changes["consent"]) == ("better", "worse", "same")
        assert changes["ethics"] == "unknown"

    def test_evaluations_of_two_introductions_are_not_set_side_by_side(self, leader, introduction, froland):
        one = make_evaluation(introduction)
        other = make_evaluation(make_introduction(froland, technology="call"))
        with pytest.raises(Http404):
            queries.comparison(leader, before_id=one.pk, after_id=other.pk)

    def test_one_that_is_mended_stays_out_of_the_lists_and_is_not_lost(self, leader, helper, introduction):
        first = make_evaluation(introduction)
        second = self.evaluate(helper, introduction, replaces=first.pk)
        assert [one.row.pk for one in queries.evaluations(leader, introduction_id=introduction.pk)] == [
            second.pk
        ]
        assert queries.evaluation(leader, evaluation_id=first.pk).newer_id == second.pk
        with pytest.raises(Http404):
            self.evaluate(helper, introduction, replaces=first.pk)

    def test_what_is_wrong_is_refused_and_nothing_is_half_saved(self, leader, helper, introduction, froland):
        other = make_unit(make_introduction(froland, technology="call"), "Sone vest")
        for more, fault in (
            ({"ratings": {}}, actions.Empty),
            ({"ratings": {"kin": (None, "")}}, actions.Empty),
            ({"ratings": {"kinn": (3, "")}}, KeyError),
            ({"held_on": TODAY + DAY}, actions.InFuture),
            ({"who": " "}, actions.Empty),
            ({"unit_id": other.pk}, Http404),
            ({"ratings": {"kin": (6, "")}}, IntegrityError),
        ):
            with pytest.raises(fault), transaction.atomic():
                self.evaluate(helper, introduction, **more)
        assert queries.evaluations(leader, introduction_id=introduction.pk) == []

    def test_every_factor_of_every_evaluation_goes_into_the_file(self, leader, introduction):
        make_evaluation(introduction)
        make_evaluation(introduction)
        found = queries.ratings(leader, introduction_id=introduction.pk)
        assert len(found) == 2 * len(factor_codes())


class TestDue:
    def test_what_is_due_waits_for_the_responsible_the_deputy_and_who_leads(self, froland, leader, someone):
        deputy, other = someone(froland, "superuser", "Bo Lie"), someone(froland, "superuser", "Eva Li")
        row = make_introduction(froland, evaluate_on=TODAY, deputy_id=deputy.id)
        make_unit(row, "Sone sør", planned_on=TODAY)
        make_unit(row, "Sone nord", planned_on=TODAY + DAY)
        for actor in (leader, deputy):
            assert [(one.unit, one.due_on) for one in queries.due(actor, until=TODAY)] == [
                ("", TODAY),
                ("Sone sør", TODAY),
            ]
        assert queries.due(other, until=TODAY) == []
        assert queries.due(leader, until=TODAY - DAY) == []

    def test_a_unit_that_is_held_up_says_by_whom(self, froland, leader):
        row = make_introduction(froland, state=State.INTRODUCING)
        make_unit(row, "Sone sør", started_on=TODAY - DAY)
        make_unit(row, "Sone nord", planned_on=TODAY)
        (one,) = queries.due(leader, until=TODAY)
        assert (one.unit, one.waits_for) == ("Sone nord", "Sone sør")

    def test_nothing_is_due_in_what_is_stopped(self, froland, leader):
        row = make_introduction(froland, state=State.STOPPED, evaluate_on=TODAY)
        make_unit(row, planned_on=TODAY)
        assert queries.due(leader, until=TODAY) == []


def test_a_status_is_said_by_somebody_and_kept(froland, leader):
    say = {"owner_id": froland.pk, "technology": Technology.ALARM, "now": MONDAY}
    actions.set_status(leader, status=Status.IN_OPERATION, since=date(2020, 1, 1), note="Siden 2020", **say)
    actions.set_status(leader, status=Status.STOPPED, since=TODAY, **say)
    assert statuses(leader, froland, Technology.ALARM) == ["stopped", "in_operation"]
    with pytest.raises(actions.InFuture):
        actions.set_status(leader, status=Status.CONSIDERING, since=TODAY + DAY, **say)
    with scope(frozenset({froland.pk})):
        assert {row.by_name for row in TechnologyStatus.objects.all()} == {"Liv Aas"}


def test_an_answer_to_nothing_is_no_answer(leader):
    with pytest.raises(Http404):
        actions.answer_point(leader, introduction_id=new_id(), address="x", word=Word.NO, now=MONDAY)


@pytest.mark.on("postgresql")  # the embedded database has one writer at a time anyway
@pytest.mark.django_db(transaction=True)
def test_of_those_who_press_at_once_one_unit_starts_and_the_others_are_refused(leader, froland):
    for technology in Technology:
        row = make_introduction(froland, technology=technology)
        answer_all(row, Part.GROUNDWORK)
        units = [make_unit(row, f"Sone {number}") for number in range(4)]
        found = at_once(units, lambda unit: begin(leader, unit))
        assert sorted(found) == ["refused"] * 3 + ["started"]
        assert [one.stand for one in page(leader, row).units].count(Stand.STARTED) == 1


def at_once(units, act):
    """What came of doing it to each in the same moment, each on a connection of its own."""
    together, found = threading.Barrier(len(units), timeout=20), []

    def press(unit):
        try:
            connection.ensure_connection()
            together.wait()
            act(unit)
            found.append("started")
        except Refused:
            found.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[unit]) for unit in units]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    return found
