"""What happens to a ticket from report to confirmation, with the supplier's clock."""

from __future__ import annotations

from dataclasses import fields
from datetime import time, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.support import actions, queries
from varde.governance.support.actions import Incident, Report
from varde.governance.support.models import Deviation, Ticket, TicketEntry
from varde.governance.support.rules.codes import Cause, Criticality, Discoverer, Harm, Problem, Technology
from varde.governance.support.rules.lifecycle import NotAllowed, State
from varde.governance.support.rules.promise import Standing
from varde.governance.support.testing import MONDAY, make_level, make_route, make_ticket
from varde.governance.support.views.shown import stands
from varde.ground.equipment.testing import make_item
from varde.ground.organisations.testing import make_agreement
from varde.ground.people.testing import make_recipient, make_relation

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(**more):
    given = {
        "discovered_by": Discoverer.SERVICE,
        "technology": Technology.DISPENSER,
        "problem": Problem.POWER,
        "what": "Lader ikke",
        "criticality": Criticality.SERIOUS,
        **more,
    }
    return Report(**given)


def fresh(row):
    with scope(frozenset({row.owner_id})):
        return Ticket.objects.select_related("level", "supplier").get(pk=row.pk)


def log(row):
    with scope(frozenset({row.owner_id})):
        return list(
            TicketEntry.objects.filter(ticket=row).order_by("at", "pk").values_list("verb", "actor_name")
        )


@pytest.fixture
def heard(monkeypatch):
    """The events that were published."""
    found = []
    monkeypatch.setattr("varde.foundation.outbox.post.publish", lambda event, *, now: found.append(event))
    return found


def test_a_report_gets_a_number_the_next_one_the_next_and_a_neighbour_its_own_series(
    froland, amli, nurse, someone
):
    first = actions.report(nurse, owner_id=froland.pk, given=told(), now=MONDAY)
    second = actions.report(nurse, owner_id=froland.pk, given=told(), now=MONDAY)
    other = actions.report(someone(amli, "home_care"), owner_id=amli.pk, given=told(), now=MONDAY)
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert (
        first.state == State.NEW and first.reported_by == nurse.id and log(first) == [("report", "Ine Dahl")]
    )


@pytest.mark.parametrize("field", ["what", "detail"])
def test_a_national_id_in_a_text_is_refused_and_not_repeated(froland, nurse, field):
    number = "13097248022"
    with pytest.raises(actions.HoldsNationalId) as fault:
        actions.report(nurse, owner_id=froland.pk, given=told(**{field: f"Bor her, {number}"}), now=MONDAY)
    assert fault.value.field == field and number not in str(fault.value)


def test_the_item_follows_as_it_was(froland, nurse):
    item = make_item(froland.pk, serial="D-17")
    row = actions.report(nurse, owner_id=froland.pk, given=told(item_id=item.pk), now=MONDAY)
    assert (row.item_id, row.product, row.serial) == (item.pk, "Base 5", "D-17")


def test_only_what_one_may_see_oneself_can_be_pointed_at(froland, amli, nurse):
    foreign, unknown = make_item(amli.pk), make_recipient(froland.pk)
    theirs = make_recipient(amli.pk)
    make_relation(theirs, nurse.id)
    for link in ({"item_id": foreign.pk}, {"recipient_id": unknown.pk}, {"recipient_id": theirs.pk}):
        with pytest.raises(Http404):
            actions.report(nurse, owner_id=froland.pk, given=told(**link), now=MONDAY)
    make_relation(unknown, nurse.id)
    assert actions.report(nurse, owner_id=froland.pk, given=told(recipient_id=unknown.pk), now=MONDAY)


def test_an_alarm_has_one_ticket(froland, nurse):
    alarm = new_id()
    row = actions.report(nurse, owner_id=froland.pk, given=told(alarm_id=alarm), now=MONDAY)
    with pytest.raises(actions.AlreadyReported) as known:
        actions.report(nurse, owner_id=froland.pk, given=told(alarm_id=alarm), now=MONDAY)
    assert known.value.ticket_id == row.pk


def test_from_report_to_confirmation(froland, supplier, nurse, technician):
    level = make_level(froland, supplier)
    row = actions.report(nurse, owner_id=froland.pk, given=told(), now=MONDAY)
    actions.assign(technician, ticket_id=row.pk, user_id=technician.id, now=MONDAY)
    actions.send_to_supplier(
        technician, ticket_id=row.pk, level_id=level.pk, message="Bytt lader", now=MONDAY
    )
    waiting = fresh(row)
    assert (waiting.state, waiting.assigned_name, waiting.supplier_id) == ("waiting", "Tor Vik", supplier.pk)
    assert waiting.respond_at == MONDAY + 2 * HOUR  # 12:00
    assert waiting.solve_at == MONDAY + DAY  # six hours that Monday, two on Tuesday
    actions.solve(
        technician, ticket_id=row.pk, cause=Cause.TECHNICAL, text="Ny lader", kroner=900, now=MONDAY + HOUR
    )
    solved = fresh(row)
    assert (solved.state, solved.cause, solved.after_hours_kroner) == ("solved", "technical", 900)
    assert (solved.used_seconds, solved.sent_at) == (3600, None)
    assert stands(solved, MONDAY + 30 * DAY) is Standing.KEPT
    actions.spare_deviation(technician, ticket_id=row.pk, reason="Rettet før neste dose", now=MONDAY + HOUR)
    actions.confirm(nurse, ticket_id=row.pk, now=MONDAY + DAY)
    assert fresh(row).closed_at == MONDAY + DAY
    assert [verb for verb, _who in log(row)] == [
        "report",
        "assign",
        "send",
        "solve",
        "cost",
        "spare",
        "confirm",
    ]


def test_taken_back_the_clock_stands_and_sent_again_it_goes_on(froland, supplier, technician):
    level, row = make_level(froland, supplier), make_ticket(froland)
    actions.send_to_supplier(technician, ticket_id=row.pk, level_id=level.pk, message="Se på den", now=MONDAY)
    actions.take_back(technician, ticket_id=row.pk, text="Vi prøver selv", now=MONDAY + 2 * HOUR)
    assert stands(fresh(row), MONDAY + 5 * DAY) is Standing.PAUSED
    later = MONDAY + 2 * DAY
    actions.send_to_supplier(
        technician, ticket_id=row.pk, level_id=level.pk, message="Nei, ta den", now=later
    )
    again = fresh(row)
    assert again.used_seconds == 7200 and again.respond_at is None
    assert again.solve_at == later + 6 * HOUR  # 16:00 the same day: 8 promised, 2 used
    assert stands(again, later + 6 * HOUR) is Standing.BREACHED


def test_a_late_solution_stays_late_and_another_supplier_starts_anew(froland, supplier, technician):
    level, row = make_level(froland, supplier), make_ticket(froland)
    other = make_level(froland, name="En annen")
    actions.send_to_supplier(technician, ticket_id=row.pk, level_id=level.pk, message="Se på den", now=MONDAY)
    actions.take_back(technician, ticket_id=row.pk, text="For sent", now=MONDAY + 4 * DAY)
    assert fresh(row).was_late and stands(fresh(row), MONDAY + 4 * DAY) is Standing.BREACHED
    actions.send_to_supplier(
        technician, ticket_id=row.pk, level_id=other.pk, message="Ta den", now=MONDAY + 4 * DAY
    )
    assert not fresh(row).was_late and fresh(row).used_seconds == 0
    actions.solve(technician, ticket_id=row.pk, cause=Cause.UNKNOWN, text="Virker", now=MONDAY + 30 * DAY)
    assert stands(fresh(row), MONDAY + 30 * DAY) is Standing.BROKEN


def test_a_critical_ticket_may_run_round_the_clock(froland, supplier, technician):
    level = make_level(
        froland, supplier, critical_around_the_clock=True, critical_respond=1, critical_solve=12
    )
    row = make_ticket(froland, criticality="critical")
    evening = MONDAY + 10 * HOUR
    actions.send_to_supplier(technician, ticket_id=row.pk, level_id=level.pk, message="Nå", now=evening)
    assert fresh(row).solve_at == evening + 12 * HOUR


@pytest.mark.parametrize("state", list(State))
def test_what_does_not_belong_to_the_state_is_refused_and_changes_nothing(
    froland, supplier, technician, state
):
    level = make_level(froland, supplier)
    row = make_ticket(
        froland,
        state=state,
        closed_at=MONDAY if state is State.CLOSED else None,
        criticality="normal",
        **({"supplier": supplier, "level": level, "sent_at": MONDAY} if state is State.WAITING else {}),
    )
    key, now = row.pk, MONDAY + HOUR
    moves = {
        "take_back": lambda: actions.take_back(technician, ticket_id=key, text="x", now=now),
        "confirm": lambda: actions.confirm(technician, ticket_id=key, now=now),
        "send": lambda: actions.send_to_supplier(
            technician, ticket_id=key, level_id=level.pk, message="x", now=now
        ),
    }
    allowed = {"take_back": {State.WAITING}, "confirm": {State.SOLVED}}
    allowed["send"] = {State.NEW, State.ASSIGNED, State.REOPENED}
    for name, move in moves.items():
        if state in allowed[name]:
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            move()
        assert fresh(row).state == state and log(row) == []


def test_a_serious_ticket_is_not_closed_before_somebody_decided_about_a_deviation(froland, technician, heard):
    row = make_ticket(froland, state=State.SOLVED)
    with pytest.raises(actions.VerdictMissing):
        actions.confirm(technician, ticket_id=row.pk, now=MONDAY)
    incident = Incident(MONDAY.date(), "Dose uteble", "Dispenseren sto en natt", Harm.COULD, "Ga dosen")
    made = actions.raise_deviation(technician, ticket_id=row.pk, given=incident, now=MONDAY)
    assert [(event.code, event.deviation_id, event.owner_id) for event in heard] == [
        ("support.deviation_raised/1", made.pk, froland.pk)
    ]
    assert all(isinstance(getattr(heard[0], one.name), UUID) for one in fields(heard[0]))
    actions.spare_deviation(technician, ticket_id=row.pk, reason="Angret", now=MONDAY)
    assert fresh(row).verdict == "raised"
    actions.confirm(technician, ticket_id=row.pk, now=MONDAY)
    assert fresh(row).state == State.CLOSED


def test_the_leader_writes_the_number_of_the_quality_system(froland, technician, leader):
    row = make_ticket(froland)
    incident = Incident(MONDAY.date(), "Dose uteble", "Tekst", Harm.NONE)
    made = actions.raise_deviation(technician, ticket_id=row.pk, given=incident, now=MONDAY)
    actions.note_reference(leader, deviation_id=made.pk, reference=" KS-2026-88 ")
    assert queries.deviations(leader).get().reference == "KS-2026-88"
    with scope(frozenset({froland.pk})):
        assert Deviation.objects.get().text == "Tekst"


def test_the_log_cannot_be_rewritten(froland, technician):
    row = make_ticket(froland)
    actions.note(technician, ticket_id=row.pk, text="Sett", now=MONDAY)
    with scope(frozenset({froland.pk})), pytest.raises(DatabaseError), transaction.atomic():
        TicketEntry.objects.update(actor_name="En annen")


class TestSupplier:
    @pytest.fixture
    def sent(self, froland, supplier, technician):
        level, row = (
            make_level(froland, supplier),
            make_ticket(froland, recipient_id=new_id(), detail="Indre notat"),
        )
        actions.note(technician, ticket_id=row.pk, text="Bare for oss", now=MONDAY)
        actions.send_to_supplier(
            technician, ticket_id=row.pk, level_id=level.pk, message="Bytt lader", now=MONDAY
        )
        return row

    @pytest.fixture
    def helper(self, froland, supplier, someone):
        make_agreement(supplier, froland, "supplier_support")
        return someone(supplier, "supplier_support", "Per Fjell")

    def test_they_answer_and_solve_and_the_municipality_confirms(self, sent, helper, technician):
        actions.answer_as_supplier(helper, ticket_id=sent.pk, text="Kommer i morgen", now=MONDAY + HOUR)
        actions.answer_as_supplier(helper, ticket_id=sent.pk, text="Kommer kl. 10", now=MONDAY + 2 * HOUR)
        assert fresh(sent).answered_at == MONDAY + HOUR
        actions.solve_as_supplier(
            helper, ticket_id=sent.pk, cause=Cause.TECHNICAL, text="Byttet", now=MONDAY + DAY
        )
        row = fresh(sent)
        assert (row.state, row.cause, row.was_late) == ("solved", "technical", True)
        with pytest.raises(Http404):
            actions.answer_as_supplier(helper, ticket_id=sent.pk, text="Mer", now=MONDAY + DAY)

    def test_they_see_the_item_and_the_messages_and_nothing_else(self, sent, helper):
        shown = queries.supplied_ticket(helper, ticket_id=sent.pk, now=MONDAY)
        assert [one.text for one in shown.said] == ["Bytt lader"]
        text = repr(shown)
        assert "Indre notat" not in text and "Bare for oss" not in text and str(sent.recipient_id) not in text
        names = {one.name for one in fields(shown)}
        assert not {"recipient_id", "alarm_id", "detail", "what", "reporter_name"} & names

    def test_a_note_is_shared_only_when_we_say_so(self, sent, helper, technician):
        actions.note(
            technician, ticket_id=sent.pk, text="Ring før dere kommer", shared=True, now=MONDAY + HOUR
        )
        shown = queries.supplied_ticket(helper, ticket_id=sent.pk, now=MONDAY + HOUR)
        assert [one.text for one in shown.said] == ["Bytt lader", "Ring før dere kommer"]


def test_the_leader_is_told_once_that_a_breach_is_coming_and_once_that_it_is_here(
    froland, supplier, technician, heard
):
    from varde.governance.support.jobs import watch  # noqa: PLC0415

    level, row = make_level(froland, supplier), make_ticket(froland)
    actions.send_to_supplier(technician, ticket_id=row.pk, level_id=level.pk, message="Se på den", now=MONDAY)
    assert watch(MONDAY + HOUR) == 0
    near, late = fresh(row).near_at, fresh(row).solve_at
    assert [watch(near), watch(near), watch(late), watch(late + DAY)] == [1, 0, 1, 0]
    assert [event.code for event in heard] == ["support.breach_foreseen/1", "support.deadline_breached/1"]
    actions.take_back(technician, ticket_id=row.pk, text="Selv", now=late + DAY)
    actions.send_to_supplier(
        technician, ticket_id=row.pk, level_id=level.pk, message="Igjen", now=late + 2 * DAY
    )
    assert watch(late + 2 * DAY) == 1 and heard[-1].code == "support.deadline_breached/1"


class TestTable:
    def test_the_shipped_rows_answer_until_the_owner_has_its_own(self, froland, nurse, leader):
        asked = {"owner_id": froland.pk, "text": "dispenser lader ikke", "now": MONDAY}
        first = queries.who_answers(nurse, **asked)
        assert first.is_shipped and first.answer.now.who == "Ressursperson for medisindispenser"
        assert first.resort == ("Vakt", "+4799900000")
        assert actions.adopt_shipped_routes(leader, owner_id=froland.pk) > 15
        assert actions.adopt_shipped_routes(leader, owner_id=froland.pk) == 0
        second = queries.who_answers(nurse, **asked)
        assert not second.is_shipped and second.answer.now.who == first.answer.now.who

    def test_after_hours_the_answer_is_the_one_that_holds_then(self, froland, nurse):
        hours = {"technology": "dispenser", "opens_at": time(8), "closes_at": time(15, 30)}
        make_route(froland, "Tekniker", when="hours", phone="37000000", **hours)
        make_route(froland, "Vakttelefonen", when="outside", phone="37000001", **hours)
        ask = {"owner_id": froland.pk, "text": "dispenser"}
        assert queries.who_answers(nurse, **ask, now=MONDAY).answer.now.who == "Tekniker"
        assert queries.who_answers(nurse, **ask, now=MONDAY + 10 * HOUR).answer.now.phone == "37000001"

    def test_a_row_that_is_out_of_use_does_not_answer(self, froland, nurse):
        make_route(froland, "Gammel", is_active=False)
        make_route(froland, "Ny")
        guide = queries.who_answers(nurse, owner_id=froland.pk, text="", now=MONDAY)
        assert [one.who for one in guide.ways] == ["Ny"]
