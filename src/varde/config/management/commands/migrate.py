"""`migrate`, quick on a database that holds nothing yet.

Playing every migration from the start draws the whole model map anew for each step: half a minute of processor time with
every table pointing at its owner. An empty database gets its tables from the models as they are now, and the migrations
are written down as done; `makemigrations --check` holds the two together. A database with tables goes step by step.
An app whose migrations do more than make models (SQL of its own) always plays them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings

OURS = "varde."


def quick(loader: MigrationLoader) -> set[str]:
    """Labels of our apps whose migrations only make models."""
    ours = {one.label for one in apps.get_app_configs() if one.name.startswith(OURS)}
    busy = {
        label
        for (label, _name), migration in loader.disk_migrations.items()
        if any(isinstance(one, RunPython | RunSQL) for one in migration.operations)
    }
    return {label for label, _name in loader.disk_migrations} & ours - busy


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        connection = connections[options["database"]]
        whole = not any(
            options.get(name) for name in ("app_label", "fake", "plan", "check_unapplied", "prune")
        )
        if not whole or connection.introspection.table_names():
            return super().handle(*args, **options)
        loader = MigrationLoader(None)
        labels = quick(loader)
        with override_settings(MIGRATION_MODULES=dict.fromkeys(labels)):
            super().handle(*args, **{**options, "run_syncdb": True})
        recorder = MigrationRecorder(connection)
        for label, name in loader.disk_migrations:
            if label in labels:
                recorder.record_applied(label, name)
        return None
