from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from varde.foundation.accounts import slots


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Rate limits and slots are the process's; each test has its own."""
    cache.clear()
    names = ("holds_something", "ringing", "lock_scripts", "demo_logins")
    kept = {name: list(getattr(slots, name)) for name in names}
    for name in names:
        getattr(slots, name)[:] = []
    yield
    for name, value in kept.items():
        getattr(slots, name)[:] = value
