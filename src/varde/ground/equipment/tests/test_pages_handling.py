"""The pages: one item's whole story, placing, testing, taking back, wiping, orders, kits, maintenance, silent networks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import logged_in
from varde.foundation.ownership import scope
from varde.ground.equipment import actions, queries
from varde.ground.equipment.models import Item, Kit, MaintenanceTask
from varde.ground.equipment.testing import make_collected, make_item, make_product, make_rule, make_store
from varde.ground.organisations.testing import make_membership, make_unit
from varde.ground.people.testing import make_relation
from varde.kernel.actor import EVERYWHERE
from varde.kernel.clock import now as clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world, client):
    """`page("item", key)`, `page("collect", key, why="…")`: what the technician sees, after any redirect."""
    logged_in(User.objects.get(pk=world.technician.id), client)
    make_relation(world.anna, world.technician.id)

    def ask(name, *keys, post=None):
        url = reverse(f"equipment:{name}", args=keys)
        answer = client.get(url, follow=True) if post is None else client.post(url, post, follow=True)
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()

    return ask


def test_an_item_is_placed_tested_collected_and_wiped_page_by_page(world, page):
    key = world.item.pk
    assert "Velg en tjenestemottaker" in page("place", key, post={"room": " "})
    shown = page("place", key, post={"first": world.anna.pk, "settings": "Høyt volum"})
    assert "Anna Berg" in shown and "Høyt volum" in shown
    assert "Skriv hvem som svarte" in page("test", key, post={"read_back": "on"})
    shown = page("test", key, post={"read_back": "on", "answered_by": "Operatør Ada"})
    assert "Prøvd: navn og adresse ble lest opp" in shown
    shown = page("collect", key, post={"why": "Flyttet", "store": world.store.pk})
    assert "Kan inneholde personopplysninger" in shown and "Flyttet" in shown
    assert str(key) in page("wipes")
    assert "Nullstill apparatet før du bekrefter" in page("wipe", key, post={"signed": "on"})
    assert "ikke ennå" in page("wipe", key, post={"reset": "on", "how": "Knapp under"})
    shown = page("wipe", key, post={"signed": "on"})
    assert "Nullstilt og slettet" in shown and "Klar på lager" in shown
    assert "Ingen ting venter på sletting" in page("wipes")


def test_a_couple_shares_and_one_leaves_by_the_page(world, page):
    key = world.item.pk
    page("place", key, post={"first": world.anna.pk})
    make_relation(world.ola, world.technician.id)
    assert "Ola Berg" in page("share", key, post={"recipient": world.ola.pk})
    assert "De andre er ikke berørt" in page("leave", key, world.anna.pk, post={})
    assert "Ta det inn i stedet" in page("leave", key, world.ola.pk, post={})


def test_the_store_moves_an_item_with_a_reason(world, page):
    key = world.item.pk
    assert "Fyll ut feltet" in page("move", key, "send_to_repair", post={"why": ""})
    assert "Til reparasjon" in page("move", key, "send_to_repair", post={"why": "Sprukket deksel"})
    assert "Det går ikke slik apparatet står nå" in page("move", key, "washed", post={"why": ""})


def test_a_move_that_is_none_and_another_persons_page_do_not_exist(world, client):
    logged_in(User.objects.get(pk=world.technician.id), client)
    theirs = make_item(world.birkenes.pk)
    for name, keys in (
        ("move", (world.item.pk, "place")), ("move", (world.item.pk, "tull")), ("item", (theirs.pk,)),
        ("place", (theirs.pk,)), ("collect", (theirs.pk,)), ("wipe", (theirs.pk,)), ("test", (theirs.pk,)),
        ("move", (theirs.pk, "wash")), ("share", (theirs.pk,)),
    ):  # fmt: skip
        assert client.get(reverse(f"equipment:{name}", args=keys)).status_code == 404, name


def test_an_order_goes_through_the_store_page_by_page(world, page):
    given = {
        "recipient": world.anna.pk, "products": [world.item.product_id], "reason": "Har falt to ganger",
        "adaptations": "Snakk høyt", "wanted_on": "2026-11-20", "store": world.store.pk,
    }  # fmt: skip
    assert "Velg minst ett produkt" in page("new_order", post={**given, "products": []})
    assert "Base 5" in page("new_order", post=given)
    order = queries.orders(world.technician).get()
    assert "Har falt to ganger" in page("order", order.pk) and "Anna Berg" in page("order", order.pk)
    assert "SN-1" in page("pick", order.pk)
    line = queries.order_lines(world.technician, order_ids=[order.pk]).get()
    assert "rett slag" in page("pick", order.pk, post={str(line.pk): "FINNES-IKKE"})
    assert "Utstyret er satt av" in page("pick", order.pk, post={str(line.pk): "sn 2"})
    assert "Hos montør" in page("hand_out", order.pk, post={"installer": world.technician.id})
    assert "Utplassert" in page("install", order.pk, post={})
    assert queries.placement_now(world.technician, item_id=world.spare.pk) is not None


def test_an_order_with_something_of_another_owner_says_so_at_the_field(world, page, client):
    make_membership(User.objects.get(pk=world.technician.id), world.birkenes, "technician")
    theirs = make_product(world.birkenes.pk, name="Base 6")
    with scope(EVERYWHERE):
        kit = Kit.objects.create(owner=world.birkenes, name="Startpakke")
    given = {
        "recipient": world.anna.pk, "products": [world.item.product_id], "reason": "Har falt to ganger",
        "wanted_on": "2026-11-20", "store": world.store.pk,
    }  # fmt: skip
    foreign = {"products": [theirs.pk], "kits": [kit.pk], "unit": make_unit(world.birkenes, "Hjemme vest").pk}
    foreign["store"] = make_store(world.birkenes.pk, name="Vestlageret").pk
    for name, key in foreign.items():
        answer = client.post(reverse("equipment:new_order"), {**given, name: key})
        assert answer.status_code == 200 and list(answer.context["form"].errors) == [name]
        assert "en annen virksomhet enn tjenestemottakeren" in answer.text
    assert not queries.orders(world.technician).exists()
    assert "Base 5" in page("new_order", post=given)


def test_an_order_is_taken_back_and_cancelled_with_a_reason(world, page):
    order = actions.place_order(
        world.technician,
        order=actions.NewOrder(
            world.anna.pk, world.store.pk, "Falt", date(2026, 11, 20), [world.item.product_id]
        ),
        now=world.now,
    )
    page(
        "pick",
        order.pk,
        post={str(queries.order_lines(world.technician, order_ids=[order.pk]).get().pk): "SN-1"},
    )
    assert "bestillingen venter igjen" in page("take_back", order.pk, post={"why": "Feil farge"})
    assert "Avlyst" in page("cancel", order.pk, post={"why": "Ombestemte seg"})


def test_a_kit_is_filled_by_serial_placed_and_taken_back(world, page):
    with scope(frozenset({world.froland.pk})):
        kit = Kit.objects.create(owner_id=world.froland.pk, name="Koffert 1")
    assert "Fant ikke" in page("put_in_kit", kit.pk, post={"serial": "tull"})
    assert "SN-1" in page("put_in_kit", kit.pk, post={"serial": "sn-1"})
    page("put_in_kit", kit.pk, post={"serial": "SN-2"})
    assert "SN-2" not in page("take_from_kit", kit.pk, world.spare.pk, post={})
    assert "Hele settet er utplassert" in page("place_kit", kit.pk, post={"first": world.anna.pk})
    assert "Bare utstyr som står klart" in page("take_from_kit", kit.pk, world.item.pk, post={})
    assert "Hvert apparat må slettes" in page("collect_kit", kit.pk, post={"why": ""})
    assert "Hele settet må stå klart" in page("place_kit", kit.pk, post={"first": world.anna.pk})


def test_maintenance_is_listed_done_and_told_when_it_fails(world, page):
    rule = make_rule(world.item.product, only_in_use=False, every_days=7, how="To batterier AA")
    actions.start_tasks(world.technician, now=clock())
    with scope(frozenset({world.froland.pk})):
        task = MaintenanceTask.objects.get(item=world.item, rule=rule)
    assert "Bytt batteri" in page("upkeep")
    assert "To batterier AA" in page("keep", task.pk)
    page("keep", task.pk, post={"is_ok": "no", "note": "Dør etter en time"})
    assert "Bytt batteri: virker ikke" in page("item", world.item.pk)


def test_units_whose_network_closes_are_listed_and_lead_to_the_items(world, page):
    product = make_product(world.froland.pk, name="Gammel base", networks=["2g"])
    make_item(world.froland.pk, product=product, operator="telenor")
    shown = page("silent")
    assert "Gammel base" in shown and "31.12.2027" in shown
    assert f"?product={product.pk}" in shown


def test_the_list_finds_by_beginning_end_product_imei_and_code_and_leaves_out_what_is_gone(world, client):
    logged_in(User.objects.get(pk=world.technician.id), client)
    gone = make_item(world.froland.pk, serial="GONE-1", state="retired", retired_at=world.now)
    make_item(world.froland.pk, serial="AB-00123-X", imei="001004215000019", code="V7K2")
    url = reverse("equipment:apparater:list")

    def found(**asked):
        return client.get(url, asked).content.decode()

    for words in ("ab001", "23x", "00100421", "v7k2", "AB-00123-X base"):
        assert "AB-00123-X" in found(q=words), words
        assert "SN-1" not in found(q=words), words
    assert "Ingen treff" in found(q="0123-") and "SN-2" in found(q="base 5")
    assert (
        gone.serial not in found()
        and gone.serial in found(state="retired")
        and gone.serial in found(q="gone")
    )
    assert "SN-1" in found(store=str(world.store.pk)) and "AB-00123-X" not in found(store=str(world.store.pk))
    assert (
        "AB-00123-X" in client.get(reverse("equipment:apparater:export"), {"q": "ab00123"}).content.decode()
    )


@pytest.mark.parametrize("count", [10, 200])
def test_the_list_asks_the_same_number_of_questions_however_many_there_are(
    world, client, count, django_assert_max_num_queries
):
    product = make_product(world.froland.pk)
    with scope(frozenset({world.froland.pk})):
        Item.objects.bulk_create(
            Item(owner_id=world.froland.pk, product=product, serial=f"B-{nr:05}").with_keys()
            for nr in range(count)
        )
    logged_in(User.objects.get(pk=world.technician.id), client)
    with django_assert_max_num_queries(25):
        assert "B-00001" in client.get(reverse("equipment:apparater:list"), {"q": "B00"}).content.decode()


def test_the_page_of_an_item_with_a_long_story_keeps_its_budget(world, client, django_assert_max_num_queries):
    make_collected(world.item, [world.anna.pk], at=world.now - timedelta(days=1))
    logged_in(User.objects.get(pk=world.technician.id), client)
    with django_assert_max_num_queries(40):
        assert client.get(reverse("equipment:item", args=[world.item.pk])).status_code == 200
