"""A supplier's list: every fault by row, column and reason; then all the good rows or none."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from varde.foundation import spreadsheet
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ownership import scope
from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.stock_delivery import UploadForm, good_rows, judge
from varde.ground.equipment.models import Delivery, Item, ItemMove
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.equipment.testing import make_item, make_product, make_store
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation

pytestmark = pytest.mark.django_db
HEADS = ["Varenavn", "S/N", "IMEI-nr", "ICCID", "Pall"]


@pytest.fixture
def froland():
    return make_organisation("Froland")


@pytest.fixture
def user(froland):
    made = make_user("Tore")
    make_membership(made, froland, "technician")
    return made


@pytest.fixture
def tore(user, saturday_night):
    return actor_for_user(user, now=saturday_night)


@pytest.fixture
def store(froland):
    make_product(froland.pk, name="Base 5", article="B5-100")
    return make_store(froland.pk)


def written(lines, kind="csv", encoding="utf-8-sig", sign=";"):
    if kind == "xlsx":
        return spreadsheet.written(HEADS, lines, "xlsx")
    return "\r\n".join(sign.join(line) for line in [HEADS, *lines]).encode(encoding)


def row(nr, product="Base 5", imei="", sim=""):
    return [product, f"SN{nr:06}", imei, sim, "7"]


def upload(actor, store, content, name="liste.csv", **more):
    given = {"store": store.pk, "ownership": "municipality", **more}
    form = UploadForm(actor, given, {"file": SimpleUploadedFile(name, content)})
    assert form.is_valid(), form.errors
    return form.sheet


def read_in(actor, store, content, at, name="liste.csv", **more):
    """The list, judged to its end."""
    sheet = upload(actor, store, content, name, **more)
    made = actions.open_delivery(actor, store_id=store.pk, sheet=sheet, now=at)
    while made.state == "checking":
        found = judge(actor, made, first=made.checked)
        made = actions.note_checked(actor, delivery_id=made.pk, judged=found, now=at)
    return made


def saved(actor, made, at):
    return actions.receive_delivery(actor, delivery_id=made.pk, rows=good_rows(actor, made), now=at)


def test_ten_thousand_rows_with_seven_faults_name_the_seven_and_save_the_rest_at_once(
    froland, tore, store, saturday_night
):
    make_item(froland.pk, product=make_product(froland.pk), serial="SN000005")
    lines = [row(nr) for nr in range(10_000)]
    lines[10] = row(10, product="Base 6")
    lines[20] = row(20, imei="12")
    lines[30] = row(29)
    lines[40] = ["Base 5", "", "", "", ""]
    lines[50] = row(50, sim="abc")
    lines[9_999] = row(9_999, product="")
    began = time.monotonic()
    made = read_in(tore, store, written(lines, encoding="cp1252"), saturday_night)
    assert [(nr, column) for nr, column, _why in made.faults] == [
        (7, "Serienummer"),
        (12, "Produkt"),
        (22, "IMEI"),
        (32, "Serienummer"),
        (42, "Serienummer"),
        (52, "SIM-kort (ICCID)"),
        (10_001, "Produkt"),
    ]
    assert made.faults[0][2] == "Serienummeret er registrert på dette produktet fra før."
    assert made.faults[1][2] == "Finner ikke «Base 6» i registeret."
    assert made.faults[3][2] == "Står også i rad 31."
    assert made.faults[4][2] == "Fyll ut feltet."
    assert (made.good, made.unread_heads) == (9_993, ["Pall"])
    with scope(frozenset({froland.pk})):
        assert Item.objects.count() == 1
    assert saved(tore, made, saturday_night).good == 9_993
    with scope(frozenset({froland.pk})):
        assert Item.objects.filter(store=store, state=State.IN_STORE).count() == 9_993
        assert ItemMove.objects.filter(move="register").count() == 9_993
        kept = Delivery.objects.get()
        assert (kept.lines, kept.state, len(kept.faults)) == ([], "saved", 7)
    assert time.monotonic() - began < 60  # seconds on a quiet machine; a loaded one is given time


def test_none_of_it_is_saved_when_that_is_chosen(froland, tore, store, saturday_night):
    made = read_in(tore, store, written([row(1), row(2, product="?")]), saturday_night)
    dropped = actions.drop_delivery(tore, delivery_id=made.pk, now=saturday_night)
    assert (dropped.state, dropped.lines) == ("dropped", [])
    with scope(frozenset({froland.pk})):
        assert not Item.objects.exists()
    for act in (actions.drop_delivery, actions.check_again):
        with pytest.raises(actions.DeliveryClosed):
            act(tore, delivery_id=made.pk, now=saturday_night)
    with pytest.raises(actions.DeliveryClosed):
        actions.receive_delivery(tore, delivery_id=made.pk, rows=[], now=saturday_night)


@pytest.mark.parametrize(
    ("kind", "encoding", "sign"),
    [("csv", "utf-8-sig", ";"), ("csv", "cp1252", ";"), ("csv", "utf-8", ","), ("xlsx", "", "")],
)
def test_the_files_that_suppliers_send_are_read(froland, tore, store, saturday_night, kind, encoding, sign):
    make_product(froland.pk, name="Dørvakt Ærlig")
    content = written([row(1, "Dørvakt Ærlig", imei="356938035643809")], kind, encoding, sign)
    made = read_in(tore, store, content, saturday_night, name=f"l.{kind}")
    assert made.faults == [] and saved(tore, made, saturday_night).good == 1
    (item,) = queries.items_with_code(tore, code="356938035643809")
    assert (item.product.name, item.serial, item.store_id) == ("Dørvakt Ærlig", "SN000001", store.pk)


def test_the_article_number_names_the_product_and_one_product_may_hold_for_the_whole_list(
    froland, tore, store, saturday_night
):
    by_article = read_in(tore, store, written([row(1, product="b5-100")]), saturday_night)
    assert by_article.good == 1
    product = make_product(froland.pk)
    bare = b"Serienummer\nA1\nA2\n"
    made = read_in(
        tore, store, bare, saturday_night, product=product.pk, ownership="leased", paid_from="2026-11-01"
    )
    saved(tore, made, saturday_night)
    (item,) = queries.items_with_code(tore, code="A1")
    assert (item.product_id, item.ownership, str(item.paid_from)) == (product.pk, "leased", "2026-11-01")


def test_what_was_ordered_is_received_and_not_made_twice(froland, tore, store, saturday_night):
    ordered = make_item(froland.pk, serial="SN000001", state=State.ORDERED)
    made = read_in(tore, store, written([row(1, imei="356938035643809")]), saturday_night)
    assert made.faults == []
    saved(tore, made, saturday_night)
    with scope(frozenset({froland.pk})):
        (item,) = Item.objects.all()
    assert (item.pk, item.state, item.store_id) == (ordered.pk, State.IN_STORE, store.pk)
    assert item.imei == "356938035643809"


def test_nothing_is_saved_before_every_row_is_judged(tore, store, saturday_night):
    sheet = upload(tore, store, written([row(1)]))
    made = actions.open_delivery(tore, store_id=store.pk, sheet=sheet, now=saturday_night)
    with pytest.raises(actions.NotChecked):
        actions.receive_delivery(tore, delivery_id=made.pk, rows=[], now=saturday_night)


def test_two_pages_that_judge_the_same_bit_count_it_once(tore, store, saturday_night):
    sheet = upload(tore, store, written([row(nr) for nr in range(10)]))
    made = actions.open_delivery(tore, store_id=store.pk, sheet=sheet, now=saturday_night)
    found = judge(tore, made, first=0, size=5)
    for _ in range(2):
        row_ = actions.note_checked(tore, delivery_id=made.pk, judged=found, now=saturday_night)
    assert (row_.checked, row_.good, row_.state) == (5, 5, "checking")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x81\x8d", "Vi kan ikke lese filen"),
        (b"Pall;Vekt\n1;2\n", "Fant ingen kolonne for Produkt, Serienummer"),
        (b"Produkt;Serienummer\n", "mellom 1 og 20"),
        (b"x" * 8_000_001, "for stor"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_plain_words(tore, store, content, said):
    form = UploadForm(
        tore, {"store": store.pk, "ownership": "municipality"}, {"file": SimpleUploadedFile("l.csv", content)}
    )
    assert not form.is_valid() and said in str(form.errors["file"])


def test_a_neighbours_product_is_not_known_and_their_list_is_not_there(froland, tore, store, saturday_night):
    birkenes = make_organisation("Birkenes")
    make_product(birkenes.pk, name="Nabobase")
    made = read_in(tore, store, written([row(1, product="Nabobase")]), saturday_night)
    assert made.good == 0
    theirs = make_user("Nabo")
    make_membership(theirs, birkenes, "technician")
    neighbour = actor_for_user(theirs, now=saturday_night)
    assert queries.delivery(neighbour, delivery_id=made.pk) is None and not queries.deliveries(neighbour)
    for act in (actions.drop_delivery, actions.check_again):
        with pytest.raises(Http404):
            act(neighbour, delivery_id=made.pk, now=saturday_night)
    with pytest.raises(Http404):
        actions.receive_delivery(neighbour, delivery_id=made.pk, rows=[], now=saturday_night)
    with pytest.raises(Http404):
        actions.open_delivery(
            neighbour, store_id=store.pk, sheet=actions.Sheet("l.csv", [["A"], ["1"]]), now=saturday_night
        )


def test_who_does_not_register_equipment_reads_in_nothing(froland, store, saturday_night):
    nurse = make_user("Nina")
    make_membership(nurse, froland, "home_care")
    actor = actor_for_user(nurse, now=saturday_night)
    with pytest.raises(PermissionDenied):
        actions.open_delivery(
            actor, store_id=store.pk, sheet=actions.Sheet("l.csv", [["A"], ["1"]]), now=saturday_night
        )
    with pytest.raises(PermissionDenied):
        queries.delivery(actor, delivery_id=store.pk)


def test_the_pages_read_in_check_show_the_faults_and_save(froland, user, store, client):
    logged_in(user, client)
    content = written([row(1), row(2), row(3, product="Ukjent")])
    given = {"store": store.pk, "ownership": "municipality", "file": SimpleUploadedFile("l.csv", content)}
    page = client.post(reverse("equipment:new_delivery"), given, follow=True)
    assert "0 av 3 rader er kontrollert" in page.content.decode()
    pk = page.request["PATH_INFO"].split("/")[-2]
    page = client.post(reverse("equipment:check_delivery", args=[pk]), follow=True).content.decode()
    assert "2 rader er i orden" in page and "Finner ikke «Ukjent» i registeret." in page
    faults = client.get(reverse("equipment:delivery_faults", args=[pk]))
    assert spreadsheet.read("f.xlsx", faults.content)[1] == [
        "4",
        "Produkt",
        "Finner ikke «Ukjent» i registeret.",
    ]
    page = client.post(reverse("equipment:save_delivery", args=[pk]), follow=True).content.decode()
    assert "2 apparater er lagret" in page
    again = client.post(reverse("equipment:save_delivery", args=[pk]), follow=True).content.decode()
    assert "ikke klar til å lagres" in again
