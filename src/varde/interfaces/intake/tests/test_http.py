"""The HTTP listener, spoken to over real sockets."""

import contextlib
import json
import socket
import threading

import pytest

from varde.interfaces.intake import http, writer
from varde.interfaces.intake.testing import KEY, make_source, running, until

pytestmark = pytest.mark.unit

ALARM = b'{"id":"a1","device":"u1","type":"3"}'


def post(body, path="/intake/json", key=KEY, extra=""):
    auth = f"Authorization: Bearer {key}\r\n" if key else ""
    head = f"POST {path} HTTP/1.1\r\nHost: v\r\n{auth}{extra}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def answer(sock):
    """Read exactly one answer: status, headers as sent, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = sock.recv(65536)
        assert piece, data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    size = int(next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length")).split()[1])
    while len(body) < size:
        body += sock.recv(65536)
    return int(head.split()[1]), head.decode(), body[:size], body[size:]


def ask(intake, data):
    with intake.connect() as sock:
        sock.sendall(data)
        return answer(sock)[:3]


def test_one_message_is_in_the_log_before_its_sender_hears_of_it(log, stored):
    with running(log, make_source()) as intake:
        status, _head, body = ask(intake, post(ALARM))
        found = stored()
    assert status == 202
    reply = json.loads(body)
    assert reply == {"stored": True, "readable": True, "signals": [str(found[0].id)]}
    assert (found[0].raw, found[0].transport, found[0].protocol) == (ALARM, "http", "json")


def test_an_array_becomes_one_signal_each(log, stored):
    items = [{"id": str(n), "device": "u", "type": "heartbeat"} for n in range(100)]
    with running(log, make_source()) as intake:
        status, _head, body = ask(intake, post(json.dumps(items).encode()))
    assert status == 202
    assert len(json.loads(body)["signals"]) == 100
    assert sorted(json.loads(s.raw)["id"] for s in stored()) == sorted(str(n) for n in range(100))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 5_000,
        b"[]",
        b"<mrq/>",
        json.dumps([ALARM.decode()] * 101).encode(),
        b"null",
    ],
)
def test_what_a_known_sender_sends_is_kept_however_bad(log, stored, body):
    with running(log, make_source()) as intake:
        status, _head, reply = ask(intake, post(body))
    assert status == 202
    assert json.loads(reply)["readable"] is False
    assert [s.raw for s in stored()] == [body]
    assert stored()[0].lane == 0


def test_scaip_by_post_gets_a_scaip_answer(log, stored):
    body = b"<mrq><ref>00001A85</ref><cid>1</cid><dty>3</dty></mrq>"
    with running(log, make_source(line="sip:alarm@example.no")) as intake:
        status, head, reply = ask(intake, post(body, "/intake/scaip"))
    assert status == 202
    assert "application/scaip+xml" in head
    assert reply == (
        b"<mrs><ref>00001A85</ref><snu>0</snu><mre>1</mre><cre>62</cre><tnu>sip:alarm@example.no</tnu></mrs>"
    )
    assert stored()[0].protocol == "scaip"


@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_stranger_is_refused_and_leaves_one_short_sample_an_hour(log, stored, key):
    with running(log, make_source()) as intake:
        for _ in range(3):
            assert ask(intake, post(b"x" * 9_000, key=key))[0] == 401
    (sample,) = stored()
    assert (sample.note, sample.source_id, len(sample.raw)) == ("refused", None, 2_048)


def test_pipelined_requests_are_answered_in_order(log):
    with running(log, make_source()) as intake, intake.connect() as sock:
        sock.sendall(
            post(ALARM)
            + b"GET /nowhere HTTP/1.1\r\n\r\n"
            + post(ALARM)
            + b"GET /health/live HTTP/1.1\r\n\r\n"
        )
        rest, statuses = b"", []
        sock.settimeout(5)
        while len(statuses) < 4:
            rest += sock.recv(65536)
            while b"\r\n\r\n" in rest:
                head, _, tail = rest.partition(b"\r\n\r\n")
                size = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
                if len(tail) < size:
                    break
                statuses.append(int(head.split()[1]))
                rest = tail[size:]
    assert statuses == [202, 404, 202, 200]


def test_bodies_over_the_limit_are_refused_and_sampled(log, stored):
    with running(log, make_source()) as intake, intake.connect() as sock:
        sock.sendall(
            post(b"x" * 10, extra="X: y\r\n").replace(b"Content-Length: 10", b"Content-Length: 10000000")
        )
        for _ in range(200):
            try:
                sock.sendall(b"x" * 65536)
            except OSError:
                break
        status = answer(sock)[0]
    assert status == 413
    assert [s.note for s in stored()] == ["too large"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /intake/json HTTP/1.1\r\n\r\n", 405),
        (b"GET /health/ready HTTP/1.1\r\n\r\n", 200),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", 400),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"POST /intake/json HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ],
)
def test_odd_requests_get_a_plain_answer(log, data, status):
    with running(log, make_source()) as intake:
        assert ask(intake, data)[0] == status


def test_a_sender_that_drips_its_request_is_cut_off(log, monkeypatch):
    monkeypatch.setattr(http, "REQUEST_SECONDS", 0.5)
    with running(log, make_source()) as intake, intake.connect() as sock:
        sock.sendall(b"POST /intake/json HTTP/1.1\r\n")
        assert answer(sock)[0] == 408
        assert sock.recv(1) == b""


def test_a_revoked_key_stops_within_a_second(log):
    source = make_source()
    with running(log, source) as intake:
        assert ask(intake, post(ALARM))[0] == 202
        intake.intake.sources._load = lambda: (2, [])
        assert until(lambda: ask(intake, post(ALARM))[0] == 401, 1.5)


class Slow:
    """A log that writes nothing down before it is let go."""

    def __init__(self, inner):
        self.inner, self.go = inner, threading.Event()
        self.healthy, self.close = inner.healthy, inner.close

    def append(self, batch):
        assert self.go.wait(30)
        return self.inner.append(batch)


class Broken:
    """A log that is away until somebody mends it."""

    def __init__(self, inner):
        self.inner, self.away = inner, False

    def append(self, batch):
        return [OSError("away") for _ in batch] if self.away else self.inner.append(batch)

    def healthy(self):
        return not self.away

    def close(self):
        self.inner.close()


def test_while_the_log_is_away_the_intake_refuses_and_says_so_then_goes_on_by_itself(log, stored):
    broken = Broken(log)
    with running(broken, make_source()) as intake:
        broken.away = True
        status, head, body = ask(intake, post(ALARM))
        assert (status, json.loads(body)["stored"]) == (503, False)
        assert "Retry-After" in head
        assert ask(intake, b"GET /health/ready HTTP/1.1\r\n\r\n")[0] == 503
        assert ask(intake, b"GET /health/live HTTP/1.1\r\n\r\n")[0] == 200
        broken.away = False
        assert ask(intake, post(ALARM))[0] == 202
        assert ask(intake, b"GET /health/ready HTTP/1.1\r\n\r\n")[0] == 200
    assert len(stored()) == 1


def test_a_stopping_intake_answers_what_it_took(log, stored):
    slow = Slow(log)
    with running(slow, make_source()) as intake:
        socks = [intake.connect() for _ in range(20)]
        for sock in socks:
            sock.sendall(post(ALARM))
        assert until(lambda: intake.intake.desk.writer.held == 20)
        stopping = threading.Thread(target=intake.stop)
        stopping.start()
        assert until(lambda: intake.intake.desk.stopping)
        slow.go.set()
        stopping.join()
        answered = 0
        for sock in socks:
            sock.settimeout(5)
            data = b""
            with contextlib.suppress(OSError):
                data = sock.recv(65536)
            answered += data.startswith(b"HTTP/1.1 202")
            sock.close()
    assert answered == 20
    assert len(stored()) == 20


def test_while_one_commit_never_ends_the_intake_says_so_and_takes_nothing_more(log, stored, monkeypatch):
    monkeypatch.setattr(writer, "STUCK_SECONDS", 0.2)
    slow = Slow(log)
    with running(slow, make_source()) as intake:
        with intake.connect() as first:
            first.sendall(post(ALARM))
            assert until(lambda: ask(intake, b"GET /health/ready HTTP/1.1\r\n\r\n")[0] == 503)
            assert ask(intake, post(ALARM))[0] == 503
            slow.go.set()
            assert answer(first)[0] == 202
        assert until(lambda: ask(intake, b"GET /health/ready HTTP/1.1\r\n\r\n")[0] == 200)
        assert ask(intake, post(ALARM))[0] == 202
    assert len(stored()) == 2


def test_half_closed_clients_get_their_answer(log):
    with running(log, make_source()) as intake, intake.connect() as sock:
        sock.sendall(post(ALARM))
        sock.shutdown(socket.SHUT_WR)
        assert answer(sock)[0] == 202
        assert sock.recv(1) == b""
