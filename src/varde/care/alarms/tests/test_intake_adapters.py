"""Adapters: every recording gives the signal it must, and no bytes make them fall."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from varde.care.alarms.intake import ADAPTERS
from varde.care.alarms.intake.json import WORDS
from varde.care.alarms.intake.scaip.codes import (
    DEVICE_ALERT,
    DEVICE_STATUS_ALERT,
    STATUS_ALERT,
    STATUS_FAULT,
    STATUS_KIND,
)
from varde.care.alarms.intake.text import digest
from varde.care.alarms.rules.codes import ALERT_NAMES, FAULT_NAMES
from varde.care.alarms.rules.signal import Kind, Position, Reason, Signal, Unreadable, device_key

pytestmark = pytest.mark.unit
RECORDINGS = Path(__file__).parents[1] / "intake" / "recordings"
FILES = sorted(RECORDINGS.glob("*/*.yaml"))
TIMES = ("device_time",)


def expected(row: dict, raw: bytes) -> Signal | Unreadable:
    if "unreadable" in row:
        return Unreadable(
            Reason(row["unreadable"]), len(raw), "", row.get("device", ""), row.get("own_id", "")
        )
    values = {"code": "", **row, "kind": Kind(row["kind"])}
    if "device_time" in values:
        values["device_time"] = datetime.fromisoformat(values["device_time"])
    if "position" in values:
        place = dict(values["position"])
        place["at"] = datetime.fromisoformat(place["at"])
        values["position"] = Position(**place)
    return Signal(**values)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_recording_gives_the_signals_it_must(file):
    recording = yaml.safe_load(file.read_text(encoding="utf-8"))
    raw = recording["raw"].encode(recording.get("encoding", "utf-8"))
    heard = ADAPTERS[file.parent.name](raw)
    wanted = [expected(row, raw) for row in recording["gives"]]
    if len(heard) == 1:
        assert heard[0].digest == digest(raw)
    bare = [
        replace(one, digest="", **({"size": len(raw)} if isinstance(one, Unreadable) else {}))
        for one in heard
    ]
    assert bare == wanted


def test_every_adapter_has_recordings():
    assert {file.parent.name for file in FILES} == set(ADAPTERS)


@pytest.mark.parametrize("name", sorted(ADAPTERS))
@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_give_an_answer(name, raw):
    heard = ADAPTERS[name](raw)
    assert heard
    assert all(isinstance(one, Signal | Unreadable) and one.digest for one in heard)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
@settings(max_examples=40, deadline=None)
@given(where=st.integers(0, 500), what=st.binary(max_size=3), drop=st.integers(0, 4))
def test_a_damaged_recording_gives_an_answer(file, where, what, drop):
    recording = yaml.safe_load(file.read_text(encoding="utf-8"))
    raw = recording["raw"].encode(recording.get("encoding", "utf-8"))
    at = where % (len(raw) + 1)
    assert ADAPTERS[file.parent.name](raw[:at] + what + raw[at + drop :])


@settings(max_examples=300, deadline=None)
@given(dty=st.integers(0, 9999), stc=st.integers(0, 9999), zeros=st.integers(0, 3))
def test_a_scaip_message_about_a_person_is_never_quiet_unless_its_code_says_so(dty, stc, zeros):
    raw = f"<mrq><ref>a</ref><cid>1</cid><dty>{'0' * zeros}{dty}</dty><stc>{'0' * zeros}{stc}</stc></mrq>"
    (heard,) = ADAPTERS["scaip"](raw.encode())
    assert isinstance(heard, Signal)
    if stc not in STATUS_KIND:
        assert heard.kind in (Kind.ALARM, Kind.TECHNICAL)
        assert heard.code in ALERT_NAMES or heard.code in FAULT_NAMES
    assert heard.kind is not Kind.HEARTBEAT


def test_every_device_type_of_the_standard_has_a_meaning_and_every_code_a_name():
    assert set(DEVICE_ALERT) == set(range(52))
    named = {*ALERT_NAMES, *FAULT_NAMES, ""}
    for table in (DEVICE_ALERT, DEVICE_STATUS_ALERT, STATUS_ALERT, STATUS_FAULT):
        assert set(table.values()) <= named
    assert {code for _, code in WORDS.values()} <= named
    assert not set(STATUS_FAULT) & set(STATUS_KIND)


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_ten_megabytes_are_refused_unread(name):
    (heard,) = ADAPTERS[name](b"<" * 10_000_000)
    assert heard.reason is Reason.TOO_LONG


def test_more_than_a_hundred_in_an_array_are_refused_and_a_hundred_are_read():
    one = b'{"id":"1","device":"d","type":"heartbeat"}'
    assert len(ADAPTERS["json"](b"[" + b",".join([one] * 100) + b"]")) == 100
    (heard,) = ADAPTERS["json"](b"[" + b",".join([one] * 101) + b"]")
    assert heard.reason is Reason.TOO_MANY


def test_deep_nesting_is_unreadable_and_not_a_fall():
    (heard,) = ADAPTERS["json"](b'{"device":' + b"[" * 30_000)
    assert isinstance(heard, Unreadable)
    (deep,) = ADAPTERS["scaip"](b"<mrq>" * 9_000)
    assert isinstance(deep, Unreadable)


@given(
    kind=st.sampled_from([*Kind, "", "x"]), word=st.sampled_from(["3", "pendant", "4.1", "fall", "nonsense"])
)
def test_json_cannot_make_an_alarm_about_a_person_a_heartbeat_or_a_technical_alert(kind, word):
    raw = f'{{"id":"1","device":"d","type":"{word}","kind":"{kind}"}}'.encode()
    (heard,) = ADAPTERS["json"](raw)
    assert heard.kind not in (Kind.HEARTBEAT, Kind.TECHNICAL)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0026317", "26317", True),
        (" 80 31372", "8031372", True),
        ("ab:cd:0f", "ABCD0F", True),
        ("000", "0", True),
        ("12", "120", False),
        ("", "0", False),
    ],
)
def test_device_ids_are_compared_without_spaces_zeros_and_case(one, other, same):
    assert (device_key(one) == device_key(other)) is same
