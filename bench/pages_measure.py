"""Fills a fresh database and asks for each page; the settings name the database. Started by `bench.pages`."""

# ruff: noqa: E402 (Django is set up before anything that has tables is imported)

from __future__ import annotations

import json
import sys
import time
from statistics import median
from typing import Any

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from bench.pages_history import open_alarms, years
from bench.pages_seed import Town, seed, town
from varde.foundation.accounts.testing import logged_in
from varde.kernel.clock import now

ROUNDS, WARM = 30, 3


Found = dict[str, dict[str, list[float]]]


def measure(sizes: list[int], signals: int) -> Found:
    """In a process whose settings name the database: page -> size -> [ms, queries]; "signals" is the larger size with a long log."""
    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False)
    there, found, done = town(now()), Found(), 0
    for user in (there.user, there.operator):
        second_factor(user)
    for size in sizes:
        case = seed(there, done, size, now())
        if not done:
            open_alarms(there, now())
        done = size
        ask(there, addresses(case, size), str(size), found)
    if signals:
        print(f"{years(signals):,} signals in the log", file=sys.stderr)
        ask(there, addresses(case, size), "signals", found)
    return found


def ask(there: Town, pages: dict[str, str], column: str, found: Found) -> None:
    """Each page 30 times: the median and the number of queries. The board is the operator's, the rest the leader's."""
    with connection.cursor() as cursor:
        # What a running server does by itself.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    browsers = {user: logged_in(user, Client()) for user in (there.user, there.operator)}
    for name, address in pages.items():
        client = browsers[there.operator if name == "board" else there.user]
        for _ in range(WARM):
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {address} answered {answer.status_code}")
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
            queries = len(asked)  # the next request clears the log
        took = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            client.get(address)
            took.append((time.perf_counter() - began) * 1000)
        found.setdefault(name, {})[column] = [round(median(took), 1), queries]


def second_factor(user: Any) -> None:
    """The second factor that every account has."""
    TOTP.activate(user, generate_totp_secret())


def addresses(case: Any, size: int) -> dict[str, str]:
    wanted: dict[str, tuple[str, list[Any], str]] = {
        "board": ("alarms:board", [], ""),
        "case page": ("pathways:case", [case], ""),
        "leader list": ("pathways:overview", [], ""),
        "idle cost": ("equipment:idle", [], ""),
        "idle units": ("equipment:idle_units", [], ""),
        "item search": ("equipment:apparater:list", [], f"?q=SN{size // 2:06d}"),
        "item list": ("equipment:apparater:list", [], ""),
    }
    return {name: reverse(url, args=args) + query for name, (url, args, query) in wanted.items()}


if __name__ == "__main__":
    small, large, rows = map(int, sys.argv[1:])
    print(json.dumps(measure([small, large], rows)))
