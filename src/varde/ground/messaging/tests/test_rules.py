"""The judgement about messages, without a database."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.ground.messaging.rules import addresses, callback, pace, text
from varde.ground.messaging.rules.lifecycle import MOVES, NOT_RECEIVED, OPEN, State

pytestmark = pytest.mark.unit
NOW = datetime(2026, 11, 7, 1, 14, tzinfo=UTC)
# The words that may stand on a lock screen. A new word is a change somebody reads.
HEALTH = re.compile(
    r"fall|diabet|hjerte|medisin|dement|epilep|pust|blod|sykd|smerte|heart|medic|breath|blood|pain|\bill\b",
    re.I,
)


@given(
    purpose=st.sampled_from(text.Purpose),
    language=st.text(max_size=5),
    detail=st.text(alphabet=st.characters(categories=["L"]), min_size=12, max_size=60),
    needs_answer=st.booleans(),
)
def test_no_detail_reaches_a_lock_screen_or_a_voice(
    purpose: text.Purpose, language: str, detail: str, needs_answer: bool
) -> None:
    said = text.Text(purpose, language).with_detail(detail)
    for shown in (
        text.sentence(said),
        text.lock_screen(said, needs_answer=needs_answer),
        text.speech(said, needs_answer=needs_answer),
    ):
        assert detail not in shown
        assert shown == shown.strip()


@pytest.mark.parametrize("language", text.LANGUAGES)
@pytest.mark.parametrize("purpose", text.Purpose)
def test_every_text_is_short_and_says_nothing_of_name_or_health(purpose: text.Purpose, language: str) -> None:
    said = text.Text(purpose, language)
    shown = (text.lock_screen(said, needs_answer=True), text.speech(said, needs_answer=True))
    assert len(shown[0]) <= 160
    for one in shown:
        assert not HEALTH.search(one)
        assert not re.search(r"\d{3}", one)
        # The only words with a capital inside a sentence are our own name.
        inner = re.findall(r"(?<=[a-zæøå,] )[A-ZÆØÅ]\w+", one)
        assert set(inner) <= {"Varde"}


def test_a_call_says_which_keys_to_press() -> None:
    said = text.speech(text.Text(text.Purpose.ALARM), needs_answer=True)
    assert said.startswith("Dette er Varde. Alarm venter.")
    assert said.count("Trykk 1 for å ta, 2 for kan ikke.") == 2


def test_a_call_that_asks_for_nothing_names_no_keys() -> None:
    assert "Trykk" not in text.speech(text.Text(text.Purpose.TEST), needs_answer=False)


def test_next_of_kin_are_not_asked_to_log_in() -> None:
    assert "Logg inn" not in text.lock_screen(text.Text(text.Purpose.HELP_IS_COMING), needs_answer=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("41234567", "+4741234567"),
        ("41 23 45 67", "+4741234567"),
        ("0047 412 34 567", "+4741234567"),
        ("+46 70-123 45 67".replace("-", " "), "+46701234567"),
    ],
)
def test_a_phone_number_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert addresses.phone(typed) == meant


@pytest.mark.parametrize("typed", ["", "112", "ring meg", "+0123456789", "4123456", "1234567890123456789"])
def test_what_cannot_be_called_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(addresses.BadAddress) as fault:
        addresses.phone(typed)
    assert not typed or typed not in str(fault.value)


@given(st.integers(min_value=20000000, max_value=99999999))
def test_a_masked_number_keeps_two_digits(number: int) -> None:
    assert sum(c.isdigit() for c in addresses.mask(addresses.phone(str(number)))) == 2


@given(st.text(max_size=60))
def test_any_text_is_an_e_mail_address_or_a_bad_one(typed: str) -> None:
    try:
        found = addresses.email(typed)
    except addresses.BadAddress:
        return
    assert "\n" not in found and "\r" not in found and "@" in addresses.mask(found)


def test_waiting_grows_and_stops_growing() -> None:
    waits = [pace.wait_after(n) for n in range(1, 50)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=1) and waits[-1] == pace.LONGEST_WAIT


def test_an_answer_is_heard_from_every_state_and_an_accepted_one_never_becomes_unanswered() -> None:
    for state in State:
        if state not in (State.ACCEPTED, State.DECLINED):
            assert MOVES[state] >= {State.ACCEPTED, State.DECLINED}
    assert not MOVES[State.ACCEPTED] & (NOT_RECEIVED | OPEN)


def test_what_has_ended_never_opens_again() -> None:
    for state in set(State) - OPEN:
        assert not MOVES[state] & OPEN


def body(**fields: object) -> bytes:
    message = {"event_id": "e1", "message_id": str(UUID(int=1)), "event": "keypress", "key": "1"}
    return json.dumps(message | fields).encode()


def signed(data: bytes, *, key: str = "k", at: datetime = NOW) -> tuple[str, str, bytes]:
    stamp = str(int(at.timestamp()))
    return stamp, f"sha256={callback.signature(key, stamp, data)}", data


def test_a_genuine_callback_is_believed() -> None:
    callback.verify("k", *signed(body()), now=NOW)
    assert callback.read(body()).key == "1"


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_an_old_or_future_callback_is_stale(late: timedelta) -> None:
    with pytest.raises(callback.NotGenuine, match="stale"):
        callback.verify("k", *signed(body()), now=NOW + late)


def test_the_timestamp_is_part_of_what_is_signed() -> None:
    stamp, given_, data = signed(body())
    with pytest.raises(callback.NotGenuine, match="wrong_signature"):
        callback.verify("k", str(int(stamp) + 1), given_, data, now=NOW)


def test_without_a_key_nobody_is_believed() -> None:
    with pytest.raises(callback.NotGenuine, match="no_key"):
        callback.verify("", *signed(body(), key=""), now=NOW)


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=80))
def test_nothing_but_the_key_makes_a_signature(data: bytes, stamp: str, given_: str) -> None:
    with pytest.raises(callback.NotGenuine):
        callback.verify("k", stamp, given_, data, now=NOW)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_callback_or_unreadable(data: bytes) -> None:
    with pytest.raises(callback.Unreadable):
        callback.read(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=8,
    )
)
def test_any_json_is_a_callback_or_unreadable(data: object) -> None:
    with pytest.raises(callback.Unreadable):
        callback.read(json.dumps(data).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"key": ""},
        {"key": "12"},
        {"key": 1},
        {"event": "busy"},
        {"event": "sang"},
        {"message_id": "x"},
        {"message_id": None},
        {"event_id": ""},
        {"event_id": "a b"},
        {"event_id": "x" * 101},
        {"event_id": 7},
    ],
)
def test_a_callback_with_one_wrong_field_is_unreadable(fields: dict[str, object]) -> None:
    with pytest.raises(callback.Unreadable):
        callback.read(body(**fields))


def test_a_long_body_is_not_even_read() -> None:
    with pytest.raises(callback.Unreadable, match="too long"):
        callback.read(body(filler="x" * callback.LONGEST))


def test_depth_is_bounded() -> None:
    with pytest.raises(callback.Unreadable):
        callback.read(b"[" * 4000)


def test_each_message_has_its_own_key() -> None:
    assert callback.read(body(message_id=str(uuid4()))).message_id != UUID(int=1)
