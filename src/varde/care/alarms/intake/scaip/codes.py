"""SCAIP code lists (SS 91100, CLC/TS 50134-9) → VKP alert codes and our fault codes.

Numbers as in the field: compared as integers. What a table does not name is an alarm of unknown kind, never nothing.
"""

from collections.abc import Mapping
from typing import Final, TypeVar

from varde.care.alarms.rules.codes import (
    ALERT_BURGLARY,
    ALERT_CLIMATE,
    ALERT_UNKNOWN,
    ALERT_VITAL,
    N_,
    Fault,
)
from varde.care.alarms.rules.signal import Kind

_PERSONAL = "3"
_FIRE = "4.11"
_DOOR = "4.15"

_Meaning = TypeVar("_Meaning", str, Kind)


def _by_number(listed: Mapping[_Meaning, tuple[int, ...]]) -> dict[int, _Meaning]:
    return {number: meaning for meaning, numbers in listed.items() for number in numbers}


DEVICE_ALERT: Final[dict[int, str]] = _by_number(
    {
        ALERT_UNKNOWN: (0, 1, 8, 9, 42, 50),  # 8 and 9, duty switches: an alarm from one is not expected
        _PERSONAL: (2, 3, 4, 6, 7, 27, 45, 46, 48),  # 2, the local unit: its own button
        "4.1": (5, 30),
        "4.9": (10,),
        "1": (11,),
        "4.2": (12,),
        "4": (13, 49),
        _DOOR: (14,),
        "4.21": (15, 29),
        "7.1": (16,),
        "4.24": (17,),
        "4.12": (18,),
        ALERT_VITAL: (19,),
        ALERT_CLIMATE: (20, 24),
        _FIRE: (21, 23, 25, 26, 37, 47),
        Fault.DEVICE_FAULT: (22, 31, 39),
        ALERT_BURGLARY: (28, 36),
        Fault.CONTACT_LOST: (32, 40),
        "4.17": (33, 34),
        "6": (35, 43),
        Fault.TAMPERED: (38,),
        Fault.POWER_LOST: (41,),
        "4.4": (44,),
        "2": (51,),
    }
)
"""dty → what an alarm from that device means."""

STATUS_FAULT: Final[dict[int, str]] = _by_number(
    {
        Fault.BATTERY_EMPTY: (14,),
        Fault.BATTERY_LOW: (16,),
        Fault.CONTACT_LOST: (23, 24, 25, 26, 27, 31, 73),
        Fault.DEVICE_FAULT: (32, 33, 34, 35, 36, 37, 38, 39, 40, 42, 43, 44, 45, 66, 67, 68, 79, 105),
        Fault.RADIO_DISTURBED: (52, 95, 122),
        Fault.MAINTENANCE: (65,),
        Fault.MUTED: (78, 89),
        Fault.POWER_LOST: (85,),
        Fault.SENSOR_LOST: (123,),
        Fault.TAMPERED: (125,),
    }
)
"""stc that speak of the equipment, whatever device sends it."""

STATUS_ALERT: Final[dict[int, str]] = {
    81: "1.1",
    82: "1.10",
    117: "4.20",
    119: "4.18",
}
"""stc that name what happened more closely than the device type."""

DEVICE_STATUS_ALERT: Final[dict[tuple[int, int], str]] = {
    (10, 120): "4.8",
    (10, 7): "4.8",
    (11, 64): "1.12",
    (11, 76): "1.21",
    (11, 106): "1.22",
    (12, 71): "4.20",
    (12, 121): "4.20",
    (12, 76): "4.2",
    (14, 21): "4.16",
    (14, 22): "4.16",
    (18, 77): "4.7",
    (18, 71): "4.7",
    (49, 76): _DOOR,
}
"""(dty, stc) that together mean something of their own."""

STATUS_KIND: Final[dict[int, Kind]] = _by_number(
    {
        Kind.INFO: (4, 5, 15, 20, 83, 86, 87, 88, 91, 112, 113, 114, 115, 116, 124),
        Kind.CANCEL: (19,),
        Kind.RESET: (92, 93, 94, 111),
        Kind.TEST: (102, 103),
    }
)
"""stc that make a message (mty ME) something else than an alarm. Not listed = alarm."""

LOCATION_NAMES: Final[dict[int, str]] = {
    2: N_("hjemme"),
    3: N_("borte"),
    4: N_("innendørs"),
    5: N_("utendørs"),
    6: N_("inne"),
    7: N_("ute"),
    8: N_("område"),
    9: N_("sone"),
    10: N_("kjeller"),
    11: N_("bad"),
    12: N_("soverom"),
    13: N_("spisestue"),
    14: N_("etasje"),
    15: N_("garasje"),
    16: N_("hage"),
    17: N_("bakhage"),
    18: N_("forhage"),
    19: N_("avtalt område"),
    20: N_("treningsrom"),
    21: N_("kjøkken"),
    22: N_("vaskerom"),
    23: N_("hvilerom"),
    24: N_("badstue"),
    25: N_("trapp"),
    26: N_("arbeidsrom"),
    27: N_("verksted"),
    28: N_("loft"),
    29: N_("bod"),
    30: N_("midlertidig adresse"),
    31: N_("sommerhus"),
    32: N_("vinterhytte"),
    33: N_("mobil"),
    34: N_("posisjon følger med"),
    35: N_("GPS-posisjon følger med"),
    36: N_("eiendom"),
    37: N_("tilrettelagt bad"),
    38: N_("dør"),
    39: N_("ytterdør"),
    40: N_("bakdør"),
    41: N_("branndør"),
    42: N_("gang"),
    43: N_("stue"),
    44: N_("leilighet"),
    45: N_("enebolig"),
    46: N_("oppholdsrom"),
    47: N_("fellesareal"),
    48: N_("kontor"),
    49: N_("rom"),
    50: N_("anlegg"),
    51: N_("avdeling"),
    52: N_("fløy"),
}
"""lco → the place in words. 0 and 1 say nothing."""
