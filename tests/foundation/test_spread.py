"""The spread and "Mine oppgaver" as the composition root fills them: numbers out of the pathways, tasks for people."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from varde.care.pathways import actions
from varde.care.pathways import queries as pathways
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.testing import make_case
from varde.care.pathways.tests.conftest import Place
from varde.care.pathways.tests.conftest import met as met  # fixtures
from varde.care.pathways.tests.conftest import officer as officer
from varde.care.pathways.tests.conftest import place as place
from varde.config import adoption
from varde.foundation.authorisation import machine
from varde.governance.adoption import queries
from varde.governance.adoption.rules.codes import Technology
from varde.governance.adoption.testing import make_introduction, make_unit
from varde.ground.people.testing import make_recipient, make_relation
from varde.kernel.actor import Actor
from varde.kernel.clock import local

NONE_OF_THE_SIX = {"e_lock", "social_contact"}


def test_every_shipped_service_type_is_one_of_the_six_technologies_or_left_out_on_purpose() -> None:
    known = [code for types in adoption.SERVICES.values() for code in types]
    assert len(known) == len(set(known))
    assert set(known) | NONE_OF_THE_SIX == set(shipped_services())
    assert set(adoption.SERVICES) == set(Technology)


def test_recipients_are_counted_where_their_service_runs_or_rests_and_once_for_each_technology(
    place: Place, officer: Actor, met: object
) -> None:
    asked = [place.froland.pk, place.birkenes.pk]
    assert adoption.served(asked) == {}
    case = make_case(officer, place.recipient, now=place.now)
    for code in ("safety_alarm_fixed", "safety_alarm_mobile"):
        make_case(officer, place.recipient, code="safety_alarm", service_type=code, now=place.now)
    waiting = make_recipient(place.froland.pk, name="Torleif Haugen")
    make_relation(waiting, officer.id)
    make_case(officer, waiting, to="allocated", now=place.now)
    counted = {(place.froland.pk, "alarm"): 1, (place.froland.pk, "dispenser"): 1}
    with CaptureQueriesContext(connection) as cost:
        assert adoption.served(asked) == counted
    assert len(cost) == 1
    back = (place.now + timedelta(days=10)).date()
    actions.pause_case(officer, case_id=case.pk, reason="travel", ends_on=back, place="", now=place.now)
    assert adoption.served(asked) == counted, "a service on pause is still somebody's"
    assert adoption.served([place.birkenes.pk]) == {}
    found = queries.spread(place.actor("unit_leader"))
    numbers = {one.technology: one.number.value for row in found.rows for one in row.cells}
    assert numbers[Technology.ALARM] == 1 and numbers[Technology.CALL] == 0


def test_no_number_names_anybody(place: Place) -> None:
    asked = machine("pathway_worker")
    found = pathways.served_counts(asked, owner_ids=[place.froland.pk], groups=adoption.SERVICES)
    assert all(isinstance(n, int) for n in found.values())


def test_a_unit_that_was_to_start_and_an_evaluation_that_is_due_wait_for_the_leader(place: Place) -> None:
    leader, today = place.actor("unit_leader"), local(place.now).date()
    row = make_introduction(place.froland, evaluate_on=today)
    make_unit(row, "Sone sør", planned_on=today - timedelta(days=3))
    items = list(adoption.due(leader, place.now))
    assert [one.title for one in items] == [
        "Medisindispenser: Sone sør skulle ha startet",
        "Medisindispenser: hold MTO-evalueringen",
    ]
    assert [resolve(one.url).view_name for one in items] == ["adoption:introduction", "adoption:evaluations"]
    assert [one.is_late(place.now) for one in items] == [True, False]
    make_unit(row, "Sone nord", started_on=today)
    assert next(iter(adoption.due(leader, place.now))).title == (
        "Medisindispenser: skriv hva Sone nord lærte, så kan Sone sør starte"
    )
    assert list(adoption.due(place.actor("home_care"), place.now)) == []
    assert list(adoption.due(place.actor("unit_leader", where=place.birkenes), place.now)) == []
