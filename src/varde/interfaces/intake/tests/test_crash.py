"""kill -9 of the intake under load, at random moments: whatever was acknowledged is in the log."""

import json
import os
import random
import re
import socket
import threading
import time
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from tests.intake import IntakeProcess
from varde.foundation.signallog.port import open_log
from varde.foundation.signallog.testing import empty_postgres_log
from varde.interfaces.intake.testing import KEY

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
KILLS = 5
CLIENTS = 12


@pytest.fixture
def child(tmp_path, monkeypatch):
    """How to start an intake on the log of this test."""
    if connection.vendor == "postgresql":
        empty_postgres_log()
        url = urlsplit(os.environ["VARDE_DATABASE"])._replace(path="/" + connection.settings_dict["NAME"])
        return lambda: IntakeProcess(VARDE_DATABASE=urlunsplit(url))
    monkeypatch.setattr(settings, "VARDE_SIGNAL_LOG", str(tmp_path / "signals.sqlite3"))
    return lambda: IntakeProcess(tmp_path / "signals.sqlite3")


class Sender(threading.Thread):
    """Posts one message after the other until its connection breaks; remembers what was acknowledged."""

    def __init__(self, address, name):
        super().__init__(daemon=True)
        self.address, self.prefix, self.acknowledged = address, name, []

    def run(self):
        try:
            with socket.create_connection(self.address, timeout=20) as sock:
                for number in range(1_000_000):
                    self.post(sock, number)
        except OSError:
            return

    def post(self, sock, number):
        body = json.dumps({"id": f"{self.prefix}-{number}", "device": "u", "type": "3"}).encode()
        head = f"POST /intake/json HTTP/1.1\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
        sock.sendall(head.encode() + body)
        data = b""
        while b"]}" not in data:
            piece = sock.recv(4096)
            if not piece:
                raise OSError("closed")
            data += piece
        if b" 202 " in data[:20]:
            self.acknowledged += [UUID(found.decode()) for found in re.findall(rb'"([0-9a-f-]{36})"', data)]


def test_nothing_acknowledged_is_lost_when_the_intake_is_killed(child):
    acknowledged = []
    chance = random.Random()
    for kill in range(KILLS):
        process = child()
        senders = [Sender(process.bound["http"], f"{kill}-{n}") for n in range(CLIENTS)]
        for sender in senders:
            sender.start()
        time.sleep(chance.uniform(0.1, 0.8))
        process.kill()
        for sender in senders:
            sender.join(20)
            acknowledged += sender.acknowledged
    log = open_log()
    stored = {
        signal.id
        for start in range(0, len(acknowledged), 500)
        for signal in log.get(acknowledged[start : start + 500])
    }
    log.close()
    assert len(acknowledged) > KILLS * CLIENTS
    assert set(acknowledged) <= stored


def test_a_stop_signal_ends_it_cleanly_with_nothing_lost(child):
    process = child()
    senders = [Sender(process.bound["http"], f"s-{n}") for n in range(CLIENTS)]
    for sender in senders:
        sender.start()
    time.sleep(0.5)
    assert process.stop() == 0
    acknowledged = []
    for sender in senders:
        sender.join(20)
        acknowledged += sender.acknowledged
    log = open_log()
    assert {signal.id for signal in log.get(acknowledged)} == set(acknowledged)
    assert log.count() == len(acknowledged)
    log.close()
