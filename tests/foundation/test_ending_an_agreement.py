"""An agreement ends only when nothing points at the provider any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from varde.care.alarms.models import Alarm
from varde.care.alarms.tests.conftest import World
from varde.care.alarms.tests.conftest import world as world  # a fixture
from varde.care.alarms.tests.test_pipeline import press
from varde.care.rota.testing import make_pool
from varde.foundation.ownership import scope
from varde.ground.equipment.models import Placement
from varde.ground.organisations.actions import AgreementStillInUse, end_agreement
from varde.ground.organisations.testing import make_actor
from varde.kernel.actor import EVERYWHERE


def test_it_is_refused_while_units_ring_at_the_centre_and_names_what_stands_in_the_way(world: World) -> None:
    manager = make_actor(world.municipality)
    with pytest.raises(AgreementStillInUse) as refused:
        end_agreement(manager, agreement_id=world.agreement.pk, now=world.now)
    assert [blocker.count for blocker in refused.value.blockers] == [1]
    press(world)
    with pytest.raises(AgreementStillInUse) as refused:
        end_agreement(manager, agreement_id=world.agreement.pk, now=world.now)
    assert len(refused.value.blockers) == 2
    world.agreement.refresh_from_db()
    assert world.agreement.ended_at is None


def test_it_ends_when_the_units_are_collected_or_somebody_else_receives(world: World) -> None:
    manager = make_actor(world.municipality)
    make_pool(world.municipality, "Egne operatører", kind="operators")
    ended = end_agreement(manager, agreement_id=world.agreement.pk, now=world.now)
    assert ended.ended_at == world.now


def test_collected_units_do_not_stand_in_the_way(world: World) -> None:
    with scope(EVERYWHERE):
        Placement.objects.update(ends_at=world.now - timedelta(minutes=1))
        assert not Alarm.objects.exists()
    manager = make_actor(world.municipality)
    assert end_agreement(manager, agreement_id=world.agreement.pk, now=world.now).ended_at == world.now
