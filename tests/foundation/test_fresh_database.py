"""A fresh database is made in one go: the one this test runs on was."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from varde.config.management.commands.migrate import quick
from varde.foundation import appendonly

pytestmark = pytest.mark.django_db


def test_nothing_is_left_to_migrate() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_an_app_with_sql_of_its_own_plays_its_migrations() -> None:
    labels = quick(MigrationLoader(None))
    assert "signallog" not in labels
    assert {"people", "alarms", "organisations"} <= labels
    assert not labels & {"account", "auth", "contenttypes"}


def test_the_tables_that_are_only_added_to_are_guarded() -> None:
    assert appendonly.toothless() == []
