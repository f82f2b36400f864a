"""Varde's own JSON: {id, device, type, time?, text?, battery?, position?, voice?, speak?, more?, location?, component?, kind?}.

One object, or an array of at most 100. `type` is a VKP alert code ("3", "4.1"), a technical code ("T.battery_low") or one of
WORDS. Documented in docs/intake-json.md. Liberal: a field that cannot be understood is left out; only id, device and type decide.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from varde.care.alarms.intake.text import LONGEST, decoded, digest, printable
from varde.care.alarms.rules.codes import (
    ALERT_BURGLARY,
    ALERT_CLIMATE,
    ALERT_NAMES,
    ALERT_UNKNOWN,
    ALERT_VITAL,
    Fault,
    is_technical,
)
from varde.care.alarms.rules.signal import Kind, Position, Reason, Signal, Unreadable

MOST: Final = 100
"""Messages in one array."""

WORDS: Final[dict[str, tuple[Kind, str]]] = {
    "alarm": (Kind.ALARM, "3"),
    "button": (Kind.ALARM, "3"),
    "pendant": (Kind.ALARM, "3"),
    "cord": (Kind.ALARM, "4.14"),
    "fall": (Kind.ALARM, "4.1"),
    "bed": (Kind.ALARM, "4.2"),
    "chair": (Kind.ALARM, "4.4"),
    "door": (Kind.ALARM, "4.15"),
    "left_home": (Kind.ALARM, "4.21"),
    "inactivity": (Kind.ALARM, "4.9"),
    "movement": (Kind.ALARM, "4.18"),
    "noise": (Kind.ALARM, "4.10"),
    "smoke": (Kind.ALARM, "4.11"),
    "fire": (Kind.ALARM, "4.11"),
    "water": (Kind.ALARM, "4.17"),
    "seizure": (Kind.ALARM, "4.24"),
    "position": (Kind.ALARM, "2"),
    "geofence": (Kind.ALARM, "2"),
    "medicine": (Kind.ALARM, "1"),
    "medicine_missed": (Kind.ALARM, "1.1"),
    "lock": (Kind.ALARM, "6"),
    "nurse_call": (Kind.ALARM, "7"),
    "burglary": (Kind.ALARM, ALERT_BURGLARY),
    "vital": (Kind.ALARM, ALERT_VITAL),
    "climate": (Kind.ALARM, ALERT_CLIMATE),
    "heartbeat": (Kind.HEARTBEAT, ""),
    "test": (Kind.TEST, "3"),
    "reset": (Kind.RESET, ""),
    "cancel": (Kind.CANCEL, ""),
    "info": (Kind.INFO, ""),
    "call": (Kind.CALL, ""),
    "battery_low": (Kind.TECHNICAL, Fault.BATTERY_LOW),
    "battery_empty": (Kind.TECHNICAL, Fault.BATTERY_EMPTY),
    "power_lost": (Kind.TECHNICAL, Fault.POWER_LOST),
    "contact_lost": (Kind.TECHNICAL, Fault.CONTACT_LOST),
    "sensor_lost": (Kind.TECHNICAL, Fault.SENSOR_LOST),
    "tampered": (Kind.TECHNICAL, Fault.TAMPERED),
    "fault": (Kind.TECHNICAL, Fault.DEVICE_FAULT),
    "maintenance": (Kind.TECHNICAL, Fault.MAINTENANCE),
    "radio_disturbed": (Kind.TECHNICAL, Fault.RADIO_DISTURBED),
    "muted": (Kind.TECHNICAL, Fault.MUTED),
    "technical": (Kind.TECHNICAL, Fault.DEVICE_FAULT),
}
"""The words `type` may hold besides VKP alert codes. Anything else is an alarm of unknown kind."""

FAULTS: Final[dict[str, Fault]] = {
    str(code): Fault(code) for kind, code in WORDS.values() if kind is Kind.TECHNICAL
}
"""The technical codes a device may send. The others are what Varde itself finds."""

_ARRAY: Final = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT: Final = msgspec.json.Decoder(dict[str, Any])
_QUIET: Final = frozenset({Kind.HEARTBEAT, Kind.CANCEL, Kind.RESET, Kind.INFO, Kind.CALL})
_SALVAGE: Final = re.compile(r'"(id|device)"\s*:\s*(?:"([^"\\]{1,64})"|(\d{1,32}))')


def read(raw: bytes) -> tuple[Signal | Unreadable, ...]:
    """The messages in the bytes, in order. Never raises; a bad element does not take the good ones with it."""
    if not raw.strip(b"\0 \t\r\n"):
        return (Unreadable(Reason.EMPTY, len(raw), digest(raw)),)
    if len(raw) > LONGEST * MOST:
        return (Unreadable(Reason.TOO_LONG, len(raw), digest(raw)),)
    body = decoded(raw).strip("\ufeff\0 \t\r\n").encode("utf-8", "replace")
    if not body.startswith(b"["):
        return (_one(body, raw),)
    try:
        items = _ARRAY.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return (_unreadable(raw, Reason.NOT_THE_FORMAT),)
    if not items:
        return (Unreadable(Reason.EMPTY, len(raw), digest(raw)),)
    if len(items) > MOST:
        return (_unreadable(raw, Reason.TOO_MANY),)
    return tuple(_one(bytes(item), bytes(item)) for item in items)


def _one(body: bytes, raw: bytes) -> Signal | Unreadable:
    if len(raw) > LONGEST:
        return Unreadable(Reason.TOO_LONG, len(raw), digest(raw))
    try:
        fields = _OBJECT.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _unreadable(raw, Reason.NOT_THE_FORMAT)
    device = _word(fields.get("device"))
    if not device:
        return Unreadable(Reason.NO_DEVICE, len(raw), digest(raw), own_id=_word(fields.get("id")))
    return _signal(fields, device, digest(raw))


def _unreadable(raw: bytes, reason: Reason) -> Unreadable:
    """What can be saved of a broken message: who sent it, so that somebody can be called."""
    found = {
        name: printable(text or number, 64) for name, text, number in _SALVAGE.findall(decoded(raw[:LONGEST]))
    }
    return Unreadable(reason, len(raw), digest(raw), found.get("device", ""), found.get("id", ""))


def _signal(fields: Mapping[str, Any], device: str, mark: str) -> Signal:
    word = _word(fields.get("type"))
    kind, code = _meaning(word, _word(fields.get("kind")))
    voice = _word(fields.get("voice"), 256)
    text = _word(fields.get("text"), 512)
    if code == ALERT_UNKNOWN and word:
        text = f"{word}: {text}" if text else word
    return Signal(
        kind=kind,
        code=code,
        device=device,
        own_id=_word(fields.get("id")),
        digest=mark,
        component=_word(fields.get("component")),
        location=_word(fields.get("location"), 256),
        text=text,
        position=_position(fields.get("position")),
        battery=_percent(fields.get("battery")),
        device_time=_time(fields.get("time")),
        voice=voice,
        can_speak=kind is Kind.ALARM and _yes(fields.get("speak"), or_else=bool(voice)),
        more_follows=_yes(fields.get("more"), or_else=False),
    )


def _meaning(word: str, kind_word: str) -> tuple[Kind, str]:
    """Kind and code from `type`; `kind` may say that a known type is a test, a reset and so on.

    An unknown type is an alarm, also when `kind` says something quieter: nobody knows what it would silence.
    """
    if word in ALERT_NAMES and word != ALERT_UNKNOWN:
        kind, code = Kind.ALARM, word
    elif fault := FAULTS.get(f"T.{word[2:].lower()}" if word[:2] in ("T.", "t.") else ""):
        kind, code = Kind.TECHNICAL, fault
    else:
        kind, code = WORDS.get(word.lower(), (Kind.ALARM, ALERT_UNKNOWN))
    if code == ALERT_UNKNOWN or kind_word not in set(Kind):
        return kind, code
    said = Kind(kind_word)
    if said is Kind.TECHNICAL and not is_technical(code):
        return Kind.ALARM, code or ALERT_UNKNOWN
    if said is Kind.ALARM and kind in _QUIET:
        return Kind.ALARM, ALERT_UNKNOWN
    if said is Kind.HEARTBEAT or (said is Kind.ALARM and is_technical(code)):
        return kind, code
    return said, code


def _word(value: object, longest: int = 128) -> str:
    """A text or whole number as one trimmed line; anything else is ""."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return ""
    return printable(str(value), longest)


def _yes(value: object, *, or_else: bool) -> bool:
    return value if isinstance(value, bool) else or_else


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _percent(value: object) -> int | None:
    number = _number(value)
    return round(number) if number is not None and 0 <= number <= 100 else None


def _position(value: object) -> Position | None:
    """`lat`, `lon` and `at` are understood too: so did some senders write before the document said otherwise."""
    if not isinstance(value, Mapping):
        return None
    latitude = _number(value.get("latitude", value.get("lat")))
    longitude = _number(value.get("longitude", value.get("lon")))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    accuracy = _number(value.get("accuracy"))
    kept = accuracy if accuracy is not None and accuracy >= 0 else None
    return Position(latitude, longitude, kept, _time(value.get("time", value.get("at"))))


def _time(value: object) -> datetime | None:
    """An ISO time with offset as UTC; anything else is None."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
