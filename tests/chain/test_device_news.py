"""What a device says of its service opens the pathway's own steps for it, through the outbox, beside the alarm that rings."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.chain.test_cases import hear
from varde.care.alarms.rules.codes import ALERT_NAMES
from varde.care.alarms.testing import alarms, scaip
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.care.pathways.models import CaseTask
from varde.care.pathways.testing import make_case, tasks_of
from varde.config.device_news import KINDS, NEEDS
from varde.foundation.accounts.testing import make_user
from varde.foundation.outbox import post
from varde.foundation.ownership import scope
from varde.ground.equipment.testing import make_item, make_placement, make_product
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership
from varde.ground.people.testing import make_relation
from varde.kernel.actor import EVERYWHERE

DISPENSER = "71000001"


@pytest.fixture
def case(world: World):
    user = make_user("Ada Lie")
    for role in ("case_officer", "superuser", "unit_leader", "home_care"):
        make_membership(user, world.municipality, role)
    make_relation(world.recipient, user.pk)
    product = make_product(world.municipality.pk, name="Doserulle", kind="dispenser")
    item = make_item(world.municipality.pk, device=DISPENSER, product=product)
    make_placement(item, [world.recipient.pk])
    actor = actor_for_user(user, now=world.now)
    return make_case(actor, world.recipient, to="active", now=world.now - timedelta(days=21))


def says(world: World, alert: str, device: str = DISPENSER, number: int = 1) -> None:
    body = {"id": f"m{number}", "device": device, "type": alert}
    hear(world, json.dumps(body).encode(), protocol="json", after=timedelta(minutes=number))
    post.run(world.now + timedelta(minutes=number))


def opened(case, code: str) -> list[CaseTask]:
    return [one for one in tasks_of(case) if one.code == code]


def test_every_alert_that_asks_something_of_a_pathway_is_one_we_know() -> None:
    assert set(NEEDS) <= set(ALERT_NAMES)
    assert {code.partition(".")[0] for code in NEEDS} == set(KINDS)


def test_a_dose_that_is_not_taken_opens_its_step_once_until_it_is_done_and_rings_all_the_same(
    world: World, case
) -> None:
    assert opened(case, "dose_missed") == []
    says(world, "1.1")
    says(world, "1.3", number=2)
    assert len(opened(case, "dose_missed")) == 1
    assert {alarm.code for alarm in alarms()} == {"1.1", "1.3"}


def test_a_technical_alert_of_the_dispenser_opens_the_technical_step(world: World, case) -> None:
    says(world, "1.18")
    assert len(opened(case, "technical_alert")) == 1 and opened(case, "dose_missed") == []


def test_a_fault_of_the_unit_itself_opens_the_technical_step(world: World, case) -> None:
    hear(world, scaip(DISPENSER, dty="0003", stc="0016"))
    post.run(world.now)
    fault = [alarm for alarm in alarms() if alarm.fault_key]
    assert len(fault) == 1 and fault[0].item_id
    assert len(opened(case, "technical_alert")) == 1


def test_a_call_for_help_opens_nothing_in_the_pathway(world: World, case) -> None:
    before = [one.pk for one in tasks_of(case)]
    hear(world, scaip(DEVICE))
    post.run(world.now)
    assert [one.pk for one in tasks_of(case)] == before


def test_an_alert_about_somebody_without_the_service_opens_nothing(world: World) -> None:
    says(world, "1.1", device=DEVICE)
    assert [alarm.code for alarm in alarms()] == ["1.1"]
    with scope(EVERYWHERE):
        assert CaseTask.objects.count() == 0
