"""Who is refused at every query and action of equipment's life: the neighbour, the wrong role, an agreement that ended."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from varde.foundation.accounts.testing import make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import ForeignOwner, scope
from varde.ground.equipment import actions, queries
from varde.ground.equipment.models import Kit, MaintenanceTask, Placement
from varde.ground.equipment.rules.lifecycle import Move
from varde.ground.equipment.testing import make_collected, make_item, make_placement, make_rule
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_agreement, make_membership, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(world):
    """One of each in Froland."""
    out, back, now = make_item(world.froland.pk), make_item(world.froland.pk), world.now
    placement = make_placement(out, [world.anna.pk, world.ola.pk])
    make_collected(back, [world.anna.pk])
    make_rule(world.item.product, only_in_use=False)
    actions.start_tasks(world.technician, now=now)
    order = actions.NewOrder(world.anna.pk, world.store.pk, "Falt", now.date(), [world.item.product_id])
    made = actions.place_order(world.technician, order=order, now=now)
    with scope(frozenset({world.froland.pk})):
        kit = Kit.objects.create(owner_id=world.froland.pk, name="Koffert")
        task = MaintenanceTask.objects.filter(item=world.item).first()
    return SimpleNamespace(
        w=world, out=out, back=back, placement=placement, order=made, kit=kit, task=task, new=order
    )


ACTS = {
    "place_item": lambda a, r: actions.place_item(
        a, item_id=r.w.item.pk, recipient_ids=[r.w.anna.pk], now=r.w.now
    ),
    "share_item": lambda a, r: actions.share_item(
        a, placement_id=r.placement.pk, recipient_id=r.w.anna.pk, now=r.w.now
    ),
    "leave_item": lambda a, r: actions.leave_item(
        a, placement_id=r.placement.pk, recipient_id=r.w.anna.pk, now=r.w.now
    ),
    "collect_item": lambda a, r: actions.collect_item(a, item_id=r.out.pk, now=r.w.now),
    "swap_item": lambda a, r: actions.swap_item(
        a, old_item_id=r.out.pk, new_item_id=r.w.spare.pk, key=new_id(), now=r.w.now
    ),
    "record_test": lambda a, r: actions.record_test(
        a, placement_id=r.placement.pk, call=actions.Tried(False), now=r.w.now
    ),
    "record_wipe": lambda a, r: actions.record_wipe(
        a, item_id=r.back.pk, done=actions.WipeDone(reset=True), now=r.w.now
    ),
    "move_item": lambda a, r: actions.move_item(a, item_id=r.w.item.pk, move=Move.WASH, now=r.w.now),
    "fill_kit": lambda a, r: actions.fill_kit(a, kit_id=r.kit.pk, item_ids=[r.w.item.pk], now=r.w.now),
    "place_kit": lambda a, r: actions.place_kit(
        a, kit_id=r.kit.pk, place=actions.Place([r.w.anna.pk]), now=r.w.now
    ),
    "collect_kit": lambda a, r: actions.collect_kit(a, kit_id=r.kit.pk, now=r.w.now),
    "place_order": lambda a, r: actions.place_order(a, order=r.new, now=r.w.now),
    "pick_order": lambda a, r: actions.pick_order(a, order_id=r.order.pk, picked={}, now=r.w.now),
    "hand_out_order": lambda a, r: actions.hand_out_order(
        a, order_id=r.order.pk, installer_id=a.id, installer_name=a.name, now=r.w.now
    ),
    "take_back_order": lambda a, r: actions.take_back_order(a, order_id=r.order.pk, why="Feil", now=r.w.now),
    "install_order": lambda a, r: actions.install_order(a, order_id=r.order.pk, now=r.w.now),
    "cancel_order": lambda a, r: actions.cancel_order(a, order_id=r.order.pk, why="Feil", now=r.w.now),
    "record_maintenance": lambda a, r: actions.record_maintenance(
        a, task_id=r.task.pk, report=actions.Report(), now=r.w.now
    ),
}
READS = {
    "items": lambda a, r: queries.items(a, search="SN"),
    "item": lambda a, r: queries.item(a, item_id=r.w.item.pk),
    "products": lambda a, r: queries.products(a),
    "prices": lambda a, r: queries.prices(a),
    "maintenance_rules": lambda a, r: queries.maintenance_rules(a),
    "stores": lambda a, r: queries.stores(a),
    "kits": lambda a, r: queries.kits(a),
    "kit_items": lambda a, r: queries.kit_items(a, kit_id=r.kit.pk),
    "story": lambda a, r: queries.story(a, item_id=r.out.pk),
    "placements_of": lambda a, r: queries.placements_of(a, item_id=r.out.pk),
    "placement_now": lambda a, r: queries.placement_now(a, item_id=r.out.pk),
    "users_of": lambda a, r: queries.users_of(a, placement_id=r.placement.pk),
    "tests_of": lambda a, r: queries.tests_of(a, item_id=r.out.pk),
    "swaps_of": lambda a, r: queries.swaps_of(a, item_id=r.out.pk),
    "open_wipe": lambda a, r: queries.open_wipe(a, item_id=r.back.pk),
    "wipes_of": lambda a, r: queries.wipes_of(a, item_id=r.back.pk),
    "wipes_pending": lambda a, r: queries.wipes_pending(a),
    "placed_with": lambda a, r: queries.placed_with(a, recipient_id=r.w.anna.pk, now=r.w.now),
    "ready": lambda a, r: queries.ready(a),
    "twice_claimed": lambda a, r: queries.twice_claimed(a),
    "claimed_twice": lambda a, r: queries.claimed_twice(a, item_id=r.w.item.pk),
    "orders": lambda a, r: queries.orders(a),
    "orders_under_way": lambda a, r: queries.orders_under_way(a),
    "order": lambda a, r: queries.order(a, order_id=r.order.pk, now=r.w.now),
    "order_lines": lambda a, r: queries.order_lines(a, order_ids=[r.order.pk]),
    "order_events": lambda a, r: queries.order_events(a, order_id=r.order.pk),
    "maintenance_due": lambda a, r: queries.maintenance_due(a, until=r.w.now.date() + timedelta(days=400)),
    "tasks_of": lambda a, r: queries.tasks_of(a, item_id=r.w.item.pk),
    "task": lambda a, r: queries.task(a, task_id=r.task.pk),
    "maintained": lambda a, r: queries.maintained(a, item_id=r.w.item.pk),
    "falling_silent": lambda a, r: queries.falling_silent(a, by=r.w.now.date() + timedelta(days=4000)),
}


@pytest.mark.parametrize("name", ACTS)
def test_the_neighbours_technician_changes_nothing_here(rows, name):
    with pytest.raises((Http404, ForeignOwner)):
        ACTS[name](rows.w.neighbour, rows)


@pytest.mark.parametrize("name", READS)
def test_the_neighbours_technician_sees_nothing_of_ours(rows, name):
    try:
        found = READS[name](rows.w.neighbour, rows)
    except Http404:
        return
    assert not (list(found) if isinstance(found, QuerySet) else found), name


@pytest.mark.parametrize("name", [*ACTS, *READS])
def test_a_role_without_a_say_over_equipment_is_refused_everywhere(rows, name):
    with pytest.raises(PermissionDenied):
        (ACTS | READS)[name](rows.w.nurse, rows)


@pytest.mark.parametrize("how", ["ended", "lapsed"])
@pytest.mark.parametrize("name", [*ACTS, *READS])
def test_a_partner_whose_agreement_ended_yesterday_is_refused_everywhere(rows, name, how):
    """Equipment is nothing that helps somebody in an alarm: also where the agreement only lapsed, nothing remains."""
    centre, yesterday = make_organisation("Fellesløsningen", kind="agency"), rows.w.now - timedelta(days=1)
    user = make_user("Petra")
    make_membership(user, centre, "secretariat")
    given = {"ends_at": yesterday} | ({"ended_at": yesterday} if how == "ended" else {})
    make_agreement(centre, rows.w.froland, "technician", **given)
    actor = actor_for_user(user, now=rows.w.now)
    with pytest.raises((PermissionDenied, Http404)):
        (ACTS | READS)[name](actor, rows)


def test_a_home_nurse_sees_the_equipment_and_does_the_upkeep_and_nothing_else(rows):
    user = make_user("Helga")
    make_membership(user, rows.w.froland, "home_care")
    actor = actor_for_user(user, now=rows.w.now)
    assert queries.items(actor).exists()
    ACTS["record_maintenance"](actor, rows)
    for name in set(ACTS) - {"record_maintenance"}:
        with pytest.raises(PermissionDenied):
            ACTS[name](actor, rows)


def test_a_case_officer_reads_the_reason_of_those_they_have_a_relation_to(rows):
    user = make_user("Siri")
    make_membership(user, rows.w.froland, "case_officer")
    actor = actor_for_user(user, now=rows.w.now)
    with pytest.raises(PermissionDenied):
        READS["order"](actor, rows)
    with scope(frozenset({rows.w.froland.pk})):
        assert Placement.objects.filter(pk=rows.placement.pk).exists()
