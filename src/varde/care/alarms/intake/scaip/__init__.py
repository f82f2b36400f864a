"""SCAIP (SS 91100, CLC/TS 50134-9): the body of a SIP MESSAGE or of a proxy's HTTP request → Signal.

Liberal: any encoding, any order, any namespace, numbers with zeros, spaces around values, missing tags, long device ids,
roots other than <mrq>. Never lets an alarm go: what has no known code is an alarm of unknown kind.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from varde.care.alarms.intake.scaip.codes import (
    DEVICE_ALERT,
    DEVICE_STATUS_ALERT,
    LOCATION_NAMES,
    STATUS_ALERT,
    STATUS_FAULT,
    STATUS_KIND,
)
from varde.care.alarms.intake.text import LONGEST, decoded, digest, printable
from varde.care.alarms.rules.codes import ALERT_UNKNOWN, is_technical
from varde.care.alarms.rules.signal import Kind, Position, Reason, Signal, Unreadable

Fields = dict[str, list[str]]

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_SALVAGE: Final = re.compile(r"<(?:[\w.-]{1,32}:)?(ref|cid)>\s*([^<]{1,64})", re.IGNORECASE)
_PAIR: Final = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")
_MANUAL: Final = 10


def read(raw: bytes) -> tuple[Signal | Unreadable, ...]:
    """The one message in the bytes. Never raises."""
    if not raw.strip(b"\0 \t\r\n"):
        return (Unreadable(Reason.EMPTY, len(raw), digest(raw)),)
    if len(raw) > LONGEST:
        return (Unreadable(Reason.TOO_LONG, len(raw), digest(raw)),)
    try:
        root = _parse(raw)
    except DefusedXmlException:
        return (_unreadable(raw, Reason.FORBIDDEN),)
    except (ParseError, ValueError, LookupError):
        return (_unreadable(raw, Reason.NOT_THE_FORMAT),)
    fields = _fields(root)
    device = _first(fields, "cid") or _first(fields, "did")
    if not fields.keys() & {"ref", "cid", "dty", "mty"}:
        return (_unreadable(raw, Reason.NOT_THE_FORMAT),)
    if not device:
        return (_unreadable(raw, Reason.NO_DEVICE),)
    return (_signal(fields, device, digest(raw)),)


def _parse(raw: bytes) -> Element:
    """The XML as it stands; when that fails, as text whose encoding we guess, without its own declaration."""
    try:
        parsed: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        raise
    except (ParseError, ValueError, LookupError):
        text = _DECLARATION.sub("", decoded(raw).strip("\ufeff\0 \t\r\n"))
        parsed = fromstring(text, forbid_dtd=True)
    return parsed


def _unreadable(raw: bytes, reason: Reason) -> Unreadable:
    """What can be saved of a broken message: who sent it, so that somebody can be called."""
    found = {name.lower(): printable(value, 64) for name, value in _SALVAGE.findall(decoded(raw))}
    return Unreadable(reason, len(raw), digest(raw), found.get("cid", ""), found.get("ref", ""))


def _fields(root: Element) -> Fields:
    """Every value by its lower-case tag without namespace. Order, depth and repetition do not matter."""
    fields: Fields = {}
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        value = printable(element.text or "")
        if value:
            fields.setdefault(name, []).append(value)
    return fields


def _first(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def _number(fields: Fields, name: str) -> int | None:
    """The value as a number; None when it is missing or no number."""
    value = _first(fields, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None


def _signal(fields: Fields, device: str, mark: str) -> Signal:
    kind, code = _meaning(fields)
    ways = fields.get("crd", ["sip:"])
    return Signal(
        kind=kind,
        code=code,
        device=device,
        own_id=_first(fields, "ref"),
        digest=mark,
        component=_first(fields, "did") if "cid" in fields else "",
        location=_location(fields),
        text=" · ".join(value for tag in ("dte", "stt", "ite") for value in fields.get(tag, [])[:1]),
        position=_position(fields),
        device_time=_time(_first(fields, "tim")),
        voice=_address(ways),
        can_speak=kind is Kind.ALARM and not all(way.lower().startswith("no-voice") for way in ways),
        more_follows=_number(fields, "ame") == 1,
    )


def _meaning(fields: Fields) -> tuple[Kind, str]:
    """Kind and code. A fault counts whatever the message type; only a known heartbeat is quiet."""
    message = (_first(fields, "mty") or "ME").upper()
    status = _number(fields, "stc") if "stc" in fields else _MANUAL
    device = _number(fields, "dty")
    if message == "RE":
        return Kind.RESET, ""
    fault = STATUS_FAULT.get(status) if status is not None else None
    if fault is not None:
        return Kind.TECHNICAL, fault
    if message == "PI":
        return Kind.HEARTBEAT, ""
    alert = _alert(device, status)
    if message == "IN":
        return Kind.INFO, alert
    kind = STATUS_KIND.get(status, Kind.ALARM) if status is not None else Kind.ALARM
    if kind is Kind.ALARM and is_technical(alert):
        return Kind.TECHNICAL, alert
    return kind, alert if kind in (Kind.ALARM, Kind.TEST) else ""


def _alert(device: int | None, status: int | None) -> str:
    if device is not None and status is not None and (device, status) in DEVICE_STATUS_ALERT:
        return DEVICE_STATUS_ALERT[device, status]
    if status is not None and status in STATUS_ALERT:
        return STATUS_ALERT[status]
    return DEVICE_ALERT.get(device, ALERT_UNKNOWN) if device is not None else ALERT_UNKNOWN


def _location(fields: Fields) -> str:
    """The sender's own words first; otherwise the place of the code list with its number."""
    own = _first(fields, "lte")
    code = _number(fields, "lco")
    place = LOCATION_NAMES.get(code, "") if code is not None else ""
    named = f"{place} {_first(fields, 'lva')}".strip() if place else ""
    return ", ".join(part for part in (own, named) if part)


def _position(fields: Fields) -> Position | None:
    pair = _PAIR.match(_first(fields, "geo"))
    if pair is None:
        return None
    latitude, longitude = float(pair[1]), float(pair[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Position(latitude, longitude, at=_time(_first(fields, "tim")))


def _time(text: str) -> datetime | None:
    """An ISO time as UTC; without an offset it cannot be placed and is None."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _address(ways: Iterable[str]) -> str:
    """The first caller id that holds an address and not only a scheme ("gsm:", "gsm:+")."""
    for way in ways:
        scheme, colon, rest = way.partition(":")
        if colon and scheme.lower() != "no-voice" and any(char.isalnum() for char in rest):
            return way
    return ""
