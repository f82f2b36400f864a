"""What a device said, in our words. An adapter makes these from bytes; everything after reads only these."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a signal is for."""

    ALARM = "alarm"  # a person needs somebody now
    TECHNICAL = "technical"  # the equipment needs somebody (teknisk varsel)
    HEARTBEAT = "heartbeat"  # the equipment says that it lives
    TEST = "test"  # a test alarm (prøvealarm) that a person or the unit sent
    RESET = "reset"  # help has come: the button on the unit was reset
    CANCEL = "cancel"  # the person called the alarm off at the unit
    INFO = "info"  # more about something already sent
    CALL = "call"  # a telephone exchange says that this number is calling the operators'


class Reason(StrEnum):
    """Why bytes could not be read. Goes to logs: carries nothing of the content."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_THE_FORMAT = "not_the_format"
    FORBIDDEN = "forbidden"  # entity declarations and the like
    NO_DEVICE = "no_device"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mobile device was. Degrees WGS84; accuracy in metres; `at` is the device's own time (aware) or None."""

    latitude: float
    longitude: float
    accuracy: float | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One message from one device.

    kind: what it is for. code: a VKP alert code ("3", "4.1"), a Fault ("T.battery_low") or "" for a heartbeat.
    device: the id as sent, trimmed; compare with `device_key`. own_id: the device's own message id, "" if none.
    digest: SHA-256 hex of the message's own bytes. component, location, text: plain words or "".
    battery: percent 0–100 or None. device_time: aware, as the device said; never trusted for order.
    voice: address the device can be called at or calls from ("tel:+47…", "sip:…"), "" when it has no voice.
    can_speak: whether a voice call is expected. more_follows: the device says another message belongs to this.
    """

    kind: Kind
    code: str
    device: str
    own_id: str = ""
    digest: str = ""
    component: str = ""
    location: str = ""
    text: str = ""
    position: Position | None = None
    battery: int | None = None
    device_time: datetime | None = None
    voice: str = ""
    can_speak: bool = False
    more_follows: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes nobody could read: becomes an urgent technical alarm. `size` is the length in bytes of what was kept.

    device: the id when that much could be read, otherwise "". own_id likewise.
    """

    reason: Reason
    size: int
    digest: str = ""
    device: str = ""
    own_id: str = ""


def device_key(device: str) -> str:
    """The form in which device ids are compared: no white space, separators or leading zeros, upper case.

    "00 1a:85" and "1A85" are the same device; an id of zeros only is "0".
    """
    bare = "".join(char for char in device if char.isalnum()).upper()
    return bare.lstrip("0") or ("0" if bare else "")
