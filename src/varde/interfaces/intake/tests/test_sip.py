"""The SIP listeners, spoken to over real sockets, with the samples that units in the field send."""

import hashlib
import re
import socket
import ssl
import subprocess
import time
from dataclasses import replace
from uuid import UUID

import pytest

from varde.interfaces.intake.serve import IntakeSettings
from varde.interfaces.intake.sip import digest, endpoint, links
from varde.interfaces.intake.testing import FREE, PASSWORD, make_source, running, until

pytestmark = pytest.mark.unit

ALARM = b"<mrq><ref>1193308443</ref><cid>10149471</cid><dty>3</dty><stc>10</stc><crd>gsm:</crd></mrq>"


def message(
    body=ALARM,
    *,
    branch="z9hG4bK1",
    method="MESSAGE",
    extra="",
    via="UDP",
    kind="application/scaip+xml",
    port=5060,
):
    head = (
        f"{method} sip:alarm@varde SIP/2.0\r\nVia: SIP/2.0/{via} 127.0.0.1:{port};rport;branch={branch}\r\n"
        f"From: <sip:10149471@unit.example>;tag=a1\r\nTo: <sip:alarm@varde>\r\nCall-ID: c-{branch}\r\n"
        f"CSeq: 1 {method}\r\nMax-Forwards: 70\r\nContact: <sip:10149471@127.0.0.1:{port}>\r\n"
        f"{extra}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Unit:
    """A UDP unit that sends and listens."""

    def __init__(self, intake):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("127.0.0.1", 0))
        self.sock.settimeout(3)
        self.to = intake.intake.bound["sip-udp"]

    def ask(self, data):
        self.sock.sendto(data, self.to)
        return self.sock.recv(65536)

    def quiet(self, seconds=0.3):
        self.sock.settimeout(seconds)
        try:
            return self.sock.recv(65536)
        except TimeoutError:
            return b""
        finally:
            self.sock.settimeout(3)


def status(answer):
    assert answer.startswith(b"SIP/2.0 "), answer
    return int(answer[8:11])


def test_an_alarm_over_udp_is_stored_and_answered_in_the_body(log, stored):
    with running(log, make_source(here=True, line="sip:alarm@arc.example.no")) as intake:
        answer = Unit(intake).ask(message())
        (signal,) = stored()
    assert status(answer) == 200
    assert answer.endswith(
        b"<mrs><ref>1193308443</ref><snu>0</snu><mre>1</mre><cre>62</cre><tnu>sip:alarm@arc.example.no</tnu></mrs>"
    )
    assert b"Via: SIP/2.0/UDP 127.0.0.1:5060;rport=" in answer
    assert b"branch=z9hG4bK1" in answer
    assert (signal.raw, signal.transport, signal.protocol) == (ALARM, "sip-udp", "scaip")


def test_a_retransmission_gets_the_same_answer_and_no_second_row(log, stored):
    with running(log, make_source(here=True)) as intake:
        unit = Unit(intake)
        first = unit.ask(message())
        again = unit.ask(message())
        other = unit.ask(message(branch="z9hG4bK2"))
    assert first == again != other
    assert len(stored()) == 2


def test_another_message_under_the_same_transaction_is_no_retransmission(log, stored):
    other = ALARM.replace(b"10149471", b"10149472")
    with running(log, make_source(here=True)) as intake:
        one, two = Unit(intake), Unit(intake)  # two units behind one address
        answers = [one.ask(message()), two.ask(message(other)), one.ask(message()), two.ask(message(other))]
    assert [status(answer) for answer in answers] == [200] * 4
    assert [signal.raw for signal in stored()] == [ALARM, other]


@pytest.mark.parametrize(
    ("body", "snu"),
    [
        (b"<mrq><ref>A1</ref><cid>1</cid></mrq>", b"<mrs><ref>A1</ref><snu>7</snu></mrs>"),
        (b"<mrq><ref>A1</ref><cid>1</cid><dty>3</dty>", b"<mrs><ref>A1</ref><snu>2</snu></mrs>"),
        (b"\xff\xfe\x00garbage", b"<mrs><snu>2</snu></mrs>"),
        (b"", b"<mrs><snu>2</snu></mrs>"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><mrq><ref>A1</ref><cid>&b;</cid><dty>3</dty></mrq>',
            b"<mrs><ref>A1</ref><snu>2</snu></mrs>",
        ),
        (b"<mrq><ref>not a valid ref</ref><cid>1</cid><dty>3</dty></mrq>", b"<mrs><snu>0</snu></mrs>"),
        (
            "<?xml version='1.0'?><mrq><ref>A1</ref><cid>1</cid><dty>3</dty></mrq>".encode("utf-16"),
            b"<mrs><ref>A1</ref><snu>0</snu></mrs>",
        ),
    ],
)
def test_faulty_messages_are_stored_and_their_fault_is_said(log, stored, body, snu):
    with running(log, make_source(here=True)) as intake:
        answer = Unit(intake).ask(message(body))
    assert status(answer) == 200
    assert answer.endswith(b"\r\n\r\n" + snu)
    assert [s.raw for s in stored()] == [body]


def test_a_source_may_want_its_reply_as_a_message_of_its_own_repeated_until_answered(log):
    with running(log, make_source(here=True, reply="message")) as intake:
        unit = Unit(intake)
        assert status(unit.ask(message(port=unit.sock.getsockname()[1]))) == 202
        first = unit.sock.recv(65536)
        start = time.monotonic()
        again = unit.sock.recv(65536)
        waited = time.monotonic() - start
        assert first == again
        assert 0.3 < waited < 1.0
        assert first.startswith(b"MESSAGE sip:10149471@127.0.0.1")
        assert first.endswith(b"<mrs><ref>1193308443</ref><snu>0</snu></mrs>")
        assert b"To: <sip:10149471@unit.example>\r\n" in first
        via = re.search(rb"Via: ([^\r]+)", first)[1]
        unit.sock.sendto(
            b"SIP/2.0 200 OK\r\nVia: "
            + via
            + b"\r\nFrom: a\r\nTo: b\r\nCall-ID: c\r\nCSeq: 1 MESSAGE\r\n\r\n",
            unit.to,
        )
        assert unit.quiet(1.6) == b""
        assert len(intake.intake.endpoint.sendings) == 0


def test_both_styles_at_once(log):
    with running(log, make_source(here=True, reply="both")) as intake:
        unit = Unit(intake)
        assert unit.ask(message()).endswith(b"<snu>0</snu></mrs>")
        assert unit.sock.recv(65536).startswith(b"MESSAGE ")


def authorised(challenge, algorithm, *, user="unit", password=PASSWORD, count="00000001", method="MESSAGE"):
    nonce = re.search(rb'nonce="([^"]+)"', challenge)[1].decode()
    make = hashlib.sha256 if algorithm == "SHA-256" else hashlib.md5

    def hashed(text):
        return make(text.encode()).hexdigest()

    ha1, ha2 = hashed(f"{user}:varde:{password}"), hashed(f"{method}:sip:alarm@varde")
    response = hashed(f"{ha1}:{nonce}:{count}:cafe:auth:{ha2}")
    return (
        f'Authorization: Digest username="{user}", realm="varde", nonce="{nonce}", uri="sip:alarm@varde", '
        f'response="{response}", algorithm={algorithm}, qop=auth, nc={count}, cnonce="cafe"\r\n'
    )


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_source_signs_in_with_its_password_and_each_answer_counts_once(log, stored, algorithm):
    with running(log, make_source(user="unit")) as intake:
        unit = Unit(intake)
        challenge = unit.ask(message())
        assert status(challenge) == 401
        assert challenge.count(b"WWW-Authenticate: Digest") == 2
        extra = authorised(challenge, algorithm)
        assert status(unit.ask(message(branch="z9hG4bK2", extra=extra))) == 200
        replay = unit.ask(message(branch="z9hG4bK3", extra=extra))
        assert (status(replay), b"stale=true" in replay) == (401, True)
        more = authorised(challenge, algorithm, count="00000002")
        assert status(unit.ask(message(branch="z9hG4bK4", extra=more))) == 200
    assert len(stored()) == 2


def test_a_wrong_password_is_forbidden_and_leaves_one_sample(log, stored):
    with running(log, make_source(user="unit")) as intake:
        unit = Unit(intake)
        for turn in range(3):
            challenge = unit.ask(message(branch=f"z9hG4bKa{turn}"))
            wrong = authorised(challenge, "MD5", password="feil")
            assert status(unit.ask(message(branch=f"z9hG4bKb{turn}", extra=wrong))) == 403
    assert [(s.note, s.source_id) for s in stored()] == [("refused", None)]


def two_sources():
    """Ours signs in with a password; another has listed the network that we send from."""
    ours = make_source(user="unit", line="tel:+4711111111")
    other = replace(make_source(here=True, line="tel:+4799999999"), id=UUID(int=8), key_hash=None)
    return ours, other


def test_who_names_a_source_is_that_source_whatever_network_it_sends_from(log, stored):
    ours, other = two_sources()
    with running(log, ours, other) as intake:
        unit = Unit(intake)
        challenge = unit.ask(message(extra=authorised(b'nonce="0.of yesterday"', "MD5")))
        assert status(challenge) == 401
        answer = unit.ask(message(branch="z9hG4bK2", extra=authorised(challenge, "MD5")))
    assert (status(answer), b"+4711111111" in answer) == (200, True)
    assert [s.source_id for s in stored()] == [ours.id]


def test_who_names_a_source_and_cannot_prove_it_is_not_taken_for_the_one_with_the_network(log, stored):
    with running(log, *two_sources()) as intake:
        unproved = 'Authorization: Digest username="unit", realm="varde"\r\n'
        assert status(Unit(intake).ask(message(extra=unproved))) == 403
        unknown = 'Authorization: Digest username="nobody", realm="varde"\r\n'
        assert status(Unit(intake).ask(message(branch="z9hG4bK2", extra=unknown))) == 200
        assert status(Unit(intake).ask(message(branch="z9hG4bK3"))) == 200
    assert [s.source_id for s in stored() if s.note != "refused"] == [UUID(int=8)] * 2


def test_a_source_in_its_own_network_is_let_in_though_its_password_is_old(log):
    with running(log, make_source(user="unit", here=True)) as intake:
        old = 'Authorization: Digest username="unit", realm="varde", nonce="1", response="2"\r\n'
        assert status(Unit(intake).ask(message(extra=old))) == 200


def test_an_old_nonce_is_stale(log, monkeypatch):
    with running(log, make_source(user="unit")) as intake:
        unit = Unit(intake)
        challenge = unit.ask(message())
        monkeypatch.setattr(digest, "NONCE_SECONDS", -1)
        answer = unit.ask(message(branch="z9hG4bK2", extra=authorised(challenge, "MD5")))
    assert (status(answer), b"stale=true" in answer) == (401, True)


def test_a_challenge_that_nobody_answers_leaves_a_sample(log, stored, monkeypatch):
    monkeypatch.setattr(endpoint, "CHALLENGE_SECONDS", 0.2)
    with running(log, make_source(user="unit")) as intake:
        assert status(Unit(intake).ask(message())) == 401
        assert stored() == []
        assert until(stored)
    assert [s.note for s in stored()] == ["refused"]


def test_where_no_source_has_a_password_a_stranger_is_forbidden_at_once(log):
    with running(log, make_source()) as intake:
        assert status(Unit(intake).ask(message())) == 403


def test_options_tell_what_is_taken_and_other_methods_are_refused(log):
    with running(log, make_source(here=True)) as intake:
        unit = Unit(intake)
        answer = unit.ask(message(b"", method="OPTIONS"))
        assert status(answer) == 200
        assert b"Allow: MESSAGE, OPTIONS" in answer
        assert status(unit.ask(message(b"", method="INVITE", branch="z9hG4bKi"))) == 405


def test_bytes_that_are_no_sip_are_kept_when_their_sender_is_known(log, stored):
    with running(log, make_source(here=True)) as intake:
        unit = Unit(intake)
        for noise in (b"\r\n\r\n", b"\0\0\0\0", b"hello", b"MESSAGE sip:a SIP/2.0\r\n\r\n", b"\xff" * 3_000):
            unit.sock.sendto(noise, unit.to)
        assert status(unit.ask(message())) == 200
    assert sorted(len(s.raw) for s in stored()) == sorted([5, 25, 3_000, len(ALARM)])


def stream(sock, data):
    sock.sendall(data)
    return read_one(sock)


def read_one(sock):
    got = b""
    while b"\r\n\r\n" not in got:
        piece = sock.recv(65536)
        assert piece, got
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    size = int(re.search(rb"Content-Length: (\d+)", head)[1])
    while len(body) < size:
        body += sock.recv(65536)
    return head + b"\r\n\r\n" + body


def test_tcp_cuts_messages_by_length_however_they_arrive(log, stored):
    with running(log, make_source(here=True)) as intake, intake.connect("sip-tcp") as sock:
        data = message(via="TCP", branch="z9hG4bKt1")
        for byte in data[:-1]:
            sock.send(bytes([byte]))
        assert status(stream(sock, data[-1:])) == 200
        sock.sendall(
            b"\r\n\r\n" + message(via="TCP", branch="z9hG4bKt2") + message(via="TCP", branch="z9hG4bKt3")
        )
        got = b""
        while got.count(b"</mrs>") < 2:
            got += sock.recv(65536)
        assert got.startswith(b"\r\nSIP/2.0 200")
    assert [s.transport for s in stored()] == ["sip-tcp"] * 3


@pytest.mark.parametrize(
    "data",
    [
        message(via="TCP").replace(b"Content-Length: 91", b"Content-Length: 99999999"),
        b"x" * 20_000,
        re.sub(rb"Content-Length: \d+\r\n", b"", message(via="TCP")),
    ],
)
def test_a_stream_whose_cut_is_lost_is_kept_and_closed(log, stored, data):
    with running(log, make_source(here=True)) as intake, intake.connect("sip-tcp") as sock:
        sock.sendall(data)
        sock.settimeout(5)
        while sock.recv(65536):
            pass
    assert len(stored()) == 1


def test_a_half_message_that_drips_is_cut_off(log, monkeypatch):
    monkeypatch.setattr(links, "MESSAGE_SECONDS", 0.5)
    with running(log, make_source(here=True)) as intake, intake.connect("sip-tcp") as sock:
        sock.settimeout(0.3)
        start, ended = time.monotonic(), False
        while time.monotonic() - start < 5 and not ended:
            try:
                sock.send(b"M")
                ended = sock.recv(1) == b""
            except TimeoutError:
                continue
            except OSError:
                ended = True
    assert ended


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=localhost",
            "-keyout",
            folder / "key.pem",
            "-out",
            folder / "cert.pem",
        ],
        check=True,
        capture_output=True,
    )
    return str(folder / "cert.pem"), str(folder / "key.pem")


def test_tls_carries_the_same(log, stored, certificate):
    settings = IntakeSettings(http=None, sip_tls=FREE, tls_certificate=certificate[0], tls_key=certificate[1])
    context = ssl.create_default_context(cafile=certificate[0])
    context.check_hostname = False
    source = replace(make_source(here=True), reply="both")
    with (
        running(log, source, settings=settings) as intake,
        context.wrap_socket(intake.connect("sip-tls")) as sock,
    ):
        answer = stream(sock, message(via="TLS"))
        assert status(answer) == 200
    assert [s.transport for s in stored()] == ["sip-tls"]


class Away:
    def append(self, batch):
        return [OSError("away") for _ in batch]

    def healthy(self):
        return False

    def close(self):
        """Nothing is open."""


def test_when_nothing_can_be_stored_the_unit_hears_it_and_tries_the_next_receiver():
    with running(Away(), make_source(here=True)) as intake:
        unit = Unit(intake)
        answer = unit.ask(message())
        assert status(answer) == 503
        assert answer.endswith(b"<mrs><ref>1193308443</ref><snu>5</snu></mrs>")
        assert status(unit.ask(message(b"", method="OPTIONS", branch="z9hG4bKo"))) == 503


def test_headers_are_echoed_without_letting_a_line_break_in(log):
    data = message().replace(b"<sip:alarm@varde>\r\n", b"<sip:alarm@varde>;x=\x0bEvil\nInjected: yes\r\n")
    data = data.replace(b"From: <", "From: Åse <".encode("latin-1"))
    with running(log, make_source(here=True)) as intake:
        answer = Unit(intake).ask(data)
    assert status(answer) == 200
    assert b"\nInjected" not in answer
