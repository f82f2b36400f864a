"""Tables: whose rows, what they point at, how they change, and which of them only grow."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader

from tests.architecture import lists
from tests.architecture.sources import ROOT
from tests.rows import make
from varde.foundation import appendonly
from varde.foundation.ownership import OwnedModel, scope
from varde.ground.organisations.models import Organisation
from varde.kernel.actor import EVERYWHERE


def ours() -> list[Any]:
    return [m for m in apps.get_models() if m.__module__.startswith("varde.")]


def layers() -> dict[str, list[str]]:
    """Container → its layers from the top, out of pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {
        c["containers"][0]: c["layers"]
        for c in contracts
        if c["type"] == "layers" and "*" not in c["containers"][0]
    }


def height(module: str) -> tuple[int, int]:
    """How high an app lies: floor, and place on the floor. Apps on one layer have the same height."""
    parts = module.split(".")
    found = layers()
    inside = found.get(".".join(parts[:2]))
    return _from_below(found["varde"], parts[1]), _from_below(inside, parts[2]) if inside and len(
        parts
    ) > 2 else 0


def _from_below(ordered: list[str], name: str) -> int:
    for place, layer in enumerate(reversed(ordered)):
        if name in [one.strip(" ()") for one in layer.split("|")]:
            return place
    raise LookupError(name)


def points_up(source: str, target: str) -> bool:
    """From one app (dotted name) to another: up, or sideways to another app."""
    return source != target and not height(source) > height(target)


def upward(found: list[tuple[str, str, str]]) -> list[str]:
    return [name for source, name, target in found if points_up(source, target)]


def app_name(model: Any) -> str:
    return model._meta.app_config.name


def test_foreign_keys_point_down() -> None:
    links = [
        (app_name(model), str(field), app_name(field.related_model))
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and app_name(field.related_model).startswith("varde.")
    ]
    assert links
    assert upward(links) == []


def test_every_table_has_an_owner_or_is_global_for_a_reason() -> None:
    bare = {m._meta.label for m in ours() if not issubclass(m, OwnedModel)}
    assert bare == set(lists.GLOBAL)


def test_every_owned_table_is_reached_through_the_wall_alone() -> None:
    for model in ours():
        if issubclass(model, OwnedModel):
            assert model._meta.base_manager_name == "objects", (
                f"{model._meta.label}: class Meta(OwnedModel.Meta)"
            )
            assert not model._meta.get_field("owner").null


def irreversible(found: list[tuple[str, migrations.Migration]]) -> list[str]:
    return [name for name, one in found for step in one.operations if not step.reversible]


def test_every_migration_is_reversible() -> None:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("varde.")}
    found = [(f"{label}.{name}", one) for (label, name), one in disk.items() if label in labels]
    assert found
    assert irreversible(found) == []


@pytest.mark.django_db
def test_append_only_tables_bite_after_migrate() -> None:
    assert appendonly.toothless() == []
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    owner = make(Organisation, None)
    for table in appendonly.tables():
        model = by_table[table]
        row, quoted = make(model, owner), f'"{table}"'
        assert model._meta.pk is not None
        for sql in (
            f"UPDATE {quoted} SET {model._meta.pk.column} = {model._meta.pk.column}",
            f"DELETE FROM {quoted}",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        with scope(EVERYWHERE):
            assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_of_the_test_a_table_without_its_trigger_is_caught() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute('DROP TRIGGER audit_accesslog_keep ON "audit_accesslog"')
            else:
                cursor.execute("DROP TRIGGER audit_accesslog_keep_UPDATE")
        assert "audit_accesslog" in appendonly.toothless()
        appendonly.install()
    assert appendonly.toothless() == []


@pytest.mark.unit
def test_of_the_test_keys_that_point_up_and_steps_without_return_are_caught() -> None:
    low, high = "varde.ground.organisations", "varde.care.alarms"
    assert upward([(low, "key", high), (high, "key", low)]) == ["key"]
    assert upward([("varde.ground.equipment", "sideways", "varde.ground.messaging")]) == ["sideways"]
    assert points_up("varde.ground.people", "varde.ground.equipment")
    one_way = type("Migration", (migrations.Migration,), {"operations": [migrations.RunSQL("SELECT 1")]})(
        "x", "y"
    )
    assert irreversible([("y.x", one_way)]) == ["y.x"]
    assert isinstance(models.Q(), models.Q)
