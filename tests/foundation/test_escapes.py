"""Every known way out of the scope, tried on every owned table there is."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F

from tests.rows import make
from varde.foundation.ids import new_id
from varde.foundation.ownership import (
    ForeignOwner,
    OutOfScope,
    OwnedManager,
    OwnedModel,
    owned_links,
    scope,
)
from varde.ground.organisations.models import Organisation

OWNED = sorted((m for m in apps.get_models() if issubclass(m, OwnedModel)), key=lambda m: m._meta.label)
on_every_table = pytest.mark.parametrize("model", OWNED, ids=lambda m: m._meta.label)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Any:
    return make(Organisation, None, name="Nesby")


@pytest.fixture
def theirs() -> Any:
    return make(Organisation, None, name="Vikby")


def only(*places: Any) -> Any:
    return scope(frozenset(place.pk for place in places))


def text_field(model: Any) -> Any:
    """Any field that may be written again with the value it has; a link only where the table holds nothing else."""
    mine = [f for f in model._meta.concrete_fields if not f.primary_key and f.name != "owner"]
    return next((f for f in mine if not f.is_relation), mine[0])


@on_every_table
def test_reading_stays_inside_also_when_it_happens_late(model: Any, ours: Any, theirs: Any) -> None:
    mine, other = make(model, ours), make(model, theirs)
    with only(ours):
        rows, raw = model.objects.all(), model.objects.raw
        asked = [rows.filter(pk=other.pk), rows.exclude(pk=mine.pk), model._base_manager.filter(pk=other.pk)]
        joined = rows.values("owner__name", "owner_id")
        stream = list(rows.iterator())
        counted = rows.count(), rows.aggregate(n=Count("pk"))["n"], len(rows.in_bulk())
        with pytest.raises(model.DoesNotExist):
            model.objects.get(pk=other.pk)
        with pytest.raises(OutOfScope):
            raw("SELECT 1")
        with pytest.raises(OutOfScope):
            rows.raw("SELECT 1")
    assert {row.owner_id for row in rows} == {row.owner_id for row in stream} == {ours.pk}
    assert {row["owner_id"] for row in joined} == {ours.pk}
    assert counted == (len(rows),) * 3
    assert not any(row.pk == other.pk for query in asked for row in query)
    assert not any(query.exists() for query in (asked[0], asked[2]))
    with only(theirs):
        assert {row.owner_id for row in rows.all()} == {ours.pk}
        assert {row.owner_id for row in rows.order_by().union(rows.order_by())} == {ours.pk}


@on_every_table
def test_nothing_is_read_without_a_scope_nor_in_a_new_thread(model: Any, ours: Any) -> None:
    row = make(model, ours)
    caught: list[Any] = []

    def elsewhere() -> None:
        try:
            model.objects.all()
        except OutOfScope as fault:
            caught.append(fault)

    with only(ours):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        bare = model.objects.only("pk").get(pk=row.pk)
        with pytest.raises(OutOfScope):
            asyncio.run(_first(model.objects.all()))
    assert caught
    for manager in (model.objects, model._base_manager, model._default_manager):
        assert isinstance(manager, OwnedManager)
        with pytest.raises(OutOfScope):
            manager.count()
    with pytest.raises(OutOfScope):
        row.refresh_from_db()
    with pytest.raises(OutOfScope):
        getattr(bare, text_field(model).attname)
    with pytest.raises(OutOfScope):
        row.save()
    with scope(frozenset()):
        assert not model.objects.exists()


async def _first(rows: Any) -> Any:
    return [row async for row in rows.aiterator()]


@on_every_table
def test_a_foreign_row_in_hand_cannot_be_read_again_saved_or_deleted(
    model: Any, ours: Any, theirs: Any
) -> None:
    make(model, ours)
    other = make(model, theirs)
    with only(theirs):
        bare = model.objects.only("pk").get(pk=other.pk)
    name = text_field(model).attname
    with only(ours):
        with pytest.raises(model.DoesNotExist):
            other.refresh_from_db()
        with pytest.raises(model.DoesNotExist):
            getattr(bare, name)
        for attempt in (other.save, other.delete):
            with pytest.raises(ForeignOwner):
                attempt()
        assert model.objects.filter(pk=other.pk).delete()[0] == 0
        for attempt in (
            lambda: model.objects.filter(pk=other.pk).update(**{name: getattr(other, name)}),
            lambda: model.objects.bulk_update([other], [name]),
        ):
            if text_field(model).is_relation:  # a link to a foreign row is refused before it finds no row
                with pytest.raises(ForeignOwner):
                    attempt()
            else:
                assert attempt() == 0
    with only(theirs):
        assert model.objects.filter(pk=other.pk).exists()


@on_every_table
def test_a_row_never_changes_owner(model: Any, ours: Any, theirs: Any) -> None:
    mine = make(model, ours)
    with only(ours, theirs):
        rows = model.objects.filter(pk=mine.pk)
        for values in ({"owner": theirs}, {"owner_id": theirs.pk}, {"owner": F("owner")}):
            with pytest.raises(ForeignOwner):
                rows.update(**values)
        with pytest.raises(ForeignOwner):
            model.objects.bulk_update([mine], ["owner"])
        for found in (rows.get(), rows.defer("owner").get(), rows.only("pk").get(), mine):
            found.owner = theirs
            with pytest.raises(ForeignOwner):
                found.save()
        assert rows.get().owner_id == ours.pk


@on_every_table
def test_no_row_takes_the_place_of_one_of_another_owner(model: Any, ours: Any, theirs: Any) -> None:
    mine, other = make(model, ours), make(model, theirs)
    key, field = model._meta.pk.attname, text_field(model).name
    values = {f.attname: getattr(mine, f.attname) for f in model._meta.concrete_fields}

    def swapped() -> Any:
        row = model.objects.get(pk=values[key])
        row.pk = other.pk
        return row

    def posing() -> Any:
        return model(**{**values, key: other.pk})

    with only(ours, theirs):
        in_bulk = posing()
        model.objects.bulk_create([in_bulk], ignore_conflicts=True)
        mine.pk = other.pk
        for attempt in (
            *(lambda row=row: row().save() for row in (swapped, lambda: mine, lambda: in_bulk)),
            *(lambda row=row: row().delete() for row in (swapped, posing)),
            *(lambda row=row: row().save(force_update=True) for row in (swapped, posing)),
            *(lambda name=name: posing().save(update_fields=[name]) for name in ("owner", field)),
            lambda: model.objects.bulk_create([posing()], None, False, True, ["owner"], [key]),
            lambda: model.objects.update_or_create(pk=values[key], defaults={key: other.pk}),
        ):
            with pytest.raises(ForeignOwner):
                attempt()
        with pytest.raises(IntegrityError), transaction.atomic():
            posing().save()
        assert model.objects.get(pk=other.pk).owner_id == theirs.pk


def test_a_copy_that_was_made_in_bulk_may_be_saved_again(ours: Any) -> None:
    unit = apps.get_model("organisations.Unit")
    mine = make(unit, ours)
    with only(ours):
        copied = unit.objects.get(pk=mine.pk)
        copied.pk, copied._state.adding = new_id(), True
        unit.objects.bulk_create([copied])
        copied.name = "Vest"
        copied.save()
        assert unit.objects.get(pk=copied.pk).name == "Vest"


@on_every_table
def test_no_row_is_made_for_an_owner_that_is_not_open(model: Any, ours: Any, theirs: Any) -> None:
    values = fresh_values(model, theirs)
    with only(ours):
        attempts = (
            lambda: model(**values).save(),
            lambda: model.objects.create(**values),
            lambda: model.objects.bulk_create([model(**values)]),
            lambda: model.objects.get_or_create(pk=new_id(), defaults=values),
            lambda: model.objects.update_or_create(pk=new_id(), defaults=values),
            lambda: model.objects.bulk_create([model(**values)], update_conflicts=True),
        )
        for attempt in attempts:
            with pytest.raises(ForeignOwner):
                attempt()
    with only(theirs):
        assert model.objects.count() == 1


def fresh_values(model: Any, owner: Any) -> dict[str, Any]:
    """The values of a row that exists, without its key: what somebody would copy to make another."""
    row = make(model, owner)
    return {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if not f.primary_key}


LINKS = [(model, field.name) for model in OWNED for field in owned_links(model)]


@pytest.mark.parametrize(("model", "name"), LINKS, ids=[f"{m._meta.label}.{n}" for m, n in LINKS])
def test_no_row_points_at_a_row_of_another_owner(model: Any, name: str, ours: Any, theirs: Any) -> None:
    field = model._meta.get_field(name)
    mine, target = make(model, ours), make(field.related_model, theirs)
    with only(ours, theirs):
        found = model.objects.get(pk=mine.pk)
        setattr(found, field.attname, target.pk)
        with pytest.raises(ForeignOwner):
            found.save()
        rows = model.objects.filter(pk=mine.pk)
        for value in ({name: target}, {field.attname: target.pk}, {name: F("pk")}):
            with pytest.raises(ForeignOwner):
                rows.update(**value)
        with pytest.raises(ForeignOwner):
            model.objects.bulk_update([found], [name])
        copied = {**fresh_values(model, ours), field.attname: target.pk}
        with pytest.raises(ForeignOwner):
            model.objects.bulk_create([model(**copied)])


@pytest.mark.parametrize(("model", "name"), LINKS, ids=[f"{m._meta.label}.{n}" for m, n in LINKS])
def test_a_row_is_not_copied_to_another_owner_with_what_it_points_at(
    model: Any, name: str, ours: Any, theirs: Any
) -> None:
    mine = make(model, ours, **{name: make(model._meta.get_field(name).related_model, ours)})
    with only(ours, theirs):
        for copied in (mine, model.objects.get(pk=mine.pk)):
            copied.pk, copied.owner, copied._state.adding = new_id(), theirs, True
            for attempt in (copied.save, lambda row=copied: model.objects.bulk_create([row])):
                with pytest.raises(ForeignOwner):
                    attempt()


@pytest.mark.parametrize(("model", "name"), LINKS, ids=[f"{m._meta.label}.{n}" for m, n in LINKS])
def test_what_a_row_points_at_is_reached_inside_the_scope_alone(
    model: Any, name: str, ours: Any, theirs: Any
) -> None:
    field = model._meta.get_field(name)
    mine, other = (make(model, place, **{name: make(field.related_model, place)}) for place in (ours, theirs))
    with only(ours):
        rows = model.objects.filter(pk__in=[mine.pk, other.pk])
        joined, fetched = rows.select_related(name), rows.prefetch_related(name)
        values = rows.values_list(f"{name}__owner_id", flat=True)
    assert {getattr(row, name).owner_id for query in (joined, fetched) for row in query} == {ours.pk}
    assert set(values) == {ours.pk}
    with only(theirs):
        bare = model.objects.get(pk=other.pk)
    with pytest.raises(OutOfScope):
        getattr(bare, name)
    with only(ours), pytest.raises(field.related_model.DoesNotExist):
        getattr(bare, name)


@pytest.mark.parametrize(("model", "name"), LINKS, ids=[f"{m._meta.label}.{n}" for m, n in LINKS])
def test_what_points_back_at_a_row_is_reached_inside_the_scope_alone(
    model: Any, name: str, ours: Any, theirs: Any
) -> None:
    field = model._meta.get_field(name)
    if field.remote_field.hidden or isinstance(field, models.OneToOneField):
        return
    accessor = field.remote_field.get_accessor_name()
    target = make(field.related_model, theirs)
    make(model, theirs, **{name: target})
    with only(theirs):
        held = field.related_model.objects.filter(pk=target.pk).prefetch_related(accessor)
    assert {row.owner_id for one in held for row in getattr(one, accessor).all()} <= {theirs.pk}
    with only(ours):
        assert not getattr(target, accessor).exists()
    with pytest.raises(OutOfScope):
        getattr(target, accessor).all()


@on_every_table
def test_no_join_from_a_global_table_leads_into_an_owned_one(model: Any) -> None:
    loose = getattr(model, "owner_may_differ", frozenset())
    for field in model._meta.concrete_fields:
        if field.is_relation and (not issubclass(field.related_model, OwnedModel) or field.name in loose):
            assert field.remote_field.hidden, f"{field}: give it related_name='+'"


def test_history_rows_of_a_neighbour_do_not_show(ours: Any, theirs: Any) -> None:
    unit = apps.get_model("organisations.Unit")
    mine, other = make(unit, ours), make(unit, theirs)
    with only(ours):
        assert {row.owner_id for row in unit.history.all()} == {ours.pk}
        assert mine.history.count() == 1
        assert other.history.count() == 0
        late = unit.history.all()
    assert {row.id for row in late} == {mine.pk}
    with pytest.raises(OutOfScope):
        unit.history.all()
