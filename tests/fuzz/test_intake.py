"""Bad input at the intake: no crash, no hang, no growth, and nothing answered "stored" that is not in the log.

VARDE_FUZZ is the number of inputs at function level (default 95,000); a nineteenth as many go through real sockets.
VARDE_FUZZ_SEED repeats a run: the seed is printed when a test fails.
"""

import contextlib
import hashlib
import os
import random
import re
import resource
import socket
import time
from uuid import UUID

import pytest

from tests.fuzz.bytes import JSON, SCAIP, bodies, mutated, sip
from varde.care.alarms.intake import ADAPTERS, Signal, Unreadable
from varde.foundation.signallog.port import Lane
from varde.foundation.signallog.sqlite import SqliteLog
from varde.interfaces.intake.peek import Peek, peek, split
from varde.interfaces.intake.reply import mrs
from varde.interfaces.intake.sip.digest import Digest, Verdict
from varde.interfaces.intake.sip.message import NotSip, address_of, message_to, parse, response, route
from varde.interfaces.intake.sources import SourceRow, SourceTable
from varde.interfaces.intake.testing import KEY, make_source, running

pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(7_200)]
SIZE = int(os.environ.get("VARDE_FUZZ", "95000"))
SOCKETS = max(300, SIZE // 19)
SLOW = 1.0  # seconds of our own processor time for one input: a hang, on any machine
GROWTH = 80_000  # KiB


@pytest.fixture
def chance(request):
    seed = int(os.environ.get("VARDE_FUZZ_SEED", random.SystemRandom().randrange(2**32)))
    print("VARDE_FUZZ_SEED =", seed)
    return random.Random(seed)


@pytest.fixture(autouse=True)
def memory_stays():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


def test_a_glance_survives_anything(chance):
    for body in bodies(chance, SIZE // 3):
        start = time.thread_time()
        for part in split(body):
            glance = peek(
                part, chance.choice(["application/json", "application/scaip+xml", "", "text/plain"])
            )
            assert isinstance(glance, Peek)
            assert glance.readable or glance.lane is Lane.URGENT
            assert re.fullmatch(
                rb"<mrs>(<ref>[0-9A-Za-z]{1,16}</ref>)?<snu>[0257]</snu></mrs>", mrs(glance, stored=True)
            )
        assert time.thread_time() - start < SLOW, body


def test_every_adapter_says_something_of_anything(chance):
    for body in bodies(chance, SIZE // 3):
        for name, read in ADAPTERS.items():
            start = time.thread_time()
            found = read(body)
            assert time.thread_time() - start < SLOW, (name, body)
            assert found and all(isinstance(one, Signal | Unreadable) for one in found), (name, body)


def test_sip_is_parsed_or_refused_and_answers_stay_whole(chance):
    table = SourceTable(lambda: (1, [make_source(user="unit")]))
    table.refresh()
    digest = Digest(table)
    extra = 'Authorization: Digest username="unit", realm="varde", nonce="1.2", uri="sip:a", response="00", qop=auth, nc=1\r\n'
    for number in range(SIZE // 3):
        data = mutated(chance, sip(chance.choice(SCAIP), str(number), extra=extra))
        start = time.thread_time()
        with contextlib.suppress(NotSip):
            check_one(data, digest)
        assert time.thread_time() - start < SLOW, data


def check_one(data, digest):
    request = parse(data)
    if not hasattr(request, "method"):
        return
    way = route(request, ("192.0.2.1", 5060))
    body = b"<mrs/>"
    answer = response(way, 200, body=body)
    head, _, rest = answer.partition(b"\r\n\r\n")
    assert rest == body
    assert len(head.split(b"\r\n")) == len(way.via) + 8
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", head)
    uri = address_of(request, way)
    message_to(uri, way, "SIP/2.0/UDP a:1;branch=z", "c", body)
    assert isinstance(digest.check("MESSAGE", request.headers.get("Authorization")), Verdict | SourceRow)


@pytest.fixture
def intake(tmp_path):
    log = SqliteLog(tmp_path / "signals.sqlite3", writer=True)
    with running(log, make_source(here=True)) as made:
        yield made
        assert alive(made)
    log.close()


def alive(intake):
    with intake.connect() as sock:
        sock.sendall(b"GET /health/ready HTTP/1.1\r\nConnection: close\r\n\r\n")
        return b" 200 " in sock.recv(4096)


def in_log(tmp_path, acknowledged):
    log = SqliteLog(tmp_path / "signals.sqlite3")
    found = {signal.id for signal in log.get(sorted(acknowledged))}
    log.close()
    return found


def test_http_bodies_that_are_acknowledged_are_in_the_log(chance, intake, tmp_path):
    acknowledged, sock = set(), intake.connect()
    sock.settimeout(10)
    for body in bodies(chance, SOCKETS // 2):
        path = chance.choice(["json", "scaip"])
        head = f"POST /intake/{path} HTTP/1.1\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
        sock.sendall(head.encode() + body)
        data = b""
        while not re.search(rb"(\]}|</mrs>)$", data):
            piece = sock.recv(65536)
            assert piece, (body, data)
            data += piece
        assert b" 202 " in data[:16], (body, data)
        acknowledged |= {UUID(found.decode()) for found in re.findall(rb'"([0-9a-f-]{36})"', data)}
    sock.close()
    assert in_log(tmp_path, acknowledged) == acknowledged


def test_broken_http_ends_in_an_answer_or_a_closed_connection(chance, intake):
    for _ in range(SOCKETS // 8):
        body = chance.choice(JSON)
        whole = f"POST /intake/json HTTP/1.1\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
        with intake.connect() as sock, contextlib.suppress(OSError):
            sock.sendall(mutated(chance, whole.encode() + body))
            sock.shutdown(socket.SHUT_WR)
            sock.settimeout(5)
            while True:
                try:
                    if not sock.recv(65536):
                        break
                except TimeoutError:
                    pytest.fail("the intake neither answered nor closed")


def test_sip_bodies_that_are_acknowledged_are_in_the_log(chance, intake, tmp_path):
    unit = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    unit.bind(("127.0.0.1", 0))
    unit.settimeout(5)
    sent = []
    for number, body in enumerate(bodies(chance, SOCKETS // 4)):
        body = body[:8_000]
        unit.sendto(sip(body, str(number)), intake.intake.bound["sip-udp"])
        answer = unit.recv(65536)
        assert answer.startswith(b"SIP/2.0 200"), (body, answer)
        sent.append(hashlib.sha256(body).digest())
    unit.close()
    log = SqliteLog(tmp_path / "signals.sqlite3")
    assert sorted(signal.digest for lane in Lane for signal in log.after(lane, None, 10**6)) == sorted(sent)
    log.close()


def test_broken_sip_over_udp_and_tcp_leaves_the_intake_standing(chance, intake):
    unit = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for number in range(SOCKETS // 8):
        data = mutated(chance, sip(chance.choice(SCAIP), f"b{number}"))
        if data:
            unit.sendto(data, intake.intake.bound["sip-udp"])
        if number % 4 == 0:
            with intake.connect("sip-tcp") as sock, contextlib.suppress(OSError):
                sock.sendall(data + sip(SCAIP[0], f"t{number}", via="TCP"))
    unit.close()
