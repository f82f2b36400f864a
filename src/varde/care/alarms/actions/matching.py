"""Whom a signal is about: unit → placement → person, as of when it came. Part of `read_signals`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from varde.care.alarms.models import Source
from varde.care.alarms.rules.codes import Fault, is_technical
from varde.care.alarms.rules.signal import Kind, Signal, Unreadable, device_key
from varde.care.alarms.rules.triage import Fact, Judgement
from varde.foundation.authorisation import machine
from varde.foundation.signallog.signal import Signal as Stored
from varde.ground.equipment import queries as equipment
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.kernel.actor import Actor
from varde.kernel.clock import local

_FACTS = {fact.value for fact in Fact}


@dataclass(frozen=True)
class Heard:
    """One message: the key it will open an alarm under, the stored signal, and what it says."""

    id: UUID
    stored: Stored
    said: Signal | Unreadable
    refused: bool = False

    @cached_property
    def repeat_key(self) -> str:
        text = f"{self.stored.source_id}\0{self.said.own_id}\0{self.said.digest}"
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Matched:
    """Whose alarm it is, and what is wrong with the match ("" when nothing is). `users`: everybody who has the unit."""

    owner: UUID
    recipient: UUID | None = None
    users: tuple[UUID, ...] = ()
    item: UUID | None = None
    fault: str = ""


@dataclass
class Matching:
    """Asks the other apps once for a whole batch."""

    heard: Sequence[Heard]

    @cached_property
    def machine(self) -> Actor:
        return machine("alarm_worker")

    @cached_property
    def sources(self) -> dict[UUID, Source]:
        return Source.objects.in_bulk({h.stored.source_id for h in self.heard if h.stored.source_id})

    @cached_property
    def placed(self) -> dict[UUID, tuple[equipment.Found, ...]]:
        """By message: the items that claim its device id, each where it was when the message came.

        Asked once for the first and once for the last instant of the batch; only units that moved in between are
        asked about one by one."""
        loud = [h for h in self.heard if h.said.device and not is_quiet(h)]
        if not loud:
            return {}
        times = [h.stored.received_at for h in loud]
        devices = [h.said.device for h in loud]
        first = equipment.placements_for(self.machine, devices=devices, at=min(times))
        last = equipment.placements_for(self.machine, devices=devices, at=max(times))
        moved = {device for device in devices if first[device] != last[device]}
        return {
            h.id: equipment.claimants(self.machine, device=h.said.device, at=h.stored.received_at)
            if h.said.device in moved
            else first[h.said.device]
            for h in loud
        }

    @cached_property
    def facts(self) -> dict[UUID, frozenset[str]]:
        recipients = {key for rows in self.placed.values() for row in rows for key in row.recipient_ids}
        return people.facts_for(self.machine, ids=recipients)

    def match(self, one: Heard) -> Matched:
        """Unit → placement → person, as of when the signal came."""
        source = self.sources.get(one.stored.source_id) if one.stored.source_id else None
        stranger = source.owner_id if source else owner_of_strangers()
        if one.refused:
            return Matched(stranger, fault=Fault.UNKNOWN_SENDER)
        if isinstance(one.said, Unreadable) and not one.said.device:
            return Matched(stranger, fault=Fault.UNREADABLE)
        claims = [row for row in self.placed.get(one.id, ()) if row.source_id in (None, one.stored.source_id)]
        if not claims:
            return Matched(stranger, fault=Fault.UNKNOWN_DEVICE)
        placed = [row for row in claims if row.placement_id is not None]
        if len(placed) > 1:
            return Matched(placed[0].owner_id, fault=Fault.TWO_CLAIM_ONE_ID)
        if not placed:
            return Matched(claims[0].owner_id, item=claims[0].item_id, fault=Fault.NOT_PLACED)
        row = placed[0]
        fault = Fault.UNREADABLE if isinstance(one.said, Unreadable) else ""
        first = row.recipient_ids[0] if row.recipient_ids else None
        return Matched(row.owner_id, first, tuple(row.recipient_ids), row.item_id, fault)

    def facts_of(self, recipient: UUID | None, one: Heard) -> frozenset[Fact]:
        """What triage may know: the coded facts of the person, and whether it is night where they live."""
        held = self.facts.get(recipient, frozenset()) if recipient else frozenset()
        known = {Fact(name) for name in held if name in _FACTS}
        if not 6 <= local(one.stored.received_at).hour < 22:
            known.add(Fact.NIGHT)
        return frozenset(known)


def is_quiet(one: Heard) -> bool:
    """A sign of life and nothing else."""
    return not isinstance(one.said, Unreadable) and one.said.kind is Kind.HEARTBEAT and not one.said.code


def is_test(one: Heard, match: Matched) -> bool:
    """A test alarm of a unit that is as it should be. What stands in its way is not a test."""
    return isinstance(one.said, Signal) and one.said.kind is Kind.TEST and not match.fault


def fault_key(one: Heard, match: Matched, judged: Judgement) -> str:
    """One open technical alarm per source (or unit) and fault, a test apart. "" for alarms about people: they are never
    folded."""
    if not is_technical(judged.code):
        return ""
    about = str(match.item) if match.item else device_key(one.said.device)
    if judged.code == Fault.UNKNOWN_SENDER:
        about = one.stored.peer
    test = ":test" if is_test(one, match) else ""
    return f"{one.stored.source_id}:{about}:{judged.code}{test}"[:200]


def owner_of_strangers() -> UUID:
    """Who is told of a signal that no known sender sent: the host of a centre, else the oldest organisation."""
    rows = organisations.every_organisation().order_by("pk")
    host = rows.filter(kind="centre_host").first() or rows.first()
    if host is None:
        raise LookupError("there is no organisation yet: nobody could be told")
    return host.pk
