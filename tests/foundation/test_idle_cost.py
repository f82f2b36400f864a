"""A paused pathway, the equipment that rests with it, and what that costs: across the apps."""

from __future__ import annotations

from datetime import timedelta

from varde.care.pathways import actions, queries
from varde.care.pathways.testing import make_case
from varde.care.pathways.tests.conftest import Place
from varde.care.pathways.tests.conftest import met as met  # fixtures
from varde.care.pathways.tests.conftest import officer as officer
from varde.care.pathways.tests.conftest import place as place
from varde.foundation.authorisation import machine
from varde.ground.equipment.queries import idle_cost
from varde.ground.equipment.rules.stock import Idle
from varde.ground.equipment.testing import make_item, make_placement, make_price, make_product
from varde.kernel.actor import Actor
from varde.kernel.money import Money


def test_the_dispenser_of_a_paused_service_costs_in_vain_and_the_alarm_beside_it_does_not(
    place: Place, officer: Actor, met: object
) -> None:
    dispenser = make_product(place.froland.pk, name="Dispenser", kind="dispenser")
    for product in (dispenser, make_product(place.froland.pk, name="Base", kind="base_unit")):
        make_price(product, 400_00)
        make_placement(make_item(place.froland.pk, product=product), [place.recipient.pk])
    case = make_case(officer, place.recipient, now=place.now)
    leader = place.actor("unit_leader")
    assert idle_cost(leader, now=place.now) == []
    back = (place.now + timedelta(days=10)).date()
    actions.pause_case(officer, case_id=case.pk, reason="travel", ends_on=back, place="", now=place.now)
    (line,) = idle_cost(leader, now=place.now + timedelta(days=1))
    assert (line.product, line.reason, line.per_month) == ("Dispenser", Idle.PAUSED, Money(400_00))
    asked, owner = machine("pathway_worker"), place.birkenes.pk
    assert queries.paused_services(asked, owner_ids=[owner], at=place.now) == []
