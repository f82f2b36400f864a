"""What stands idle in kroner: the sums, the units behind them, and who may see it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from varde.foundation import spreadsheet
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ownership import scope
from varde.ground.equipment import queries
from varde.ground.equipment.models import Item
from varde.ground.equipment.queries import NOWHERE, Narrow, Paused
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.rules.stock import Idle
from varde.ground.equipment.testing import (
    make_item,
    make_placement,
    make_price,
    make_product,
    make_store,
)
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people.testing import make_recipient
from varde.kernel.band import instant_at
from varde.kernel.clock import local
from varde.kernel.clock import now as clock
from varde.kernel.money import Money

pytestmark = pytest.mark.django_db
BASE = frozenset({"base_unit", "pendant"})


@pytest.fixture
def froland():
    return make_organisation("Froland")


@pytest.fixture
def leader(froland, saturday_night):
    user = make_user("Lena")
    make_membership(user, froland, "unit_leader")
    return actor_for_user(user, now=saturday_night)


@pytest.fixture
def store(froland):
    return make_store(froland.pk)


@pytest.fixture
def base(froland):
    made = make_product(froland.pk)
    make_price(made, 250_00)
    make_price(made, 49_00, kind="subscription")
    return made


@pytest.fixture
def pauses():
    held: list[Paused] = []
    before = list(queries.paused_sources)
    queries.paused_sources[:] = [lambda owners, now: held]
    yield held
    queries.paused_sources[:] = before


def in_store(product, store, number=1, **more):
    return [make_item(product.owner_id, product=product, store=store, **more) for _ in range(number)]


def sums(actor, at, **narrow):
    lines = queries.idle_cost(actor, now=at, narrow=Narrow(**narrow))
    return {(one.product, one.store, one.reason): (one.number, one.per_month) for one in lines}


def test_what_stands_in_store_costs_every_price_of_its_product(leader, store, base, saturday_night):
    in_store(base, store, 3)
    assert sums(leader, saturday_night) == {("Base 5", "Hovedlageret", Idle.STORE): (3, Money(3 * 299_00))}


def test_each_reason_stands_for_itself_and_what_is_of_use_costs_nothing_here(
    froland, leader, store, base, saturday_night
):
    for state in (State.IN_REPAIR, State.LENT_TO_SUPPLIER, State.TO_RETURN, State.LOST, State.COLLECTED):
        in_store(base, store, state=state, wipe_pending=state == State.COLLECTED)
    for state in (State.RESERVED, State.WITH_INSTALLER, State.ORDERED):
        in_store(base, store, state=state)
    make_placement(make_item(froland.pk, product=base), room="Rom 1")
    found = {reason: number for (_p, _s, reason), (number, _m) in sums(leader, saturday_night).items()}
    assert found == {Idle.REPAIR: 2, Idle.RETURN: 1, Idle.LOST: 1, Idle.PREPARING: 1}


def test_what_somebody_else_pays_or_nobody_pays_any_more_is_left_out(leader, store, base, saturday_night):
    day = saturday_night.date()
    in_store(base, store, ownership="bhm")
    in_store(base, store, ownership="private")
    in_store(base, store, paid_until=day)
    in_store(base, store, paid_from=day + timedelta(days=1))
    in_store(base, store, state=State.RETIRED, retired_at=saturday_night)
    assert sums(leader, saturday_night) == {}
    in_store(base, store, ownership="leased", paid_from=day, paid_until=day + timedelta(days=1))
    assert [number for number, _ in sums(leader, saturday_night).values()] == [1]


def test_a_price_counts_while_it_holds_and_what_has_none_is_shown_as_zero(
    leader, store, froland, saturday_night
):
    old, bare = make_product(froland.pk, name="Gammel"), make_product(froland.pk, name="Uten pris")
    make_price(old, 100_00, ends_on=date(2026, 11, 7))
    make_price(old, 130_00, starts_on=date(2026, 11, 7))
    in_store(old, store)
    in_store(bare, store)
    found = sums(leader, saturday_night)
    assert found[("Gammel", "Hovedlageret", Idle.STORE)] == (1, Money(130_00))
    assert found[("Uten pris", "Hovedlageret", Idle.STORE)] == (1, Money(0))


def test_a_unit_at_somebody_whose_service_is_paused_is_idle_until_the_last_who_shares_it_is(
    froland, leader, base, pauses, saturday_night
):
    anna, per = make_recipient(froland.pk), make_recipient(froland.pk, name="Per Vik")
    shared, alone = (make_item(froland.pk, product=base) for _ in range(2))
    make_placement(shared, [anna.pk, per.pk])
    make_placement(alone, [anna.pk])
    pauses.append(Paused(anna.pk, BASE, date(2026, 11, 1)))
    assert sums(leader, saturday_night) == {("Base 5", "", Idle.PAUSED): (1, Money(299_00))}
    assert [one.pk for one in queries.idle_units(leader, now=saturday_night)] == [alone.pk]
    pauses.append(Paused(per.pk, BASE, date(2026, 11, 5)))
    items = list(queries.idle_units(leader, now=saturday_night))
    assert {one.pk for one in items} == {shared.pk, alone.pk}
    since = queries.idle_since(leader, items=items, now=saturday_night)
    assert since == {alone.pk: date(2026, 11, 1), shared.pk: date(2026, 11, 5)}


def test_a_pause_of_one_service_leaves_the_equipment_of_another_in_use(
    froland, leader, pauses, saturday_night
):
    dispenser = make_product(froland.pk, name="Dispenser", kind="dispenser")
    anna = make_recipient(froland.pk)
    make_placement(make_item(froland.pk, product=dispenser), [anna.pk])
    pauses.append(Paused(anna.pk, BASE, date(2026, 11, 1)))
    assert sums(leader, saturday_night) == {}
    pauses.append(Paused(anna.pk, frozenset({"dispenser"}), date(2026, 11, 1)))
    assert len(sums(leader, saturday_night)) == 1


def test_every_sum_leads_to_exactly_the_units_it_is_made_of(
    froland, leader, store, base, pauses, saturday_night
):
    other, repair = make_store(froland.pk, name="Nord"), make_product(froland.pk, name="Dispenser")
    in_store(base, store, 3)
    in_store(base, other, 2)
    in_store(repair, store, 2, state=State.IN_REPAIR)
    anna = make_recipient(froland.pk)
    make_placement(make_item(froland.pk, product=base), [anna.pk])
    pauses.append(Paused(anna.pk, BASE, date(2026, 11, 1)))
    lines = queries.idle_cost(leader, now=saturday_night)
    assert sum(one.number for one in lines) == 8
    seen = []
    for one in lines:
        narrow = Narrow(one.owner_id, one.store_id, one.product_id, one.reason)
        units = list(queries.idle_units(leader, now=saturday_night, narrow=narrow))
        assert len(units) == one.number
        seen += [unit.pk for unit in units]
    assert len(seen) == len(set(seen)) == queries.idle_units(leader, now=saturday_night).count()
    nowhere = Narrow(store_id=NOWHERE)
    assert queries.idle_units(leader, now=saturday_night, narrow=nowhere).count() == 1


def test_the_neighbours_idle_equipment_is_not_counted_and_a_nurse_sees_no_cost(
    froland, leader, base, store, saturday_night
):
    birkenes = make_organisation("Birkenes")
    theirs = make_product(birkenes.pk, name="Nabobase")
    in_store(theirs, make_store(birkenes.pk))
    in_store(base, store)
    assert set(sums(leader, saturday_night)) == {("Base 5", "Hovedlageret", Idle.STORE)}
    assert sums(leader, saturday_night, owner_id=birkenes.pk) == {}
    assert "Nabobase" not in str(queries.cost_choices(leader)) and "Birkenes" not in str(
        queries.cost_choices(leader)
    )
    assert queries.price_story(leader, product_ids=[theirs.pk]) == {}
    nurse = make_user("Nina")
    make_membership(nurse, froland, "home_care")
    actor = actor_for_user(nurse, now=saturday_night)
    for ask in (
        lambda: queries.idle_cost(actor, now=saturday_night),
        lambda: queries.idle_units(actor, now=saturday_night),
        lambda: queries.idle_since(actor, items=[], now=saturday_night),
        lambda: queries.price_story(actor, product_ids=[]),
        lambda: queries.cost_choices(actor),
    ):
        with pytest.raises(PermissionDenied):
            ask()


def test_the_page_shows_the_sum_and_each_unit_what_it_has_cost_so_far(froland, store, client):
    user = make_user("Lena")
    make_membership(user, froland, "unit_leader")
    logged_in(user, client)
    made = make_product(froland.pk)
    make_price(made, 300_00)
    since = instant_at(local(clock()).date() - timedelta(days=61), time(12))
    in_store(made, store, 2, state_since=since)
    page = client.get(reverse("equipment:idle")).content.decode()
    assert "600\u00a0kr" in page
    page = client.get(reverse("equipment:idle_units"), {"reason": "store"}).content.decode()
    assert "2 apparater til 600\u00a0kr per måned" in page and ">61<" in page
    for query in ({}, {"apparater": "1"}):
        sheet = spreadsheet.read("x.xlsx", client.get(reverse("equipment:idle_export"), query).content)
        assert any("Base 5" in line for line in sheet[1:])


@pytest.mark.on("postgresql")
def test_the_view_keeps_its_budget_at_thirty_thousand_items(froland, client, django_assert_max_num_queries):
    user = make_user("Lena")
    make_membership(user, froland, "unit_leader")
    logged_in(user, client)
    stores = [make_store(froland.pk, name=f"Lager {nr}") for nr in range(5)]
    products = [make_product(froland.pk, name=f"Produkt {nr}") for nr in range(12)]
    for product in products:
        make_price(product, 99_00)
    states = [State.IN_STORE, State.IN_STORE, State.IN_REPAIR, State.TO_RETURN, State.WITH_INSTALLER]
    with scope(frozenset({froland.pk})):
        for first in range(0, 30_000, 5_000):
            Item.objects.bulk_create(
                Item(
                    owner=froland,
                    product=products[nr % 12],
                    store=stores[nr % 5],
                    state=states[nr % 5],
                    serial=f"S{nr}",
                ).with_keys()
                for nr in range(first, first + 5_000)
            )
    for name in ("equipment:idle", "equipment:idle_units", "equipment:stock"):
        client.get(reverse(name))
        with django_assert_max_num_queries(25):
            assert client.get(reverse(name)).status_code == 200
