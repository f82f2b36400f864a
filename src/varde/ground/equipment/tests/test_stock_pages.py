"""The pages of the stores: each opens, does what it says, and is refused to who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.foundation.register.testing import RegisterTests
from varde.ground.equipment import queries, register
from varde.ground.equipment.models import Item, ReorderPoint, StockTake, Swap, SwapConflict, Transfer
from varde.ground.equipment.outlets import labels as paper
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.testing import make_item, make_placement, make_product, make_store
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people.testing import make_recipient
from varde.kernel.actor import Actor
from varde.kernel.clock import now as clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def froland():
    return make_organisation("Froland")


@pytest.fixture
def tore(froland):
    made = make_user("Tore")
    make_membership(made, froland, "technician")
    return made


@pytest.fixture
def page(tore, client):
    logged_in(tore, client)

    def ask(name, *keys, post=None, **query):
        url = reverse(f"equipment:{name}", args=keys)
        return (
            client.post(url, post, follow=True) if post is not None else client.get(url, query, follow=True)
        )

    return ask


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def only(model, owner):
    with scope(frozenset({owner.pk})):
        return model.objects.get()


def test_the_levels_show_what_must_be_ordered(froland, page):
    store, base = make_store(froland.pk), make_product(froland.pk)
    with scope(frozenset({froland.pk})):
        ReorderPoint.objects.create(owner=froland, store=store, product=base, point=2, fill_to=10)
    make_item(froland.pk, product=base, store=store)
    shown = text(page("stock", lager=str(store.pk)))
    assert "9 × Base 5 til Hovedlageret" in shown and "Bestill" in shown
    assert (
        text(page("stock", lager="tull")) and "camera=(self)" in page("stock").headers["Permissions-Policy"]
    )


def test_a_transfer_is_sent_received_by_scanning_and_closed(froland, page):
    here, there = make_store(froland.pk), make_store(froland.pk, name="Nord")
    for code in ("A1", "A2"):
        make_item(froland.pk, store=here, code=code)
    wrong = page("new_transfer", post={"from_store": here.pk, "to_store": there.pk, "codes": "A1\nX9"})
    assert "Ukjente koder: X9" in text(wrong)
    same = page("new_transfer", post={"from_store": here.pk, "to_store": here.pk, "codes": "A1"})
    assert "Velg et annet lager" in text(same)
    assert "Sendt." in text(
        page("new_transfer", post={"from_store": here.pk, "to_store": there.pk, "codes": "A1\nA2"})
    )
    row = only(Transfer, froland)
    assert "2 på vei" in text(page("transfers"))
    assert "er tatt imot" in text(page("transfer", row.pk, post={"code": "a1"}))
    assert "Ingen av utstyret vårt" in text(page("transfer", row.pk, post={"code": "zz"}))
    line = next(
        one
        for one in queries.transfer_lines(actor_for_user(make_tech(froland), now=clock()), transfer_id=row.pk)
        if one.arrival == "expected"
    )
    assert "Ble aldri sendt" in text(page("settle_arrival", row.pk, line.pk))
    done = page("settle_arrival", row.pk, line.pk, post={"how": "lost", "why": "Pakken var åpen"})
    assert "Pakken var åpen" in text(done)
    assert "Overføringen er avsluttet" in text(page("close_transfer", row.pk, post={}))


def make_tech(place):
    user = make_user("Tuva")
    make_membership(user, place, "technician")
    return user


def test_a_count_is_scanned_pasted_settled_and_closed(froland, page):
    store = make_store(froland.pk)
    for code in ("A1", "A2", "A3"):
        make_item(froland.pk, store=store, code=code)
    started = page("takes", post={"store": store.pk})
    assert "Telling av Hovedlageret" in text(started)
    assert "telles alt" in text(page("takes", post={"store": store.pk}))
    row = only(StockTake, froland)
    assert "stemmer" in text(page("take", row.pk, post={"code": "A1"}))
    assert "skulle ikke stå her" in text(page("take", row.pk, post={"code": "ukjent-9"}))
    assert "2 koder er talt" in text(page("take", row.pk, post={"codes": "A1\nA2"}))
    assert "ikke en kode" in text(page("take", row.pk, post={"code": "a\x07b"}))
    assert "ikke avklart" in text(page("close_take", row.pk, post={}))
    with scope(frozenset({froland.pk})):
        missing = row.lines.get(expected=True, seen_at=None)
        unknown = row.lines.get(item=None)
    assert "Meldt mistet" in text(page("settle_difference", row.pk, missing.pk))
    for line, how in ((missing, "lost"), (unknown, "explained")):
        text(page("settle_difference", row.pk, line.pk, post={"how": how, "why": "Sett etter"}))
    assert "Tellingen er avsluttet" in text(page("close_take", row.pk, post={}))


def test_a_scanned_code_opens_the_item_and_a_label_is_a_pdf_with_no_person_on_it(froland, page):
    anna = make_recipient(froland.pk, name="Anna Ås")
    store = make_store(froland.pk)
    item = make_item(froland.pk, code="V7K2QX", store=store)
    placed = make_item(froland.pk)
    make_placement(placed, [anna.pk])
    for answer in (page("scan", code="v7-k2qx"), page("opened", "V7K2QX"), page("opened", str(item.pk))):
        assert answer.redirect_chain[-1][0].endswith(f"/apparater/{item.pk}/")
    assert "Ingen av utstyret vårt" in text(page("scan", code="finnes-ikke"))
    assert text(page("scan"))
    for answer in (
        page("item_label", placed.pk),
        page("return_label", placed.pk),
        page("labels", store=str(store.pk), skip="3"),
        page("labels", store=str(store.pk), skip="0", codes="V7K2QX"),
    ):
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF") and b"Anna" not in answer.content
    assert "Ingenting på lageret passer" in text(page("labels", store=str(store.pk), skip="0", codes="annet"))


def test_the_qr_code_holds_the_address_and_a_sheet_takes_what_it_says():
    one = paper.Label("https://varde.example/utstyr/k/V7K2QX/", "V7K2QX", "Base «5» # $x$", "SN-1", "Froland")
    assert paper.qr(one.url).startswith("<svg") and paper.qr(one.url) != paper.qr(one.url + "x")
    assert paper.sheet([one] * 25, skip=2).count(b"/Type /Page\n") in (0, 2)
    assert paper.returns([one]).startswith(b"%PDF")
    with pytest.raises(ValueError, match="240"):
        paper.sheet([one] * 241)


@pytest.mark.parametrize(
    "name", ["stock", "takes", "transfers", "deliveries", "labels", "scan", "idle", "conflicts"]
)
def test_every_page_stands_empty(page, name):
    assert text(page(name))


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("case_officer", "stock", 200),
        ("case_officer", "new_delivery", 403),
        ("case_officer", "swap", 403),
        ("case_officer", "send_swap", 403),
        ("case_officer", "conflicts", 403),
        ("case_officer", "idle", 403),
        ("case_officer", "idle_units", 403),
        ("case_officer", "idle_export", 403),
        ("secretariat", "stock", 403),
        ("secretariat", "deliveries", 403),
        ("secretariat", "scan", 200),
    ],
)
def test_a_page_is_refused_to_who_may_not(froland, client, role, name, status):
    user = make_user("Annen")
    make_membership(user, froland, role)
    logged_in(user, client)
    url = reverse(f"equipment:{name}")
    answer = client.post(url) if name == "send_swap" else client.get(url)
    assert answer.status_code == status


# Swap from a phone


@pytest.fixture
def swap(froland):
    """An old one at Anna's, and a new one of the same product in store."""
    anna, store = make_recipient(froland.pk), make_store(froland.pk)
    old = make_item(froland.pk, code="GAMMEL1")
    make_placement(old, [anna.pk])
    return old, make_item(froland.pk, code="NYTT1", store=store)


def sent(**more):
    return {"old_code": "GAMMEL1", "new_code": "NYTT1", "why": "broken", "key": str(new_id()), **more}


def state(item):
    with scope(frozenset({item.owner_id})):
        return Item.objects.get(pk=item.pk).state


def test_what_the_phone_sends_is_carried_out_once_however_often_it_comes(froland, page, swap):
    told = sent(done_at=(clock() - timedelta(hours=3)).isoformat(timespec="milliseconds"))
    first = page("send_swap", post=told).json()
    assert first["outcome"] == "done"
    assert page("send_swap", post=told).json() == first
    assert (state(swap[0]), state(swap[1])) == (State.COLLECTED, State.PLACED)
    row = only(Swap, froland)
    assert row.at < clock() - timedelta(hours=2) and row.why == "Virker ikke"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"old_code": "UKJENT"}, "koden på det gamle"),
        ({"new_code": "UKJENT"}, "koden på det nye"),
        ({"new_code": "GAMMEL1"}, "samme apparat"),
        ({"place": str(new_id())}, "et annet sted"),
        ({"done_at": "2019-01-01T10:00:00.000Z"}, "Tidspunktet"),
    ],
)
def test_what_does_not_fit_becomes_a_task_and_changes_nothing(froland, page, swap, change, said):
    told = sent(**change)
    first = page("send_swap", post=told).json()
    assert first["outcome"] == "conflict" and said in first["text"]
    assert page("send_swap", post=told).json() == first
    row = only(SwapConflict, froland)
    assert (state(swap[0]), state(swap[1])) == (State.PLACED, State.IN_STORE)
    assert said in text(page("conflicts")) and said in text(page("settle_conflict", row.pk))
    assert "Byttet er ordnet opp i" in text(page("settle_conflict", row.pk, post={"how": "Rettet"}))
    assert only(SwapConflict, froland).settled_how == "Rettet"


def test_somebody_else_collected_it_meanwhile(froland, page, swap):
    with scope(frozenset({froland.pk})):
        placement = swap[0].placements.get()
        placement.ends_at = clock()
        placement.save()
        Item.objects.filter(pk=swap[0].pk).update(state=State.COLLECTED, wipe_pending=True)
    answer = page("send_swap", post=sent()).json()
    assert answer["outcome"] == "conflict" and "tatt det inn først" in answer["text"]
    assert state(swap[1]) == State.IN_STORE


def test_the_page_swaps_without_a_script_too(froland, page, swap):
    shown = text(page("swap"))
    assert 'data-worker="/utstyr/bytte/arbeider.js"' in shown
    assert 'value="GAMMEL1"' in text(page("swap", gammel="GAMMEL1"))
    assert "Byttet er lagret" in text(page("swap", post=sent()))
    assert "Fyll ut" in text(page("swap", post=sent(old_code="")))


def test_the_copy_on_the_device_holds_nobodys_name_and_no_token(tore, page):
    bare = text(page("swap_bare"))
    assert tore.name not in bare and "csrf" not in bare.lower()
    worker = page("swap_worker")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert (
        "/static/equipment/swap.js" in text(worker)
        and "&" not in text(worker).split("PARTS")[1].split("]")[0]
    )


def test_the_neighbours_equipment_is_not_swapped_and_their_conflicts_not_seen(froland, client, swap):
    user = make_user("Nabo")
    make_membership(user, make_organisation("Birkenes"), "technician")
    logged_in(user, client)
    answer = client.post(reverse("equipment:send_swap"), sent()).json()
    assert answer["outcome"] == "conflict" and "koden på det gamle" in answer["text"]
    assert state(swap[0]) == State.PLACED
    with scope(frozenset({froland.pk})):
        assert not SwapConflict.objects.exists()
        row = SwapConflict.objects.create(
            owner=froland,
            key=new_id(),
            old_code="a",
            new_code="b",
            trouble="same",
            done_at=clock(),
            received_at=clock(),
            by=new_id(),
            by_name="Tore",
        )
    assert client.get(reverse("equipment:settle_conflict", args=[row.pk])).status_code == 404


class TestReorderPoints(RegisterTests):
    register = register.points
    address = "equipment:bestillingspunkter"

    def place(self, name):
        return make_organisation(name)

    def reader(self, *places):
        keys = frozenset(place.pk for place in places)
        grants = {P.VIEW: keys, P.STORE: keys, P.MANAGE: keys}
        return Actor(new_id(), "Tore Tekniker", grants=grants)

    def row(self, place, name):
        make_store(place.pk, name="Granheim")  # what the import changes it to must be there to choose
        values = {"store": make_store(place.pk, name=name), "product": make_product(place.pk)}
        with scope(frozenset({place.pk})):
            return ReorderPoint.objects.create(owner=place, point=1, fill_to=5, **values)

    def filled(self, place, name):
        store, product = make_store(place.pk, name=name), make_product(place.pk)
        return {"owner": place.pk, "store": store.pk, "product": product.pk, "point": 2, "fill_to": 9}
