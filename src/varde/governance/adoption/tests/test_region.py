"""The spread, the goals and what is shared. On both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from varde.foundation.ids import new_id
from varde.governance.adoption import actions, queries
from varde.governance.adoption.models import SharedDeliverable
from varde.governance.adoption.queries import recipients
from varde.governance.adoption.rules.codes import Goal, Reached, Status, Technology
from varde.governance.adoption.testing import (
    MONDAY,
    make_deliverable,
    make_goal_status,
    make_introduction,
    make_shared,
    make_status,
    make_unit,
)
from varde.ground.organisations.testing import make_agreement, make_organisation

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def count(monkeypatch):
    """Fills the slot with numbers by (owner, technology)."""
    numbers = {}
    monkeypatch.setattr(
        recipients, "sources", [lambda owners: {k: n for k, n in numbers.items() if k[0] in owners}]
    )
    return numbers


@pytest.fixture
def secretary(froland, amli, office, someone):
    for town in (froland, amli):
        make_agreement(office, town, "secretariat")
    return someone(office, "secretariat", "Sara Moe")


def cells(actor, **wanted):
    found = queries.spread(actor, wanted=queries.Wanted(**wanted))
    return {(row.name, one.technology): one for row in found.rows for one in row.cells}


def test_each_municipality_has_a_cell_for_each_technology(secretary, froland, count):
    make_status(froland, "alarm", "considering", at=MONDAY - timedelta(days=1))
    make_status(froland, "alarm", "in_operation", since=date(2021, 5, 1))
    found = cells(secretary)
    assert len(found) == 12
    one = found["Froland", Technology.ALARM]
    assert (one.status, one.since) == (Status.IN_OPERATION, date(2021, 5, 1))
    assert found["Åmli", Technology.ALARM].status is None


def test_the_secretariat_itself_is_no_row_and_a_trust_is_one_when_it_has_said_something(
    secretary, office, someone, count
):
    trust = make_organisation("Sykehuset", kind="hospital_trust")
    make_agreement(office, trust, "secretariat")
    sara = someone(office, "secretariat", "Siv Ask")
    assert {name for name, _ in cells(sara)} == {"Froland", "Åmli"}
    make_status(trust, "follow_up", "introducing")
    assert {name for name, _ in cells(sara)} == {"Froland", "Åmli", "Sykehuset"}


def test_small_numbers_are_the_municipalitys_own(secretary, leader, froland, amli, count):
    for town in (froland, amli):
        make_status(town, "dispenser", "in_operation")
    count |= {(froland.pk, "dispenser"): 4, (amli.pk, "dispenser"): 31, (froland.pk, "alarm"): 3}
    found = cells(secretary)
    assert found["Froland", Technology.DISPENSER].number.value is None
    assert found["Froland", Technology.DISPENSER].shows_number
    assert found["Åmli", Technology.DISPENSER].number.value == 31
    assert not found["Froland", Technology.ALARM].shows_number, "that there is somebody is not told either"
    assert not found["Åmli", Technology.ALARM].shows_number
    assert cells(leader)["Froland", Technology.DISPENSER].number.value == 4
    sums = {one.technology: one for one in queries.spread(secretary).sums}
    assert (sums[Technology.DISPENSER].recipients.value, sums[Technology.DISPENSER].recipients.is_least) == (
        31,
        True,
    )
    assert sums[Technology.DISPENSER].statuses[Status.IN_OPERATION] == 2


def test_a_small_number_shows_the_same_whatever_it_is(secretary, froland, count):
    make_status(froland, "call", "introducing")
    seen = []
    for number in (0, 1, 4):
        count[froland.pk, "call"] = number
        seen.append((cells(secretary)["Froland", Technology.CALL], queries.spread(secretary).sums))
    assert seen[0] == seen[1] == seen[2]


def test_the_spread_is_narrowed_by_name_technology_and_status(secretary, froland, amli, count):
    make_status(froland, "alarm", "in_operation")
    make_status(amli, "call", "considering")
    assert {name for name, _ in cells(secretary, search="åm")} == {"Åmli"}
    assert {one for _, one in cells(secretary, technology=Technology.CALL)} == {Technology.CALL}
    assert {name for name, _ in cells(secretary, status=Status.IN_OPERATION)} == {"Froland"}
    assert cells(secretary, status=Status.IN_OPERATION, technology=Technology.CALL) == {}


def test_a_cell_leads_to_what_it_is_made_of(secretary, leader, froland, count):
    row = make_introduction(froland, state="introducing")
    make_unit(row, started_on=TODAY, evaluated_on=TODAY, learned="Alt gikk bra")
    make_unit(row, "Sone nord", started_on=TODAY)
    make_unit(row, "Sone vest")
    make_unit(row, "Sone øst", is_dropped=True)
    count[froland.pk, "dispenser"] = 12
    found = queries.cell(secretary, owner_id=froland.pk, technology=Technology.DISPENSER)
    (one,) = found.introductions
    assert (one.units, one.started, one.evaluated, one.state) == (3, 2, 1, "introducing")
    assert found.cell.number.value == 12
    assert "Alt gikk bra" not in str(found)
    with pytest.raises(Http404):
        queries.cell(leader, owner_id=new_id(), technology=Technology.DISPENSER)


def test_the_region_of_25_by_6_costs_few_queries(office, someone, count, django_assert_max_num_queries):
    for number in range(25):
        town = make_organisation(f"Kommune {number:02}")
        make_agreement(office, town, "secretariat")
        for technology in Technology:
            make_status(town, technology, "considering")
            make_status(town, technology, "in_operation", at=MONDAY + timedelta(days=1))
            count[town.pk, technology] = number
    actor = someone(office, "secretariat")
    with django_assert_max_num_queries(3):
        found = queries.spread(actor)
    assert len(found.rows) == 25 and all(len(row.cells) == 6 for row in found.rows)
    assert {one.status for row in found.rows for one in row.cells} == {Status.IN_OPERATION}


def test_a_goal_has_the_newest_status_of_each(secretary, leader, froland, amli):
    make_goal_status(froland, "I fjor", reached="no", measured_on=date(2025, 11, 1))
    newest = make_goal_status(froland, "I år", reached="yes", figure="92.5")
    other = make_goal_status(amli, "I år", reached="no")
    (one,) = [one for one in queries.goals(secretary) if one.goal.goal is Goal.CONSIDERED]
    assert [row.pk for row in one.newest] == [newest.pk, other.pk]
    assert (one.count(Reached.YES), one.count(Reached.NO), one.count(Reached.PARTLY)) == (1, 1, 0)
    assert one.newest[0].figure_text == "92,5"
    assert [row.pk for row in queries.goals(leader)[0].newest] == [newest.pk]


def test_who_saved_a_status_last_stands_on_it(secretary, leader, froland, office):
    values = {"owner": froland, "what": "I år", "goal": "considered", "reached": "no", "measured_on": TODAY}
    row = actions.save_goal_status(leader, row=None, values=values)
    assert row.by_name == "Liv Aas"
    assert actions.save_goal_status(secretary, row=row, values={"reached": "yes"}).by_name == "Sara Moe"
    assert (
        actions.save_goal_status(secretary, row=None, values={**values, "owner": office}).owner_id
        == office.pk
    )


class TestDeliverables:
    values = {"title": "Rutine for rull", "kind": "routine", "reference": "KS-101", "version": "1.0"}

    @pytest.fixture
    def neighbour(self, amli, someone):
        return someone(amli, "unit_leader", "Kari Moe")

    def save(self, actor, owner, row=None, **more):
        return actions.save_deliverable(actor, row=row, values={**self.values, "owner": owner, **more})

    def test_what_is_shared_stands_before_the_others_as_long_as_it_is(self, leader, neighbour, froland):
        row = self.save(leader, froland)
        assert not queries.shared(neighbour)
        self.save(leader, froland, row, is_shared=True)
        assert [(one.title, one.maker.name) for one in queries.shared(neighbour)] == [
            ("Rutine for rull", "Froland")
        ]
        self.save(leader, froland, row, is_shared=True, version="2.0", title="Rutine for rull og nøkkel")
        assert [(one.title, one.version) for one in queries.shared(neighbour, search="nøkkel frol")] == [
            ("Rutine for rull og nøkkel", "2.0")
        ]
        assert not queries.shared(neighbour, search="finnes-ikke")
        self.save(leader, froland, row, is_shared=False)
        assert not queries.shared(neighbour)

    def test_it_is_taken_over_once_and_remembers_where_it_came_from(self, leader, neighbour, froland, amli):
        known = make_shared(froland)
        mine = actions.take_over(neighbour, shared_id=known.pk, owner_id=amli.pk)
        assert (mine.taken_from, mine.taken_name, mine.taken_version) == (known.pk, "Froland", "1.0")
        assert (mine.title, mine.reference, mine.is_shared) == (known.title, known.reference, False)
        for actor, owner in ((neighbour, amli), (leader, froland)):
            with pytest.raises(actions.AlreadyTaken):
                actions.take_over(actor, shared_id=known.pk, owner_id=owner.pk)
        with pytest.raises(Http404):
            actions.take_over(neighbour, shared_id=new_id(), owner_id=amli.pk)

    def test_a_newer_version_is_seen_and_taken_in(self, neighbour, froland, amli):
        known = make_shared(froland)
        mine = actions.take_over(neighbour, shared_id=known.pk, owner_id=amli.pk)
        SharedDeliverable.objects.filter(pk=known.pk).update(version="2.0", reference="KS-102")
        (found,) = queries.taken(neighbour, shared_ids=[known.pk])[known.pk]
        assert found.taken_version == "1.0"
        newer = actions.take_newer(neighbour, deliverable_id=mine.pk)
        assert (newer.version, newer.taken_version, newer.reference) == ("2.0", "2.0", "KS-102")
        SharedDeliverable.objects.all().delete()
        with pytest.raises(Http404):
            actions.take_newer(neighbour, deliverable_id=mine.pk)
        with pytest.raises(Http404):
            actions.take_newer(neighbour, deliverable_id=make_deliverable(amli, "Egen").pk)

    def test_what_was_taken_over_is_not_shared_on(self, neighbour, froland, amli):
        mine = actions.take_over(neighbour, shared_id=make_shared(froland).pk, owner_id=amli.pk)
        with pytest.raises(ValidationError, match="Froland"):
            self.save(neighbour, amli, mine, is_shared=True)
        assert queries.shared(neighbour).count() == 1
