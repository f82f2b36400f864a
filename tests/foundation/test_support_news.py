"""A technical alarm becomes a ticket through the outbox, and the leader hears of suppliers and deviations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from varde.care.alarms.actions import tell_of_stuck
from varde.care.alarms.rules.codes import Fault
from varde.foundation.accounts.testing import make_user
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.ownership import scope
from varde.governance.support import actions
from varde.governance.support.models import Ticket, TicketAlarm
from varde.governance.support.rules.codes import Harm
from varde.governance.support.rules.faults import FAULTS, NOT_FOR_SUPPORT
from varde.governance.support.testing import MONDAY, make_level, make_ticket
from varde.ground.messaging import queries as messaging
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.interfaces.web.work import waiting_for
from varde.kernel.actor import EVERYWHERE

pytestmark = pytest.mark.django_db


@pytest.fixture
def froland():
    return make_organisation("Froland")


def person(place, role):
    user = make_user("Liv Aas")
    make_membership(user, place, role)
    return actor_for_user(user, now=MONDAY)


def test_every_technical_fault_is_for_support_or_left_out_on_purpose():
    assert {fault.value for fault in Fault} == set(FAULTS) | set(NOT_FOR_SUPPORT)


def test_a_technical_alarm_becomes_a_ticket_by_event_and_told_again_it_stays_one(froland):
    tell_of_stuck(machine("alarm_worker"), subscriber="messaging.x", now=MONDAY)
    post.run(MONDAY)
    post.run(MONDAY + timedelta(hours=1))
    with scope(EVERYWHERE):
        row = Ticket.objects.get()
        assert (row.owner_id, row.fault, row.criticality) == (froland.pk, "T.worker_stale", "critical")
        assert TicketAlarm.objects.get(ticket=row).alarm_id == row.alarm_id


def test_the_leader_hears_of_a_near_and_a_broken_deadline_and_of_a_deviation(froland):
    leader, technician = person(froland, "unit_leader"), person(froland, "superuser")
    level, row = make_level(froland), make_ticket(froland)
    actions.send_to_supplier(technician, ticket_id=row.pk, level_id=level.pk, message="Se på den", now=MONDAY)
    for later in (timedelta(hours=8), timedelta(days=2)):
        actions.tell_of_clocks(machine("support_worker"), now=MONDAY + later)
        post.run(MONDAY + later)
    incident = actions.Incident(MONDAY.date(), "Dose uteble", "Tekst", Harm.COULD)
    actions.raise_deviation(technician, ticket_id=row.pk, given=incident, now=MONDAY)
    post.run(MONDAY + timedelta(days=2))
    assert messaging.unread(leader).count() == 3 and not messaging.unread(technician)


def test_mine_oppgaver_shows_each_what_waits_for_them(froland):
    leader, technician, nurse = (person(froland, role) for role in ("unit_leader", "superuser", "home_care"))
    level, row = make_level(froland), make_ticket(froland)
    make_ticket(froland, reported_by=nurse.id, state="solved")
    make_ticket(froland)
    actions.send_to_supplier(technician, ticket_id=row.pk, level_id=level.pk, message="Se på den", now=MONDAY)
    late = MONDAY + timedelta(days=3)

    def words(actor):
        return " / ".join(item.title for item in waiting_for(actor, now=late))

    assert "Sak 1: Lader ikke" in words(technician) and "1 sak har ingen tatt" in words(technician)
    assert "Leverandørens frist: sak 1" in words(leader)
    assert "Virker det nå? Sak 2" in words(nurse) and "Sak 1" not in words(nurse)
