"""The synthetic region."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from varde.demo.region import seed

NOW = datetime(2026, 11, 21, 1, 14, tzinfo=UTC)


@pytest.mark.django_db
def test_a_small_region_is_made_within_ten_seconds():
    began = time.monotonic()
    made = seed(now=NOW, size=300)
    took = time.monotonic() - began
    assert made.recipients == 300
    assert took < 10
