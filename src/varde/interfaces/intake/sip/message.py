"""SIP messages in and out: liberal about what comes, strict about what leaves."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from sipmessage import Message, Request, Response, Via

ALLOW = "Allow: MESSAGE, OPTIONS"
ACCEPT = "Accept: application/scaip+xml, application/xml"
SCAIP_TYPE = "Content-Type: application/scaip+xml"
PHRASES = {
    200: "OK", 202: "Accepted", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    405: "Method Not Allowed", 413: "Request Entity Too Large", 481: "Call/Transaction Does Not Exist",
    503: "Service Unavailable",
}  # fmt: skip
MOST_HEAD = 16_384
_FOLD = re.compile(rb"\r\n[ \t]+")
_LOOSE_NAME = re.compile(rb"(?m)^([!-9;-~]{1,64})[ \t]{1,16}:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TAG = re.compile(r";\s*tag\s*=", re.IGNORECASE)
_AFTER_TAG = re.compile(r";\s*tag\s*=[^;>]*", re.IGNORECASE)
_ANGLE = re.compile(r"<\s*(sips?:[^<>\s]{1,256})>", re.IGNORECASE)
_PLAIN = re.compile(r"^\s*(sips?:[^<>;\s]{1,256})", re.IGNORECASE)


UNREADABLE = (ValueError, KeyError, IndexError, TypeError, RecursionError)


def forget(error: BaseException) -> None:
    """Drop what an exception of the parser remembers.

    sipmessage raises the same exception objects again and again; each time their traceback grows, and memory with it.
    """
    error.__traceback__ = error.__context__ = error.__cause__ = None


class NotSip(ValueError):
    """The bytes are no SIP message."""


def parse(data: bytes) -> Request | Response:
    """Read one message. Raises NotSip. Folded lines, bare line feeds and latin-1 headers are taken as meant."""
    head, found, body = data.partition(b"\r\n\r\n")
    if not found and b"\r\n" not in data:
        head, _, body = data.partition(b"\n\n")
        head = head.replace(b"\n", b"\r\n")
    if len(head) > MOST_HEAD:
        raise NotSip("head too long")
    head = _LOOSE_NAME.sub(rb"\1:", _FOLD.sub(b" ", head))
    try:
        head.decode()
    except UnicodeDecodeError:
        head = head.decode("latin-1").encode()
    try:
        return Message.parse(head + b"\r\n\r\n" + body)
    except UNREADABLE as error:
        forget(error)
        return _with_plain_uri(head, body)


def _with_plain_uri(head: bytes, body: bytes) -> Request | Response:
    """Where only the request URI is odd the message is still worth reading: we answer whatever name they call us."""
    first, _, rest = head.partition(b"\r\n")
    method, _, version = first.partition(b" ")[0], b"", first[-8:]
    if version != b" SIP/2.0"[-8:] or not method.isalpha():
        raise NotSip("no SIP message")
    try:
        return Message.parse(method + b" sip:varde SIP/2.0\r\n" + rest + b"\r\n\r\n" + body)
    except UNREADABLE as error:
        forget(error)
        raise NotSip("no SIP message") from None


@dataclass(frozen=True, slots=True)
class Route:
    """What of a request is needed to answer it. via: all Via values, the topmost completed with received and rport."""

    via: tuple[str, ...]
    sender: str
    recipient: str
    call_id: str
    cseq: str
    branch: str
    sent_by: tuple[str, int]
    rport: bool

    def key(self, peer: str, body: bytes) -> tuple[str, ...]:
        """Names the server transaction (RFC 3261 17.2.3), with what older senders lack in their branch, and what it says:
        units behind one address, or one that begins anew after a restart, may use the same names for another message."""
        said = hashlib.sha256(body).hexdigest()
        return (peer, self.branch, self.sent_by[0], str(self.sent_by[1]), self.call_id, self.cseq, said)


def route(request: Request, peer: tuple[str, int]) -> Route:
    """Read the routing headers. Raises NotSip when one that an answer must echo is missing."""
    values = [line for value in request.headers.getlist("Via") for line in _split(value)]
    headers = {name: request.headers.get(name) for name in ("From", "To", "Call-ID", "CSeq")}
    if not values or len(values) > 32 or not all(headers.values()):
        raise NotSip("a routing header is missing")
    try:
        top = Via.parse(values[0])
    except UNREADABLE as error:
        forget(error)
        raise NotSip("unreadable Via") from None
    parameters = {name.lower(): value or "" for name, value in dict(top.parameters).items()}
    rport = "rport" in parameters
    return Route(
        via=(_completed(values[0], rport, top.host, peer), *(clean(value) for value in values[1:])),
        sender=clean(headers["From"] or ""),
        recipient=clean(headers["To"] or ""),
        call_id=clean(headers["Call-ID"] or ""),
        cseq=clean(headers["CSeq"] or ""),
        branch=parameters.get("branch", ""),
        sent_by=(top.host, top.port or 5060),
        rport=rport,
    )


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _completed(top: str, rport: bool, host: str, peer: tuple[str, int]) -> str:
    value = clean(top)
    if rport:
        value = re.sub(r";\s*rport(\s*=\s*\d*)?", f";rport={peer[1]}", value, count=1, flags=re.IGNORECASE)
    if rport or host.strip("[]") != peer[0]:
        value += f";received={peer[0]}"
    return value


def clean(value: str) -> str:
    """A header value without control characters: what came in cannot break a line going out."""
    return _CONTROL.sub(" ", value).strip()


def response(to: Route, status: int, *extra: str, body: bytes = b"") -> bytes:
    """Serialise an answer. The To tag follows from the transaction, so that a repeated answer is the same."""
    recipient = to.recipient
    if not _TAG.search(recipient):
        tag = hashlib.sha256(f"{to.branch}{to.call_id}{to.cseq}".encode()).hexdigest()[:12]
        recipient += f";tag={tag}"
    lines = [f"SIP/2.0 {status} {PHRASES[status]}", *(f"Via: {value}" for value in to.via)]
    lines += [
        f"From: {to.sender}",
        f"To: {recipient}",
        f"Call-ID: {to.call_id}",
        f"CSeq: {to.cseq}",
        "Server: Varde",
    ]
    lines += [*extra, *([SCAIP_TYPE] if body else []), f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def address_of(request: Request, to: Route) -> str:
    """The URI to which our own message to the unit goes: its Contact, else its From, else ""."""
    for value in (request.headers.get("Contact") or "", to.sender):
        match = _ANGLE.search(value) or _PLAIN.search(value)
        if match:
            return clean(match[1])
    return ""


def message_to(uri: str, to: Route, via: str, call_id: str, body: bytes) -> bytes:
    """Our own MESSAGE to the unit, outside any dialogue."""
    ours = _AFTER_TAG.sub("", to.recipient)
    theirs = _AFTER_TAG.sub("", to.sender)
    tag = hashlib.sha256(call_id.encode()).hexdigest()[:12]
    lines = [
        f"MESSAGE {uri} SIP/2.0",
        f"Via: {via}",
        "Max-Forwards: 70",
        f"From: {ours};tag={tag}",
        f"To: {theirs}",
    ]
    lines += [f"Call-ID: {call_id}", "CSeq: 1 MESSAGE", "User-Agent: Varde", SCAIP_TYPE]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body
