"""Opening and extending alarms for a batch of signals: match, triage, plan, first step. Part of `read_signals`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import F

from varde.care.alarms.actions import ringing
from varde.care.alarms.actions.calls import link_call
from varde.care.alarms.actions.shipped import Policies
from varde.care.alarms.models import Alarm, AlarmEvent, Outcome, Source
from varde.care.alarms.queries.switchboard import Switchboard
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.codes import CompositionEvent, Fault, is_technical
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.escalation import Outcome as Answer
from varde.care.alarms.rules.escalation.pace import VOICE_WITHIN
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.rules.plan import plan_row
from varde.care.alarms.rules.signal import Kind, Signal, Unreadable, device_key
from varde.care.alarms.rules.triage import Fact, Judgement, code_of
from varde.foundation.authorisation import machine
from varde.foundation.signallog.signal import Signal as Stored
from varde.ground.equipment import queries as equipment
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.kernel.actor import Actor
from varde.kernel.clock import local

_FACTS = {fact.value for fact in Fact}
BESIDE = 1 << 16
"""Added to a signal's key for the technical alarm that stands beside the one it opened."""
NOT_NEW = frozenset({Kind.RESET, Kind.CANCEL, Kind.INFO})


@dataclass(frozen=True, slots=True)
class Heard:
    """One message: the key it will open an alarm under, the stored signal, and what it says."""

    id: UUID
    stored: Stored
    said: Signal | Unreadable
    refused: bool = False

    @property
    def repeat_key(self) -> str:
        text = f"{self.stored.source_id}\0{self.said.own_id}\0{self.said.digest}"
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Matched:
    """Whose alarm it is, and what is wrong with the match ("" when nothing is)."""

    owner: UUID
    recipient: UUID | None = None
    item: UUID | None = None
    fault: str = ""


@dataclass
class Opening:
    """Collects what a batch changes and stores it at the end."""

    heard: Sequence[Heard]
    now: datetime
    fresh: dict[UUID, Alarm] = field(default_factory=dict)
    answers: dict[UUID, Answer] = field(default_factory=dict)
    touched: dict[UUID, Alarm] = field(default_factory=dict)
    events: list[AlarmEvent] = field(default_factory=list)
    repeats: Counter[UUID] = field(default_factory=Counter)
    called: set[UUID] = field(default_factory=set)

    @cached_property
    def machine(self) -> Actor:
        return machine("alarm_worker")

    @cached_property
    def board(self) -> Switchboard:
        return Switchboard(self.now)

    @cached_property
    def policies(self) -> Policies:
        return Policies(self.now)

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

    @cached_property
    def open(self) -> dict[tuple[UUID, str], Alarm]:
        """Open alarms of the items in this batch, by item and code."""
        items = {row.item_id for rows in self.placed.values() for row in rows}
        rows = (
            Alarm.objects.select_for_update(of=("self",)).filter(item__in=items).exclude(state=State.CLOSED)
        )
        return {(row.item_id, row.code): row for row in rows.order_by("opened_at")}

    def repeated(self, alarm: UUID | None) -> None:
        if alarm is not None:
            self.repeats[alarm] += 1

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
        return Matched(row.owner_id, row.recipient_ids[0] if row.recipient_ids else None, row.item_id, fault)

    def take_in(self, one: Heard) -> tuple[Outcome, UUID | None]:
        """Open, extend or note. Returns what became of the signal and the alarm it belongs to."""
        if isinstance(one.said, Signal) and one.said.kind is Kind.CALL:
            return self._call(one)
        match = self.match(one)
        code = code_of(one.said)
        if isinstance(one.said, Signal) and one.said.kind in NOT_NEW and not match.fault:
            return self._note(one, match)
        judged = self.policies.judge(match.owner, match.fault or code, self._facts(match.recipient, one))
        known = self.open.get((match.item, judged.code)) if match.item else None
        known = known or self._same_fault(one, match, judged)
        if known is not None:
            return self._extend(known, one, judged)
        return self._open(one, match, judged, code)

    def _facts(self, recipient: UUID | None, one: Heard) -> frozenset[Fact]:
        """What triage may know: the coded facts of the person, and whether it is night where they live."""
        held = self.facts.get(recipient, frozenset()) if recipient else frozenset()
        known = {Fact(name) for name in held if name in _FACTS}
        if not 6 <= local(one.stored.received_at).hour < 22:
            known.add(Fact.NIGHT)
        return frozenset(known)

    def _same_fault(self, one: Heard, match: Matched, judged: Judgement) -> Alarm | None:
        key = fault_key(one, match, judged)
        if not key:
            return None
        mine = next((a for a in self.fresh.values() if a.fault_key == key), None)
        return mine or Alarm.objects.filter(fault_key=key).exclude(state=State.CLOSED).first()

    def _note(self, one: Heard, match: Matched) -> tuple[Outcome, UUID | None]:
        """A reset, cancel or more information: told on the open alarms of the unit. It closes nothing."""
        assert isinstance(one.said, Signal)
        alarms = [alarm for (item, _), alarm in self.open.items() if item == match.item]
        for alarm in alarms:
            self.events.append(self._event(alarm, one, one.said.kind.value, CompositionEvent.ACTION))
            self.touched[alarm.pk] = alarm
        return (Outcome.NOTED, alarms[0].pk) if alarms else (Outcome.LONE, None)

    def _call(self, one: Heard) -> tuple[Outcome, UUID | None]:
        alarm = link_call(one.said.device, one.stored.id, one.stored.received_at, self.now)
        if alarm is None:
            return Outcome.LONE, None
        self.called.add(Alarm.objects.values_list("owner_id", flat=True).get(pk=alarm))
        return Outcome.NOTED, alarm

    def _extend(self, alarm: Alarm, one: Heard, judged: Judgement) -> tuple[Outcome, UUID | None]:
        if alarm.pk in self.fresh:
            alarm.repeats += 1
            self.events.append(self._event(alarm, one, Verb.EXTEND, CompositionEvent.REPORTED))
            return Outcome.EXTENDED, alarm.pk
        lines = self.board.lines(alarm)
        if alarm.fault_key:
            self.repeats[alarm.pk] += 1
            return Outcome.EXTENDED, alarm.pk
        answer = escalation.moved(
            alarm.picture(lines.holes), Act(Verb.EXTEND, severity=judged.severity), self.now
        )
        alarm.show(answer.picture, answer.due)
        self.events.append(self._event(alarm, one, Verb.EXTEND, CompositionEvent.REPORTED))
        self.touched[alarm.pk], self.answers[alarm.pk] = alarm, answer
        return Outcome.EXTENDED, alarm.pk

    def _open(self, one: Heard, match: Matched, judged: Judgement, said: str) -> tuple[Outcome, UUID | None]:
        plan, version = self.policies.plan(match.owner, match.recipient, judged.code, one.stored.received_at)
        alarm = Alarm(
            id=one.id,
            owner_id=match.owner,
            source_id=one.stored.source_id,
            recipient_id=match.recipient,
            item_id=match.item,
            device=one.said.device[:64],
            kind=Kind.TECHNICAL if is_technical(judged.code) else Kind.ALARM,
            code=judged.code,
            card=judged.card,
            why={"nb": judged.why.nb, "en": judged.why.en},
            severity=judged.severity,
            urgency=judged.urgency,
            opened_at=one.stored.received_at,
            plan=plan_row(plan),
            plan_version=version,
            fault_key=fault_key(one, match, judged),
        )
        if isinstance(one.said, Signal):
            _say(alarm, one.said)
            source = self.sources.get(one.stored.source_id) if one.stored.source_id else None
            if one.said.can_speak and source is not None and source.operator_line:
                alarm.voice_due_at = one.stored.received_at + VOICE_WITHIN
            if one.said.kind is Kind.TEST:
                alarm.kind = Kind.TEST
        self._start(alarm)
        self.events.append(self._event(alarm, one, "reported", CompositionEvent.REPORTED))
        self.fresh[alarm.pk] = alarm
        if match.item and not alarm.fault_key:
            self.open[match.item, judged.code] = alarm
        if match.recipient and version is None and not alarm.fault_key:
            self._tell_of_no_plan(one, match)
        return Outcome.OPENED, alarm.pk

    def _tell_of_no_plan(self, one: Heard, match: Matched) -> None:
        """Nobody has made a plan that holds for this person: the shipped one rings, and somebody has to make one."""
        lone = replace(one, id=UUID(int=one.id.int + BESIDE))
        missing = replace(match, fault=Fault.NO_PLAN)
        judged = self.policies.judge(match.owner, Fault.NO_PLAN, ())
        if self._same_fault(lone, missing, judged) is None:
            self._open(lone, missing, judged, Fault.NO_PLAN)

    def _start(self, alarm: Alarm) -> None:
        lines = self.board.lines(alarm)
        picture = alarm.picture(lines.holes)
        answer = escalation.start(picture, self.now)
        alarm.show(answer.picture, answer.due)
        self.answers[alarm.pk] = answer

    def _event(self, alarm: Alarm, one: Heard, verb: str, vkp: CompositionEvent) -> AlarmEvent:
        return AlarmEvent(
            owner_id=alarm.owner_id,
            alarm=alarm,
            at=one.stored.received_at,
            vkp=vkp,
            verb=verb,
            signal=one.stored.id,
            text=one.said.text if isinstance(one.said, Signal) else "",
        )

    def store(self) -> None:
        """Everything the batch changed, in the transaction of `read_signals`."""
        Alarm.objects.bulk_create(self.fresh.values())
        for alarm in self.touched.values():
            alarm.save()
        for alarm_id, count in self.repeats.items():
            Alarm.objects.filter(pk=alarm_id).update(repeats=F("repeats") + count)
        AlarmEvent.objects.bulk_create(self.events)
        changed = {**self.touched, **self.fresh}
        answered = [alarm for alarm in changed.values() if alarm.pk in self.answers]
        ringing.write_log(answered, self.answers, self.now)
        for alarm in answered:
            ringing.ring(alarm, self.answers[alarm.pk].notify, self.board, self.now)
        self._open_cards()
        ringing.tick({alarm.owner_id for alarm in changed.values()} | self._owners_of_repeats() | self.called)

    def _owners_of_repeats(self) -> set[UUID]:
        return set(Alarm.objects.filter(pk__in=self.repeats).values_list("owner_id", flat=True))

    def _open_cards(self) -> None:
        """The operators of the centre may open the person's card for as long as the alarm is open."""
        for alarm in self.fresh.values():
            if alarm.recipient_id is not None:
                for centre, name in self.board.centres(alarm.owner_id).items():
                    holder = Holder(HolderKind.ORGANISATION, centre, name)
                    ringing.open_card(self.board, alarm, holder, self.now)


def is_quiet(one: Heard) -> bool:
    """A sign of life and nothing else."""
    return not isinstance(one.said, Unreadable) and one.said.kind is Kind.HEARTBEAT and not one.said.code


def _say(alarm: Alarm, said: Signal) -> None:
    alarm.location, alarm.text, alarm.voice = said.location[:200], said.text, said.voice[:256]
    if said.position is not None:
        at = said.position.at
        alarm.position = {
            "latitude": said.position.latitude,
            "longitude": said.position.longitude,
            "accuracy": said.position.accuracy,
            "at": at.isoformat() if at else None,
        }


def fault_key(one: Heard, match: Matched, judged: Judgement) -> str:
    """One open technical alarm per source (or unit) and fault. "" for alarms about people: they are never folded."""
    if not is_technical(judged.code):
        return ""
    about = str(match.item) if match.item else device_key(one.said.device)
    if judged.code == Fault.UNKNOWN_SENDER:
        about = one.stored.peer.rsplit(":", 1)[0]
    return f"{one.stored.source_id}:{about}:{judged.code}"[:200]


def owner_of_strangers() -> UUID:
    """Who is told of a signal that no known sender sent: the host of a centre, else the oldest organisation."""
    rows = organisations.every_organisation().order_by("pk")
    host = rows.filter(kind="centre_host").first() or rows.first()
    if host is None:
        raise LookupError("there is no organisation yet: nobody could be told")
    return host.pk
