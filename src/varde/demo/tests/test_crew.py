"""The simulated staff beside the real house."""

from __future__ import annotations

import time

import pytest

from varde.demo.crew import Gaps

pytestmark = pytest.mark.unit


def test_before_each_transaction_those_who_wait_get_as_long_as_the_last_one_took():
    gaps = Gaps()
    gaps(lambda sql: None, "BEGIN IMMEDIATE")
    gaps(lambda sql: time.sleep(0.1), "INSERT")
    began = time.monotonic()
    gaps(lambda sql: None, "SELECT")
    assert time.monotonic() - began < 0.05
    gaps(lambda sql: None, "BEGIN IMMEDIATE")
    assert time.monotonic() - began >= 0.1
