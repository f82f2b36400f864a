"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

_teardown = TransactionTestCase._fixture_teardown


def _emptied(self: TransactionTestCase) -> None:
    from varde.foundation import appendonly  # noqa: PLC0415

    with appendonly.lifted_for_tests():
        _teardown(self)


TransactionTestCase._fixture_teardown = _emptied  # append-only tables refuse to be emptied otherwise


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about one database only is no test on the other."""
    other = [item for item in items for mark in item.iter_markers("on") if mark.args != (connection.vendor,)]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]


@pytest.fixture
def saturday_night() -> datetime:
    """Saturday 7 November 2026, 02:14 in Froland."""
    return datetime(2026, 11, 7, 1, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _begin_anew() -> None:
    """Without what an earlier test left in the process: the language of its last request, what it has logged lately."""
    from varde.foundation.audit import record  # noqa: PLC0415

    record._lately.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database that somebody is connected to, such as a thread that ends after its test."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
