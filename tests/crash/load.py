"""Devices that send over HTTP and SIP, try again as devices do, and remember what was acknowledged."""

from __future__ import annotations

import hashlib
import json
import random
import re
import socket
import threading
import time

from tests.crash.plain import KEY, device_of

TYPES = ("3", "4.1", "battery_low")
UUIDS = re.compile(rb'"([0-9a-f-]{36})"')


class Sender(threading.Thread):
    """One sender. `pause`: seconds between messages. Stops when `stop` is set."""

    def __init__(self, name: str, address: tuple[str, int], devices: int, pause: float) -> None:
        super().__init__(daemon=True, name=name)
        self.address, self.devices, self.pause = address, devices, pause
        self.stop = threading.Event()
        self.ids: list[str] = []
        self.digests: list[str] = []
        self.refused = self.broken = 0
        self.chance = random.Random(name)
        self.sock: socket.socket | None = None

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            body = self.body(number)
            while not self.tried(body) and not self.stop.is_set():
                time.sleep(0.05)
            if self.chance.random() < 0.05:
                self.tried(body)  # the answer was lost on the way: the same again
            time.sleep(self.pause)
        if self.sock:
            self.sock.close()

    def tried(self, body: bytes) -> bool:
        try:
            return self.send(body)
        except OSError:
            self.broken += 1
            if self.sock:
                self.sock.close()
            self.sock = None
            return False

    def body(self, number: int) -> bytes:
        raise NotImplementedError

    def send(self, body: bytes) -> bool:
        raise NotImplementedError


class Http(Sender):
    """A supplier's platform: mostly heartbeats, alarms among them, units that nobody knows."""

    def body(self, number: int) -> bytes:
        kind = "heartbeat" if self.chance.random() < 0.8 else self.chance.choice(TYPES)
        device = device_of(self.chance.randrange(self.devices))
        if self.chance.random() < 0.01:
            device = f"stranger-{self.chance.randrange(5)}"
        return json.dumps({"id": f"{self.name}-{number}", "device": device, "type": kind}).encode()

    def send(self, body: bytes) -> bool:
        if self.sock is None:
            self.sock = socket.create_connection(self.address, timeout=20)
        head = f"POST /intake/json HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.sock.sendall(head.encode() + body)
        data = b""
        while b"\r\n\r\n" not in data or len(data.partition(b"\r\n\r\n")[2]) < _length(data):
            piece = self.sock.recv(4096)
            if not piece:
                raise OSError("closed")
            data += piece
        if b" 202 " not in data[:20]:
            self.refused += 1
            return False
        self.ids += [found.decode() for found in UUIDS.findall(data)]
        return True


def _length(data: bytes) -> int:
    found = re.search(rb"content-length: (\d+)", data, re.IGNORECASE)
    return int(found[1]) if found else 0


class Sip(Sender):
    """A unit that speaks SCAIP over UDP."""

    def body(self, number: int) -> bytes:
        device, mark = device_of(self.chance.randrange(self.devices)), f"{self.name}{number}"
        stc = self.chance.choice(("0010", "0011", "0015"))
        return f"<mrq><ref>{mark}</ref><cid>{device}</cid><dty>0003</dty><stc>{stc}</stc></mrq>".encode()

    def send(self, body: bytes) -> bool:
        if self.sock is None:
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sock.connect(self.address)
            self.sock.settimeout(1.0)
        branch = hashlib.sha256(body).hexdigest()[:16]
        port = self.sock.getsockname()[1]
        head = (
            f"MESSAGE sip:alarm@varde SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};rport;branch=z9hG4bK{branch}\r\n"
            f"From: <sip:u@unit.example>;tag=a\r\nTo: <sip:alarm@varde>\r\nCall-ID: {branch}\r\nCSeq: 1 MESSAGE\r\n"
            f"Max-Forwards: 70\r\nContent-Type: application/scaip+xml\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.sock.send(head.encode() + body)
        answer = self.sock.recv(65536)
        mark = body.partition(b"<ref>")[2].partition(b"</ref>")[0]
        if not answer.startswith(b"SIP/2.0 200") or b"<ref>" + mark + b"</ref><snu>0" not in answer:
            self.refused += 1
            return False
        self.digests.append(hashlib.sha256(body).hexdigest())
        return True
