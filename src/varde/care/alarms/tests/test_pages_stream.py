"""The event stream, served as it is served in production: by uvicorn, over a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest
import uvicorn
from django.conf import settings
from django.db import connection
from django.test import Client

from varde.care.alarms import actions
from varde.care.alarms.testing import make_signal, scaip
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.foundation.authorisation import machine
from varde.kernel.clock import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """A server in this process, on a port that the system chose."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        "varde.config.asgi:application", lifespan="off", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive(), "an open stream kept the server from ending"


def cookies(browser: Client) -> dict[str, str]:
    return {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}


@contextmanager
def listening(address: str, browser: Client, *, timeout: float = 5) -> Iterator[httpx.Response]:
    with (
        httpx.Client(timeout=timeout, cookies=cookies(browser), trust_env=False) as client,
        client.stream("GET", f"{address}/alarmer/strom") as answer,
    ):
        yield answer


def press(world: World, ref: str = "a1") -> None:
    signal = make_signal(scaip(DEVICE, ref=ref), source=world.source, at=now())
    actions.read_signals(machine("signal_reader"), signals=[signal], now=now())


def next_tick(lines: Iterator[str]) -> int:
    for line in lines:
        if line.startswith("data: "):
            return int(line.removeprefix("data: "))
    raise AssertionError("the stream ended")


def test_a_press_is_a_number_on_the_stream_within_a_second(
    address: str, world: World, operator: Client
) -> None:
    with listening(address, operator, timeout=5) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        lines = answer.iter_lines()
        assert next(lines).startswith("retry:")
        first = next_tick(lines)
        press(world)
        at = time.monotonic()
        while next_tick(lines) <= first:
            pass
        assert time.monotonic() - at < 1


def test_a_neighbour_hears_nothing_of_it(address: str, world: World, neighbour: Client) -> None:
    with listening(address, neighbour, timeout=2) as answer:
        lines = answer.iter_lines()
        assert next_tick(lines) == 0
        press(world)
        with pytest.raises(httpx.ReadTimeout):
            next_tick(lines)


def test_nobody_listens_without_a_login_or_without_a_board(address: str, world: World, nurse: Client) -> None:
    url = f"{address}/alarmer/strom"
    accept = {"accept": "text/event-stream"}
    assert httpx.get(url, headers=accept, trust_env=False).status_code == 401
    assert httpx.get(url, headers=accept, cookies=cookies(nurse), trust_env=False).status_code == 403


@pytest.mark.on("postgresql")  # only PostgreSQL counts its connections
def test_ten_streams_hold_one_connection_between_them(address: str, world: World, operator: Client) -> None:
    def open_connections() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])

    before = open_connections()
    with httpx.Client(timeout=5, cookies=cookies(operator), trust_env=False) as browser:
        streams = [browser.stream("GET", f"{address}/alarmer/strom") for _ in range(10)]
        for one in streams:
            next_tick(one.__enter__().iter_lines())
        time.sleep(0.5)
        assert open_connections() <= before + 1
        for one in streams:
            one.__exit__(None, None, None)


def test_a_stream_ends_when_the_login_is_gone(
    address: str, world: World, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("varde.care.alarms.views.stream.RECHECK", 0.3)
    monkeypatch.setattr("varde.care.alarms.views.stream.SILENCE", 0.2)
    with listening(address, operator, timeout=5) as answer:
        lines = answer.iter_lines()
        next_tick(lines)
        operator.logout()
        assert all(not line.startswith("data:") for line in lines)


def test_access_does_not_outlive_the_agreement(
    address: str, world: World, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("varde.care.alarms.views.stream.RECHECK", 0.3)
    monkeypatch.setattr("varde.care.alarms.views.stream.SILENCE", 0.2)
    with listening(address, operator, timeout=5) as answer:
        lines = answer.iter_lines()
        next_tick(lines)
        press(world)
        assert next_tick(lines) > 0
        world.agreement.ended_at = now() - timedelta(seconds=1)
        world.agreement.save()
        assert next_tick(lines) == 0
