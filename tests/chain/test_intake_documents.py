"""What senders are told holds: the document and the schema of our JSON, and the recordings at the first glance."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from varde.care.alarms.intake import ADAPTERS
from varde.care.alarms.intake.json import FAULTS, WORDS
from varde.care.alarms.rules.codes import FAULT_NAMES
from varde.care.alarms.rules.signal import Kind, Position, Signal
from varde.interfaces.intake.peek import peek

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "intake-json.md").read_text(encoding="utf-8")
SCHEMA = json.loads(
    (ROOT / "src/varde/interfaces/intake/intake-json.schema.json").read_text(encoding="utf-8")
)
FIELDS = SCHEMA["$defs"]["message"]["properties"]
RECORDINGS = sorted((ROOT / "src/varde/care/alarms/intake/recordings").glob("*/*.yaml"))
CONTENT_TYPES = ("", "text/plain", "application/json", "application/xml", "application/scaip+xml")
LEAST = {"id": "7f3a-2", "device": "96000001", "type": "3"}


def said(**more: Any) -> Signal:
    """What the message means once it has gone the way of every message: glance, then adapter."""
    raw = json.dumps({**LEAST, **more}).encode()
    glance = peek(raw, "application/json")
    (one,) = ADAPTERS[glance.protocol](raw)
    assert isinstance(one, Signal) and glance.readable
    return one


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_recording_is_recognised_whatever_the_content_type_says(file: Path) -> None:
    recording = yaml.safe_load(file.read_text(encoding="utf-8"))
    raw = recording["raw"].encode(recording.get("encoding", "utf-8"))
    assert {peek(raw, kind).protocol for kind in CONTENT_TYPES} == {file.parent.name}


def test_the_schema_knows_the_words_and_codes_that_are_read() -> None:
    codes, faults, words = FIELDS["type"]["anyOf"]
    assert set(words["enum"]) == set(WORDS)
    assert set(faults["enum"]) == set(FAULTS)
    assert set(FIELDS["kind"]["enum"]) <= set(Kind)
    assert re.fullmatch(codes["pattern"], "1.12")


def test_the_document_names_every_word_and_every_field() -> None:
    missing = [one for one in [*WORDS, *FIELDS] if f"`{one}`" not in DOCUMENT]
    assert missing == []


def test_the_document_s_own_example_is_a_fall() -> None:
    example = re.search(r"^\{.*\}$", DOCUMENT, re.MULTILINE)
    assert example
    (heard,) = ADAPTERS["json"](example[0].encode())
    assert isinstance(heard, Signal)
    assert (heard.kind, heard.code, heard.battery) == (Kind.ALARM, "4.1", 81)


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_technical_code_is_about_the_equipment(code: str) -> None:
    for written in (code, code.lower()):
        heard = said(type=written)
        assert (heard.kind, heard.code) == (Kind.TECHNICAL, code)
    assert code in FAULT_NAMES


def test_what_varde_itself_finds_cannot_be_sent_and_an_unknown_code_is_never_silent() -> None:
    for code in ("T.worker_stale", "T.unknown_device", "T.nonsense"):
        heard = said(type=code)
        assert (heard.kind, heard.code, heard.text) == (Kind.ALARM, "0", code)


def test_every_field_of_the_document_is_read() -> None:
    at = "2026-11-21T02:14:07+01:00"
    heard = said(
        time=at,
        text="alarm fra smykke",
        component="pendant",
        location="bathroom",
        battery=81,
        position={"latitude": 58.53, "longitude": 8.64, "accuracy": 12, "time": at},
        voice="tel:+4799900001",
        more=True,
    )
    moment = datetime(2026, 11, 21, 1, 14, 7, tzinfo=UTC)
    assert (heard.device_time, heard.text, heard.component) == (moment, "alarm fra smykke", "pendant")
    assert (heard.location, heard.battery, heard.voice) == ("bathroom", 81, "tel:+4799900001")
    assert heard.position == Position(58.53, 8.64, 12.0, moment)
    assert heard.can_speak and heard.more_follows
    assert said(kind="test").kind is Kind.TEST


def test_whether_a_call_follows_is_what_the_sender_says_and_else_whether_there_is_an_address() -> None:
    assert said(speak=True).can_speak
    assert not said(speak=False, voice="tel:+4799900001").can_speak
    assert said(voice="tel:+4799900001").can_speak
    assert not said().can_speak
    assert not said(type="T.battery_low", speak=True).can_speak
