"""What the simulated devices say is read by the product's own adapters, and arrives over real sockets."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from varde.care.alarms.intake import ADAPTERS
from varde.care.alarms.rules.signal import Kind, Unreadable
from varde.demo import day, scaip
from varde.demo.day import Sort
from varde.demo.devices import Devices, listening
from varde.demo.region.look import units
from varde.demo.tests.conftest import NOW
from varde.demo.wire import HttpSource, NotHeard, SipSource

pytestmark = pytest.mark.on("sqlite")  # as the demo

WANTED = {
    Sort.PENDANT: (Kind.ALARM, "3"),
    Sort.BASE_BUTTON: (Kind.ALARM, "3"),
    Sort.FALL: (Kind.ALARM, "4.1"),
    Sort.DOOR: (Kind.ALARM, "4.15"),
    Sort.RESET: (Kind.RESET, ""),
    Sort.HEARTBEAT: (Kind.HEARTBEAT, ""),
    Sort.BATTERY_LOW: (Kind.TECHNICAL, "T.battery_low"),
    Sort.POWER_LOST: (Kind.TECHNICAL, "T.power_lost"),
    Sort.FAULT: (Kind.TECHNICAL, "T.sensor_lost"),
    Sort.TEST: (Kind.TEST, "3"),
}


@pytest.mark.unit
@pytest.mark.parametrize("sort", list(WANTED))
def test_a_scaip_message_is_read_as_what_it_is(sort):
    (said,) = ADAPTERS["scaip"](scaip.scaip(sort, "47421400000", "a1", Random(1)))
    assert (said.kind, said.code, said.device, said.own_id) == (*WANTED[sort], "47421400000", "a1")


@pytest.mark.unit
def test_a_message_that_was_cut_off_is_unreadable():
    (said,) = ADAPTERS["scaip"](scaip.scaip(Sort.UNREADABLE, "47421400000", "a1", Random(1)))
    assert isinstance(said, Unreadable)


@pytest.mark.unit
@pytest.mark.parametrize("sort", list(scaip.JSON))
def test_a_json_message_is_read_as_what_it_is(sort):
    (said,) = ADAPTERS["json"](scaip.as_json(sort, "DH-1", "r1", Random(1), NOW))
    assert not isinstance(said, Unreadable) and said.device == "DH-1"


@pytest.mark.unit
def test_the_day_has_its_peak_in_the_morning_and_six_falls_of_a_hundred():
    assert max(range(24), key=day.share) in (8, 9, 10)
    picked = Counter(day.pick(Random(n)) for n in range(20_000))
    people = sum(
        picked[s]
        for s in (Sort.PENDANT, Sort.BASE_BUTTON, Sort.FALL, Sort.DOOR, Sort.DISPENSER, Sort.LOCATOR)
    )
    assert 0.045 < picked[Sort.FALL] / people < 0.08
    assert picked[Sort.UNREADABLE] and picked[Sort.UNKNOWN_DEVICE]


@pytest.mark.unit
def test_a_faster_day_has_shorter_gaps_and_a_busier_hour_too():
    assert day.pace(300, 9, 20).alarm * 20 == pytest.approx(day.pace(300, 9, 1).alarm)
    assert day.pace(300, 9, 1).alarm < day.pace(300, 3, 1).alarm


@pytest.mark.django_db
@pytest.mark.parametrize(("over", "algorithm"), [("UDP", "SHA-256"), ("UDP", "MD5"), ("TCP", "SHA-256")])
def test_sip_by_password_is_stored_and_answered(intake, over, algorithm):
    unit = next(one for one in units() if one.is_of_the_story)
    devices = Devices.of([unit], sip=listening()[0], http=listening()[1], chance=Random(1))
    source = devices.sip[unit.source]
    source.over, source.algorithm = over, algorithm
    heard = [devices.send(Sort.PENDANT, unit) for _ in range(3)]
    assert len(intake()) == 3
    assert {one.status for one in heard} <= {200, 202}
    assert all(b"<mrs>" in one.reply and b"<snu>0</snu>" in one.reply for one in heard)


@pytest.mark.django_db
def test_json_by_key_is_stored(intake):
    unit = next(one for one in units() if one.kind in ("mobile_alarm", "dispenser", "locator"))
    devices = Devices.of([unit], sip=listening()[0], http=listening()[1], chance=Random(1))
    assert devices.send(Sort.BATTERY_LOW, unit).status == 202
    assert [signal.protocol for signal in intake()] == ["json"]


@pytest.mark.django_db
def test_a_wrong_password_or_key_is_not_heard(intake):
    sip, http = listening()
    with pytest.raises(NotHeard):
        SipSource(sip, "agder-alarmer", "feil").send("1", b"<mrq/>")
    with pytest.raises(NotHeard):
        HttpSource(http, "feil").send(b"{}")


@pytest.mark.unit
def test_where_nobody_listens_it_says_so():
    with pytest.raises(OSError):
        SipSource(("127.0.0.1", 9), "a", "b", over="TCP").send("1", b"")
