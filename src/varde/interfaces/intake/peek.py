"""A first glance at raw bytes: what the reply must echo, and which lane. It never decides whether to store.

Total and bounded: any bytes give an answer, no input raises. The adapters do the real reading, later, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from varde.foundation.signallog.port import Lane

MOST_ITEMS = 100
_MARK = b"\xef\xbb\xbf"
_BLANK = _MARK + b" \t\r\n"
_WINDOW = 65_536  # SCAIP is a few hundred bytes; what lies beyond this is not looked at

Fault = Literal["", "format", "missing"]


@dataclass(frozen=True, slots=True)
class Peek:
    """ref: the SCAIP reference if it may be echoed, else "". own_id: the sender's own id of the message.

    device: the sender's id of its unit, trimmed. fault: "format" or "missing" (a mandatory tag), else "".
    wants_voice: a SCAIP alarm whose unit can be asked to call the operator line.
    """

    protocol: str
    ref: str
    own_id: str
    device: str
    lane: Lane
    readable: bool
    fault: Fault
    wants_voice: bool


UNREADABLE = Peek("unknown", "", "", "", Lane.URGENT, False, "format", False)

_TAG = re.compile(
    rb"<(?:[\w.-]{1,32}:)?(ref|mty|cid|dty|crd|stc)(?:\s[^<>]{0,64})?>"
    rb"\s{0,64}(?:<!\[CDATA\[)?([^<\]]{0,256})",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,64})(?:\s[^<>]{0,1024})?>")
_REF = re.compile(rb"[0-9A-Za-z]{1,16}")
_MANDATORY = (b"ref", b"cid", b"dty")


def peek(raw: bytes, content_type: str) -> Peek:
    """What can be seen at a glance. How the bytes begin decides; `content_type` says only who looks first at what begins as nothing known."""
    head, hint = raw[:64].lstrip(_BLANK), content_type.lower()
    for starts, _, look in FORMATS:
        if head.startswith(starts):
            return look(raw)
    by_hint = sorted(FORMATS, key=lambda row: row[1] not in hint)
    return next((seen for *_, look in by_hint if (seen := look(raw)).protocol != "unknown"), UNREADABLE)


def split(raw: bytes) -> list[bytes]:
    """The messages in a JSON body: each element of an array of at most 100, else the body as it is."""
    if raw[:64].lstrip(_BLANK)[:1] != b"[":
        return [raw]
    try:
        items = _ARRAY.decode(raw.removeprefix(_MARK))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return [raw]
    if not 1 <= len(items) <= MOST_ITEMS:
        return [raw]
    return [bytes(item) for item in items]


class _Message(msgspec.Struct):
    """The four fields of our JSON schema that a glance needs; the rest is skipped."""

    id: Any = None
    device: Any = None
    type: Any = None


_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_ITEM = msgspec.json.Decoder(_Message)


def _json(raw: bytes) -> Peek:
    body = _narrow(raw).lstrip(_BLANK)
    try:
        message = _ITEM.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        if not body.startswith((b"{", b"[")):
            return UNREADABLE
        # Cut off or bad inside: the adapter can still save who sent it.
        return Peek("json", "", "", "", Lane.URGENT, False, "format", False)
    own_id = _word(message.id)
    device = _word(message.device)
    fault: Fault = "" if own_id and device and _word(message.type) else "missing"
    lane = Lane.ROUTINE if message.type == "heartbeat" and not fault else Lane.URGENT
    return Peek("json", "", own_id, device, lane, bool(own_id), fault, False)


def _word(value: object) -> str:
    """A short text or whole number as text; anything else is no id."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return ""
    text = str(value).strip()
    return text if len(text) <= 128 else ""


def _scaip(raw: bytes) -> Peek:
    text = _narrow(raw[:_WINDOW])
    tags: dict[bytes, list[bytes]] = {}
    for name, value in _TAG.findall(text):
        tags.setdefault(name.lower(), []).append(value.strip())
    if not tags:
        return UNREADABLE
    ref = tags.get(b"ref", [b""])[0]
    echo = ref.decode("ascii") if _REF.fullmatch(ref) else ""
    kinds = {value.upper() for value in tags.get(b"mty", [b"ME"])}
    fault: Fault = ""
    if not _closed(text):
        fault = "format"
    elif not all(tags.get(name, [b""])[0] for name in _MANDATORY):
        fault = "missing"
    return Peek(
        protocol="scaip",
        ref=echo,
        own_id=ref.decode("utf-8", "replace"),
        device=tags.get(b"cid", [b""])[0].decode("utf-8", "replace"),
        lane=Lane.ROUTINE if kinds == {b"PI"} and not fault else Lane.URGENT,
        readable=fault != "format",
        fault=fault,
        wants_voice=kinds == {b"ME"} and not _cancels(tags) and not _voiceless(tags),
    )


def _narrow(raw: bytes) -> bytes:
    """UTF-16 as UTF-8, so that one set of patterns serves both."""
    if b"\0" not in raw[:8]:
        return raw
    order = "utf-16-be" if raw[:2] == b"\xfe\xff" or raw[:1] == b"\0" else "utf-16-le"
    return raw.decode(order, "replace").encode("utf-8", "replace")


def _closed(text: bytes) -> bool:
    """Whether the root element ends, and nobody declared entities: the least an XML reader will ask for."""
    root = _ROOT.search(text)
    if root is None or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        return False
    end = text.rstrip()
    return end.endswith(b">") and end.rfind(b"</" + root[1]) > root.end()


def _cancels(tags: dict[bytes, list[bytes]]) -> bool:
    """Status 19 (cancel) is acknowledged only. Codes are compared as numbers: "19" and "0019" are one."""
    code = tags.get(b"stc", [b""])[0]
    return code.isdigit() and int(code) == 19


def _voiceless(tags: dict[bytes, list[bytes]]) -> bool:
    ways = tags.get(b"crd", [b"sip:"])
    return all(way.lower().startswith(b"no-voice") for way in ways)


FORMATS: Final[tuple[tuple[tuple[bytes, ...], str, Callable[[bytes], Peek]], ...]] = (
    ((b"<",), "xml", _scaip),
    ((b"{", b"["), "json", _json),
)
"""How a body begins, a word of its content type, and who looks at it. A new format is a line here. Whoever does not know the bytes
gives UNREADABLE."""
