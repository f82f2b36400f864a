"""Technical alarms that become tickets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.support import actions, queries
from varde.governance.support.actions import FaultSeen
from varde.governance.support.models import Ticket, TicketAlarm
from varde.governance.support.rules.codes import Cause
from varde.governance.support.rules.lifecycle import State
from varde.governance.support.testing import MONDAY
from varde.ground.equipment.testing import make_item

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(place, item=None, *, fault="T.battery_low", now=MONDAY, **more):
    about = str(item.pk) if item else "ukjent"
    given = FaultSeen(
        **{
            "alarm_id": new_id(),
            "owner_id": place.pk,
            "fault": fault,
            "about": f"kilde:{about}:{fault}",
            **more,
        },
        item_id=item.pk if item else None,
    )
    return actions.open_from_fault(machine("support_worker"), given=given, now=now)


def tickets(place):
    with scope(frozenset({place.pk})):
        return list(Ticket.objects.order_by("number"))


def alarms(row):
    with scope(frozenset({row.owner_id})):
        return TicketAlarm.objects.filter(ticket=row).count()


def test_a_fault_is_one_ticket_however_many_alarms_it_gives(froland):
    item = make_item(froland.pk, serial="B-4")
    first = told(froland, item)
    again = [told(froland, item, now=MONDAY + n * MINUTE) for n in (1, 2)]
    assert {row.pk for row in again} == {first.pk} and alarms(first) == 3
    row = tickets(froland)[0]
    assert (row.what, row.discovered_by, row.may_wait) == (
        "Batteri, lading eller strøm: Base 5 B-4",
        "system",
        True,
    )


def test_the_same_news_told_twice_changes_nothing(froland):
    item, alarm = make_item(froland.pk), new_id()
    first = told(froland, item, alarm_id=alarm)
    assert told(froland, item, alarm_id=alarm).pk == first.pk
    assert alarms(first) == 1 and len(tickets(froland)) == 1


def test_another_fault_or_another_item_is_another_ticket(froland, amli):
    item, other = make_item(froland.pk), make_item(froland.pk)
    told(froland, item)
    told(froland, item, fault="T.tampered")
    told(froland, other)
    told(amli, make_item(amli.pk))
    assert len(tickets(froland)) == 3 and len(tickets(amli)) == 1


def test_a_fault_that_comes_back_opens_a_solved_ticket_again_and_a_closed_one_not(froland, technician):
    item = make_item(froland.pk)
    row = told(froland, item)
    actions.solve(technician, ticket_id=row.pk, cause=Cause.SURROUNDINGS, text="Ladet", now=MONDAY)
    assert told(froland, item, now=MONDAY + MINUTE).pk == row.pk
    assert tickets(froland)[0].state == State.REOPENED
    actions.solve(technician, ticket_id=row.pk, cause=Cause.TECHNICAL, text="Nytt batteri", now=MONDAY)
    actions.confirm(technician, ticket_id=row.pk, now=MONDAY)
    assert told(froland, item, now=MONDAY + 2 * MINUTE).pk != row.pk


def test_a_missing_response_plan_is_no_ticket(froland):
    assert told(froland, fault="T.no_plan") is None and tickets(froland) == []


def test_an_unknown_unit_is_a_ticket_without_an_item(froland):
    row = told(froland, fault="T.unknown_device")
    assert (row.item_id, row.technology, row.problem) == (None, "system", "unknown_sender")


def test_five_of_a_kind_within_an_hour_become_one_ticket_about_the_common_cause(froland, technician):
    items = [make_item(froland.pk, serial=f"B-{n}") for n in range(7)]
    for n, item in enumerate(items):
        told(froland, item, fault="T.contact_lost", now=MONDAY + n * MINUTE)
    *single, whole = tickets(froland)
    assert [row.state for row in single] == [State.CLOSED] * 5 and whole.state == State.NEW
    assert {row.common_id for row in single} == {whole.pk}
    assert [row.number for row in queries.merged_into(technician, ticket_id=whole.pk)] == [1, 2, 3, 4, 5]
    assert alarms(whole) == 3  # the fifth, and the two that went straight there


def test_what_somebody_has_taken_is_not_merged_and_what_is_spread_out_has_no_common_cause(
    froland, technician
):
    items = [make_item(froland.pk) for _ in range(6)]
    first = told(froland, items[0], fault="T.contact_lost")
    actions.assign(technician, ticket_id=first.pk, user_id=technician.id, now=MONDAY)
    for n, item in enumerate(items[1:5], start=1):
        told(froland, item, fault="T.contact_lost", now=MONDAY + n * MINUTE)
    told(froland, items[5], fault="T.contact_lost", now=MONDAY + 90 * MINUTE)
    assert all(row.common_id is None for row in tickets(froland))
