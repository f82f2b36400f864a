"""How devices speak: SIP MESSAGE over UDP or TCP with digest, and HTTP. Real sockets to the running intake."""

from __future__ import annotations

import hashlib
import http.client
import re
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Final

Address = tuple[str, int]
T1, GIVES_UP = 0.5, 8.0
WAITS_FOR_REPLY = 2.0
_PARAMETER: Final = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


class NotHeard(OSError):
    """The intake did not take the message."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`status` of the answer. `reply`: the SCAIP reply (<mrs>), in the answer or as a message of its own, or b""."""

    status: int
    reply: bytes


@dataclass
class SipSource:
    """One source's way in: it shares a user name and a password between all its units, as a supplier's platform does."""

    address: Address
    user: str
    password: str
    over: str = "UDP"
    algorithm: str = "SHA-256"
    _challenge: dict[str, str] = field(default_factory=dict)
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, device: str, body: bytes, *, content_type: str = "application/scaip+xml") -> Heard:
        """Raises NotHeard. Answers a challenge once; a nonce is used until it is refused."""
        with _Line(self.address, self.over) as line:
            status, rest = 401, b""
            for sequence in (1, 2, 3):
                head, rest = line.ask(self._message(line, device, body, content_type, sequence))
                status = int(head.split(" ", 2)[1])
                if status != 401:
                    break
                self._remember(head)
            if status not in (200, 202):
                raise NotHeard(f"the intake answered {status}")
            return Heard(status, rest or line.wait_for_message())

    def _message(self, line: _Line, device: str, body: bytes, content_type: str, sequence: int) -> bytes:
        host, port = self.address
        me = f"{line.local[0]}:{line.local[1]}"
        uri = f"sip:alarm@{host}:{port}"
        lines = [
            f"MESSAGE {uri} SIP/2.0",
            f"Via: SIP/2.0/{self.over} {me};branch=z9hG4bK{secrets.token_hex(8)};rport",
            "Max-Forwards: 70",
            f"From: <sip:{device}@{me}>;tag={line.tag}",
            f"To: <{uri}>",
            f"Call-ID: {line.tag}@{me}",
            f"CSeq: {sequence} MESSAGE",
            f"Contact: <sip:{device}@{me};transport={self.over.lower()}>",
            *self._authorisation(uri),
            f"Content-Type: {content_type}",
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _remember(self, head: str) -> None:
        offers = [
            {name: quoted or plain for name, quoted, plain in _PARAMETER.findall(value)}
            for value in re.findall(r"(?im)^WWW-Authenticate: Digest (.*)$", head)
        ]
        fitting = [offer for offer in offers if offer.get("algorithm", "MD5") == self.algorithm] or offers
        if not fitting:
            raise NotHeard("a refusal without a challenge")
        with self._lock:
            self._challenge, self._count = fitting[0], 0

    def _authorisation(self, uri: str) -> list[str]:
        with self._lock:
            given, self._count = self._challenge, self._count + 1
            count = f"{self._count:08x}"
        if not given:
            return []
        algorithm, nonce, own = given.get("algorithm", "MD5"), given["nonce"], secrets.token_hex(8)
        ha1 = _hash(algorithm, f"{self.user}:{given['realm']}:{self.password}")
        ha2 = _hash(algorithm, f"MESSAGE:{uri}")
        answer = _hash(algorithm, f"{ha1}:{nonce}:{count}:{own}:auth:{ha2}")
        return [
            f'Authorization: Digest username="{self.user}", realm="{given["realm"]}", nonce="{nonce}", uri="{uri}", '
            f'algorithm={algorithm}, qop=auth, nc={count}, cnonce="{own}", response="{answer}"'
        ]


def _hash(algorithm: str, text: str) -> str:
    if algorithm == "MD5":
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return hashlib.sha256(text.encode()).hexdigest()


class _Line:
    """One unit's socket for one message: sends, sends again when nothing comes, and takes a message back."""

    def __init__(self, address: Address, over: str) -> None:
        kind = socket.SOCK_DGRAM if over == "UDP" else socket.SOCK_STREAM
        self._is_stream = over != "UDP"
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.settimeout(T1)
        self._buffer = b""
        self.tag = secrets.token_hex(6)
        try:
            self._socket.connect(address)
        except OSError:
            self._socket.close()
            raise
        self.local: Address = self._socket.getsockname()[:2]

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, message: bytes) -> tuple[str, bytes]:
        """The final answer as (head, body). A datagram that is not answered is sent again, twice as late each time."""
        gap, until = T1, time.monotonic() + GIVES_UP
        self._socket.sendall(message)
        again = time.monotonic() + gap
        while time.monotonic() < until:
            head, body = self._receive()
            if head.startswith("SIP/2.0 ") and int(head[8:11]) >= 200:
                return head, body
            if not self._is_stream and time.monotonic() >= again:
                self._socket.sendall(message)
                gap *= 2
                again = time.monotonic() + gap
        raise NotHeard("no answer")

    def wait_for_message(self) -> bytes:
        """The reply as a message of its own, which is answered with 200; b"" if none comes."""
        until = time.monotonic() + WAITS_FOR_REPLY
        while time.monotonic() < until:
            head, body = self._receive()
            if head.startswith("MESSAGE "):
                kept = re.findall(r"(?im)^(?:Via|From|To|Call-ID|CSeq):.*$", head)
                lines = ["SIP/2.0 200 OK", *(line.strip() for line in kept), "Content-Length: 0", "", ""]
                self._socket.sendall("\r\n".join(lines).encode())
                return body
        return b""

    def _receive(self) -> tuple[str, bytes]:
        """One whole message as (head, body); ("", b"") when the wait was in vain."""
        try:
            while not self._whole():
                piece = self._socket.recv(65_536)
                if not piece:
                    raise NotHeard("the connection was closed")
                self._buffer += piece
        except TimeoutError:
            return "", b""
        head, _, rest = self._buffer.partition(b"\r\n\r\n")
        size = self._size(head)
        self._buffer = rest[size:] if self._is_stream else b""
        return head.decode("utf-8", "replace"), rest[:size]

    def _whole(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        return bool(found) and len(rest) >= self._size(head)

    @staticmethod
    def _size(head: bytes) -> int:
        found = re.search(rb"(?im)^content-length:\s*(\d+)", head)
        return int(found[1]) if found else 0


@dataclass
class HttpSource:
    """A supplier's platform that posts JSON with its key."""

    address: Address
    key: str

    def send(self, body: bytes) -> Heard:
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        try:
            headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
            connection.request("POST", "/intake/json", body, headers)
            answer = connection.getresponse()
            reply = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise NotHeard(type(fault).__name__) from fault
        finally:
            connection.close()
        if answer.status != 202:
            raise NotHeard(f"the intake answered {answer.status}")
        return Heard(answer.status, reply)
