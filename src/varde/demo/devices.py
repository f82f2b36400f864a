"""The simulated devices: a process that sends what a region's units send, at the pace of the day."""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from varde.demo import day, folder, scaip
from varde.demo.day import Sort
from varde.demo.region import look
from varde.demo.region.look import Unit
from varde.demo.wire import Address, Heard, HttpSource, NotHeard, SipSource
from varde.kernel.clock import local, now

log = structlog.get_logger()
MOST_OPEN: Final = {"small": 8, "region": 40}  # more than so many on the board, and the devices wait
OPENING: Final = (
    Sort.FALL,
    Sort.BATTERY_LOW,
    Sort.PENDANT,
)  # so that the board has something to show at once
OPENING_GAP: Final = 5.0
SLOWEST, FASTEST = 40.0, 3.0  # seconds between two alarms, whatever the hour and speed
MOST_BEATS: Final = 4.0  # heartbeats a second
BY_BASE: Final = {
    Sort.BASE_BUTTON,
    Sort.RESET,
    Sort.POWER_LOST,
    Sort.FAULT,
    Sort.BATTERY_LOW,
    Sort.TEST,
    Sort.UNREADABLE,
}


@dataclass
class Devices:
    """All units and the ways they send. Chance is given, so that a run can be repeated."""

    units: list[Unit]
    sip: dict[UUID, SipSource]
    http: dict[UUID, HttpSource]
    chance: Random
    last: dict[UUID, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, units: list[Unit], *, sip: Address, http: Address, chance: Random) -> Devices:
        keys = folder.secrets()
        ways = ("UDP", "TCP")
        algorithms = ("SHA-256", "MD5")
        by_sip = [one for one in keys if one["protocol"] == "scaip"]
        return cls(
            units,
            {
                UUID(one["source"]): SipSource(
                    sip, one["user"], one["password"], ways[i % 2], algorithms[i % 2]
                )
                for i, one in enumerate(by_sip)
            },
            {
                UUID(one["source"]): HttpSource(http, one["password"])
                for one in keys
                if one["protocol"] == "json"
            },
            chance,
        )

    def pick(self, sort: Sort) -> Unit | None:
        """A unit that can send this, if there is one."""
        able = [unit for unit in self.units if _can(unit, sort)]
        return self.chance.choice(able) if able else None

    def send(self, sort: Sort, unit: Unit) -> Heard:
        """Raises NotHeard."""
        reference = scaip.ref(self.chance)
        device = f"99{self.chance.randint(10**7, 10**8)}" if sort is Sort.UNKNOWN_DEVICE else unit.device
        if unit.source in self.sip:
            return self.sip[unit.source].send(device, scaip.scaip(sort, device, reference, self.chance))
        return self.http[unit.source].send(scaip.as_json(sort, device, reference, self.chance, now()))


def _can(unit: Unit, sort: Sort) -> bool:
    if sort is Sort.DISPENSER:
        return unit.kind == look.ProductKind.DISPENSER
    if sort is Sort.LOCATOR:
        return unit.kind == look.ProductKind.LOCATOR
    if sort is Sort.PENDANT:
        return unit.kind in (look.ProductKind.BASE_UNIT, look.ProductKind.MOBILE_ALARM)
    if sort is Sort.HEARTBEAT:
        return True
    if unit.kind != look.ProductKind.BASE_UNIT:
        return False
    return unit.has_fall if sort is Sort.FALL else unit.has_door if sort is Sort.DOOR else True


def has_pendant(unit: Unit) -> bool:
    return _can(unit, Sort.PENDANT)


def press(recipient: UUID, *, sip: Address, http: Address) -> Heard:
    """The pendant of one recipient, once, as a real message. Raises NotHeard, or LookupError for no such unit."""
    unit = next((one for one in look.units() if one.recipient == recipient and has_pendant(one)), None)
    if unit is None:
        raise LookupError("no unit with a pendant")
    return Devices.of([unit], sip=sip, http=http, chance=Random()).send(Sort.PENDANT, unit)


def listening() -> tuple[Address, Address]:
    """Where the running intake is, by the settings: (SIP, HTTP)."""
    return _address(settings.OPTIONS["VARDE_INTAKE_SIP"]), _address(settings.OPTIONS["VARDE_INTAKE_HTTP"])


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    return host, int(port)


@dataclass
class Day:
    """Runs the demo's clock: one hour of it takes an hour divided by `speed`."""

    devices: Devices
    size: str
    speed: float
    began: datetime
    started: float = field(default_factory=time.monotonic)

    @property
    def hour(self) -> float:
        wall = local(self.began)
        passed = (time.monotonic() - self.started) * self.speed / 3600
        return (wall.hour + wall.minute / 60 + passed) % 24

    def run(self, over: threading.Event) -> None:
        self._first(over)
        next_beat, opening = 0.0, list(OPENING)
        next_alarm = time.monotonic() - self.started + OPENING_GAP
        with ThreadPoolExecutor(max_workers=6) as pool:
            while not over.wait(0.1):
                at = time.monotonic() - self.started
                if at >= next_beat:
                    next_beat = at + self._gap()[1]
                    pool.submit(self._send, Sort.HEARTBEAT)
                if at >= next_alarm:
                    next_alarm = at + (OPENING_GAP if opening else self._gap()[0])
                    if self._room():
                        sort = opening.pop(0) if opening else day.pick(self.devices.chance)
                        pool.submit(self._send, sort)

    def _first(self, over: threading.Event) -> None:
        """The person of the story presses the pendant as soon as the intake listens."""
        unit = next((one for one in self.devices.units if one.is_of_the_story), self.devices.units[0])
        while not over.is_set():
            try:
                self.devices.send(Sort.PENDANT, unit)
            except OSError:
                over.wait(0.2)
            else:
                return

    def _gap(self) -> tuple[float, float]:
        """Seconds to the next alarm and the next heartbeat."""
        pace = day.pace(len(self.devices.units), self.hour, self.speed)
        alarm = min(max(pace.alarm, FASTEST), SLOWEST)
        beat = max(pace.heartbeat, 1 / MOST_BEATS)
        return alarm * (0.4 + 1.2 * self.devices.chance.random()), beat

    def _room(self) -> bool:
        try:
            close_old_connections()
            return len(look.open_alarms()) < MOST_OPEN[self.size]
        except DatabaseError:
            return False

    def _send(self, sort: Sort) -> None:
        unit = self.devices.pick(sort)
        if unit is None:
            return
        try:
            self.devices.send(sort, unit)
        except NotHeard as fault:
            log.warning("demo.not_heard", sort=sort.value, fault=str(fault))
        except OSError as fault:
            log.warning("demo.not_heard", sort=sort.value, fault=type(fault).__name__)


def run() -> None:
    """Until SIGTERM or SIGINT."""
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: over.set())
    sip, http = listening()
    devices = Devices.of(look.units(), sip=sip, http=http, chance=Random())
    size = settings.OPTIONS["VARDE_DEMO_SIZE"]
    speed = min(max(float(settings.OPTIONS["VARDE_DEMO_SPEED"]), 0.1), 1000.0)
    Day(devices, size, speed, now()).run(over)
