"""The synthetic region: what is in it, that it is the same for the same seed, and that it is made fast."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from varde.care.alarms.actions.shipped import shipped_plans
from varde.care.alarms.models import Alarm, PlanVersion, RecordText
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.plan import faults, plan_from, select
from varde.care.rota.models import DutyCheckIn, Pool
from varde.demo.region import seed
from varde.demo.region.look import units
from varde.demo.region.names import Line, elder, phone, whose
from varde.demo.region.places import ENDS_SOON, FOLLOWED, HOLE, LAPSED, PLACES, shares
from varde.demo.region.plans import needed
from varde.demo.region.plot import Plot
from varde.demo.tests.conftest import NOW
from varde.foundation.accounts.models import User
from varde.foundation.ownership import scope
from varde.governance.adoption import queries as adoption
from varde.governance.adoption.models import Evaluation, Introduction, TechnologyStatus
from varde.ground.messaging.rules import addresses
from varde.ground.organisations.models import Agreement, Organisation
from varde.ground.organisations.queries import actor_for_user
from varde.ground.people.models import Recipient
from varde.kernel.actor import EVERYWHERE
from varde.kernel.national_id import NationalId, Series

pytestmark = pytest.mark.on("sqlite")  # as the demo


@pytest.mark.django_db
def test_a_small_region_is_made_within_ten_seconds_of_processor_time():
    began = time.process_time()
    made = seed(now=NOW, size=300)
    assert made.recipients == 300 + FOLLOWED
    assert time.process_time() - began < 10


@pytest.mark.unit
@pytest.mark.parametrize("total", [25, 40, 300, 6200])
def test_every_municipality_has_somebody_and_large_ones_more(total):
    given = shares(total)
    assert len(given) == 25 and sum(given.values()) == total and min(given.values()) >= 1
    assert total == 25 or given["4204"] == max(given.values())


@pytest.mark.unit
def test_no_phone_number_can_reach_anybody():
    for line in Line:
        number = phone(line, 17)
        assert addresses.phone(number) == number and number.startswith(
            "+470"
        )  # 0 begins no subscriber number
        assert whose(number) is line
    assert whose("+4741234567") is None


@pytest.mark.unit
def test_leaving_out_inherited_plans_changes_no_plan():
    chosen = needed(shipped_plans())
    assert len(chosen) < len(shipped_plans())
    for choice in shipped_plans():
        for alert in (choice.alert, f"{choice.alert}.9" if choice.alert else "9"):
            assert select(chosen, "", alert, NOW).code == select(shipped_plans(), "", alert, NOW).code


@pytest.mark.django_db
class TestWhatIsInIt:
    @pytest.fixture(autouse=True)
    def _everywhere(self, region):
        with scope(EVERYWHERE):
            yield

    def test_all_25_municipalities_and_both_centres_are_there(self):
        names = set(Organisation.objects.values_list("name", flat=True))
        assert {f"{place.name} kommune" for place in PLACES} < names
        assert "Responssenter Agder" in names
        assert Agreement.objects.filter(provider__name="Responssenter Agder").count() == 18

    def test_one_agreement_lapsed_yesterday_and_one_ends_soon(self):
        rows = Agreement.objects.filter(roles=["response_operator"]).select_related("client")
        by = {row.client.municipality_number: row for row in rows}
        assert by[LAPSED].has_lapsed(NOW)
        assert NOW < by[ENDS_SOON].ends_at < NOW + timedelta(days=14)

    def test_every_municipality_has_a_status_and_two_introductions_are_under_way_and_one_is_over(self):
        said = TechnologyStatus.objects.values_list("owner__municipality_number", "technology")
        assert {number for number, _technology in said} == {place.number for place in PLACES}
        assert len(set(said)) > 100
        assert set(TechnologyStatus.objects.values_list("status", flat=True)) == {
            "considering", "introducing", "in_operation", "stopped",
        }  # fmt: skip
        rows = Introduction.objects.order_by("starts_on").values_list("technology", "state")
        assert list(rows) == [
            ("dispenser", "operation"), ("supervision", "introducing"), ("follow_up", "groundwork"),
        ]  # fmt: skip
        assert [one.introduction.technology for one in Evaluation.objects.all()] == ["supervision"] * 2

    def test_the_secretariat_sees_the_spread_of_all_and_no_recipient(self):
        secretary = actor_for_user(User.objects.get(name="Per Dahl"), now=NOW)
        assert len(adoption.spread(secretary).rows) == 25
        assert not any(one.startswith("people.") for one in secretary.grants)

    def test_everybody_has_a_synthetic_identity(self):
        rows = list(Recipient.objects.all())
        found = {row.national_id for row in rows}
        assert len(found) == len(rows) == 40 + FOLLOWED
        assert {NationalId.parse(one, synthetic=True).series for one in found} == {Series.SKATTEETATEN}

    def test_the_person_of_the_story_is_84_and_hears_badly(self):
        row = Recipient.objects.get(name="Solveig Lunde")
        assert row.owner.name == "Froland kommune" and row.hearing == "hard"
        assert (NOW.date() - row.birth_date).days // 365.25 == 84
        assert row.ways_in.get().kind == "key_box" and row.adaptations.exists()

    def test_somebody_is_on_duty_in_every_open_pool_but_for_one_honest_hole(self):
        at_night = {"Operatører", "Nattpatruljen", "Leder på vakt"}
        manned = set(DutyCheckIn.objects.values_list("pool", flat=True))
        empty = [p for p in Pool.objects.select_related("owner") if p.pk not in manned and p.name in at_night]
        assert [(p.owner.municipality_number, p.name) for p in empty] == [(HOLE, "Nattpatruljen")]

    def test_every_plan_passes_the_gate_and_calls_pools_of_its_own_owner(self):
        pools = {str(pool.pk): pool.owner_id for pool in Pool.objects.all()}
        rows = list(PlanVersion.objects.all())
        assert rows
        for row in rows:
            plan = plan_from(row.body)
            assert faults(plan, NOW.date()) == (), row.title
            called = [s.receiver.ref for s in plan.steps if s.receiver.kind == "pool"]
            assert {pools[ref] for ref in called} <= {row.owner_id}

    def test_history_is_closed_with_cause_measure_and_text(self):
        rows = list(Alarm.objects.all())
        assert rows and {row.state for row in rows} == {State.CLOSED}
        assert all(row.cause and row.measures and NOW - row.opened_at < timedelta(days=32) for row in rows)
        assert RecordText.objects.count() == len(rows)
        assert all(row.opened_at < row.taken_at < row.closed_at <= NOW for row in rows)

    def test_an_operator_of_the_shared_centre_reaches_its_18_municipalities_and_no_other(self):
        user = User.objects.get(name="Ingrid Haugen")
        actor = actor_for_user(user, now=NOW)
        names = set(
            Organisation.objects.filter(pk__in=actor.where("alarms.answer")).values_list(
                "municipality_number", flat=True
            )
        )
        assert names - {""} == {place.number for place in PLACES if place.centre == "agder"}

    def test_every_unit_that_speaks_has_a_source(self):
        assert len({unit.device for unit in units()}) >= 40
        assert all(unit.source.int for unit in units())


@pytest.mark.unit
def test_the_same_seed_gives_the_same_person_and_another_seed_another():
    def person(seed_number):
        plot = Plot(NOW, seed_number, 1)
        return [elder(plot.chance("person", "4214", turn)) for turn in range(20)]

    assert person(1) == person(1) != person(2)
