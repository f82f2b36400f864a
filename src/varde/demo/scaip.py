"""What devices say: SCAIP bodies, strictly by the standard, and our own JSON."""

from __future__ import annotations

import json
from datetime import datetime
from random import Random
from typing import Final
from xml.sax.saxutils import escape

from varde.demo.day import Sort

LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# sort → (dty, stc, mty, more tags). Tags that hold a default are left out, as the schema wants.
SCAIP: Final[dict[Sort, tuple[str, str, str, dict[str, str]]]] = {
    Sort.PENDANT: ("0003", "0010", "ME", {}),
    Sort.BASE_BUTTON: ("0002", "0010", "ME", {"lco": "002"}),
    Sort.FALL: ("0005", "0009", "ME", {}),
    Sort.DOOR: ("0014", "0076", "ME", {"lco": "039"}),
    Sort.RESET: ("0002", "0093", "RE", {}),
    Sort.HEARTBEAT: ("0002", "0070", "PI", {"crd": "no-voice:"}),
    Sort.BATTERY_LOW: ("0003", "0016", "ME", {"crd": "no-voice:"}),
    Sort.POWER_LOST: ("0002", "0085", "ME", {"crd": "no-voice:"}),
    Sort.FAULT: ("0002", "0123", "ME", {"crd": "no-voice:"}),
    Sort.TEST: ("0003", "0102", "ME", {}),
    Sort.UNKNOWN_DEVICE: ("0003", "0010", "ME", {}),
}
JSON: Final[dict[Sort, str]] = {
    Sort.PENDANT: "3",
    Sort.FALL: "4.1",
    Sort.DISPENSER: "1.1",
    Sort.LOCATOR: "2",
    Sort.HEARTBEAT: "heartbeat",
    Sort.BATTERY_LOW: "T.battery_low",
    Sort.FAULT: "T.contact_lost",
    Sort.TEST: "test",
}
ROOMS: Final = ("011", "012", "021", "042", "043", "")


def ref(chance: Random) -> str:
    return "".join(chance.choices(LETTERS, k=12))


def scaip(sort: Sort, device: str, reference: str, chance: Random) -> bytes:
    """The body of a SIP MESSAGE. UNREADABLE is a message that was cut off on the way."""
    dty, stc, mty, more = SCAIP.get(sort, SCAIP[Sort.PENDANT])
    tags = {"ref": reference, "ver": "01.00", "mty": mty, "cid": device, "dty": dty, "stc": stc, **more}
    room = chance.choice(ROOMS)
    if sort in (Sort.PENDANT, Sort.FALL) and room:
        tags["lco"] = room
    body = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in tags.items())
    whole = f'<?xml version="1.0" encoding="UTF-8"?><mrq>{body}</mrq>'.encode()
    return whole[: len(whole) * 2 // 5] if sort is Sort.UNREADABLE else whole


def as_json(sort: Sort, device: str, reference: str, chance: Random, now: datetime) -> bytes:
    fields: dict[str, object] = {
        "id": reference,
        "device": device,
        "type": JSON.get(sort, "alarm"),
        "time": now.isoformat(timespec="seconds"),
        "battery": chance.randint(3, 12) if sort is Sort.BATTERY_LOW else chance.randint(25, 100),
    }
    if sort is Sort.LOCATOR:
        place = {
            "latitude": round(58.3 + chance.random() / 3, 5),
            "longitude": round(7.9 + chance.random(), 5),
        }
        fields["position"] = {**place, "accuracy": chance.randint(5, 60)}
    return json.dumps(fields).encode()
