"""Opening and extending alarms for a batch of signals: match, triage, plan, first step. Part of `read_signals`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import F

from varde.care.alarms.actions import ringing
from varde.care.alarms.actions.calls import link_call
from varde.care.alarms.actions.faults import raise_fault, tell
from varde.care.alarms.actions.matching import Heard, Matched, Matching, fault_key, is_quiet, is_test
from varde.care.alarms.actions.resting import RESTED, is_rested, lay_to_rest
from varde.care.alarms.actions.shipped import Policies
from varde.care.alarms.models import Alarm, AlarmEvent, Outcome
from varde.care.alarms.queries.switchboard import Switchboard
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.codes import CompositionEvent, Fault, Severity, is_technical
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.escalation import Outcome as Answer
from varde.care.alarms.rules.escalation.pace import VOICE_WITHIN
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.rules.plan import plan_row
from varde.care.alarms.rules.repeats import is_woken
from varde.care.alarms.rules.signal import Kind, Signal
from varde.care.alarms.rules.triage import Judgement, code_of
from varde.foundation.authorisation import machine
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor

BESIDE = 1 << 16
"""Added to a signal's key for the technical alarm that stands beside the one it opened."""
NOT_NEW = frozenset({Kind.RESET, Kind.CANCEL, Kind.INFO})


@dataclass
class Opening:
    """Collects what a batch changes and stores it at the end."""

    heard: Sequence[Heard]
    now: datetime
    fresh: dict[UUID, Alarm] = field(default_factory=dict)
    answers: dict[UUID, Answer] = field(default_factory=dict)
    touched: dict[UUID, Alarm] = field(default_factory=dict)
    rested: dict[UUID, Alarm] = field(default_factory=dict)
    events: list[AlarmEvent] = field(default_factory=list)
    repeats: Counter[UUID] = field(default_factory=Counter)
    called: set[UUID] = field(default_factory=set)
    judged: dict[UUID, tuple[Matched, Judgement]] = field(default_factory=dict)

    @cached_property
    def machine(self) -> Actor:
        return machine("alarm_worker")

    @cached_property
    def matching(self) -> Matching:
        return Matching(self.heard)

    @cached_property
    def board(self) -> Switchboard:
        return Switchboard(self.now)

    @cached_property
    def policies(self) -> Policies:
        found, placed = Policies(self.now), self.matching.placed.values()
        found.fetch({(row.owner_id, one) for rows in placed for row in rows for one in row.recipient_ids})
        return found

    @cached_property
    def open(self) -> dict[tuple[UUID, str, bool], Alarm]:
        """Open alarms of the items in this batch, by item, code and whether it is a test."""
        items = {row.item_id for rows in self.matching.placed.values() for row in rows}
        rows = (
            Alarm.objects.select_for_update(of=("self",)).filter(item__in=items).exclude(state=State.CLOSED)
        )
        return {(row.item_id, row.code, row.kind == Kind.TEST): row for row in rows.order_by("opened_at")}

    @cached_property
    def faults(self) -> dict[str, Alarm]:
        """Open technical alarms about the same matters as this batch, by fault key."""
        loud = [one for one in self.heard if not is_quiet(one)]
        keys = {fault_key(one, *self._judge(one)) for one in loud}
        keys |= {self._no_plan_key(one) for one in loud}
        mine = Alarm.objects.select_for_update(of=("self",)).filter(fault_key__in=keys - {""})
        rows = mine.exclude(state=State.CLOSED)
        return {row.fault_key: row for row in rows.order_by("opened_at")}

    def repeated(self, alarm: UUID | None) -> None:
        if alarm is not None:
            self.repeats[alarm] += 1

    def take_in(self, one: Heard) -> tuple[Outcome, UUID | None]:
        """Open, extend or note. Returns what became of the signal and the alarm it belongs to."""
        if isinstance(one.said, Signal) and one.said.kind is Kind.CALL:
            return self._call(one)
        match, judged = self._judge(one)
        if isinstance(one.said, Signal) and one.said.kind in NOT_NEW and not match.fault:
            return self._note(one, match)
        if is_rested(self.machine, one, match, judged.code):
            return self._keep(one, match, judged)
        known = self.open.get((match.item, judged.code, is_test(one, match))) if match.item else None
        known = known or self.faults.get(fault_key(one, match, judged))
        if known is not None:
            return self._extend(known, one, judged)
        return self._open(one, match, judged)

    def _judge(self, one: Heard) -> tuple[Matched, Judgement]:
        if one.id not in self.judged:
            match = self.matching.match(one)
            facts = self.matching.facts_of(match.recipient, one)
            self.judged[one.id] = (
                match,
                self.policies.judge(match.owner, match.fault or code_of(one.said), facts),
            )
        return self.judged[one.id]

    def _keep(self, one: Heard, match: Matched, judged: Judgement) -> tuple[Outcome, UUID | None]:
        """What is missing while the service rests: in the log, and nobody is rung."""
        alarm = lay_to_rest(self._alarm(one, match, judged))
        self.events.append(self._event(alarm, one, "reported", CompositionEvent.REPORTED))
        self.events.append(self._event(alarm, one, RESTED, CompositionEvent.RECEIPTED))
        self.rested[alarm.pk] = alarm
        return Outcome.RESTED, alarm.pk

    def _note(self, one: Heard, match: Matched) -> tuple[Outcome, UUID | None]:
        """A reset, cancel or more information: told on the open alarms of the unit. It closes nothing."""
        assert isinstance(one.said, Signal)
        alarms = [alarm for (item, *_), alarm in self.open.items() if item == match.item]
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
        if alarm.fault_key:
            self.repeats[alarm.pk] += 1
            if not is_woken(alarm.code, State(alarm.state)):
                return Outcome.EXTENDED, alarm.pk
        lines = self.board.lines(alarm)
        answer = escalation.moved(
            alarm.picture(lines.holes), Act(Verb.EXTEND, severity=judged.severity), self.now
        )
        alarm.show(answer.picture, answer.due)
        before = self.answers.get(alarm.pk, Answer(answer.picture))  # of an earlier signal of this batch
        answer = replace(answer, notify=(*before.notify, *answer.notify), log=(*before.log, *answer.log))
        self.events.append(self._event(alarm, one, Verb.EXTEND, CompositionEvent.REPORTED))
        self.touched[alarm.pk], self.answers[alarm.pk] = alarm, answer
        return Outcome.EXTENDED, alarm.pk

    def _alarm(self, one: Heard, match: Matched, judged: Judgement) -> Alarm:
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
        return alarm

    def _open(self, one: Heard, match: Matched, judged: Judgement) -> tuple[Outcome, UUID | None]:
        alarm = self._alarm(one, match, judged)
        if isinstance(one.said, Signal):
            source = self.matching.sources.get(one.stored.source_id) if one.stored.source_id else None
            if one.said.can_speak and source is not None and source.operator_line:
                alarm.voice_due_at = one.stored.received_at + VOICE_WITHIN
            if is_test(one, match):
                alarm.kind = Kind.TEST
        self._start(alarm)
        self.events.append(self._event(alarm, one, "reported", CompositionEvent.REPORTED))
        self.fresh[alarm.pk] = alarm
        if alarm.fault_key:
            self.faults[alarm.fault_key] = alarm
        elif match.item:
            self.open[match.item, judged.code, is_test(one, match)] = alarm
        if match.recipient and alarm.plan_version is None and not alarm.fault_key:
            self._tell_of_no_plan(one, match)
        return Outcome.OPENED, alarm.pk

    def _tell_of_no_plan(self, one: Heard, match: Matched) -> None:
        """Nobody has made a plan that holds for this person: the shipped one rings, and somebody has to make one."""
        missing = replace(match, fault=Fault.NO_PLAN)
        if self._no_plan_key(one) not in self.faults:
            judged = self.policies.judge(match.owner, Fault.NO_PLAN, ())
            self._open(replace(one, id=UUID(int=one.id.int + BESIDE)), missing, judged)

    def _no_plan_key(self, one: Heard) -> str:
        match, _ = self._judge(one)
        if match.recipient is None:
            return ""
        return fault_key(one, match, self.policies.judge(match.owner, Fault.NO_PLAN, ()))

    def _start(self, alarm: Alarm) -> None:
        lines = self.board.lines(alarm)
        picture = alarm.picture(lines.holes)
        answer = escalation.start(picture, self.now)
        if _may_be_a_person(alarm) and self.board.rings_beyond_agreement(alarm.owner_id):
            answer = escalation.beyond_agreement(answer)
        alarm.show(answer.picture, answer.due)
        self.answers[alarm.pk] = answer

    def _event(self, alarm: Alarm, one: Heard, verb: str, vkp: CompositionEvent) -> AlarmEvent:
        text = one.said.text if isinstance(one.said, Signal) else ""
        return alarm.line(one.stored.received_at, verb, vkp=vkp, signal=one.stored.id, text=text)

    def store(self) -> None:
        """Everything the batch changed, in the transaction of `read_signals`."""
        Alarm.objects.bulk_create([*self.fresh.values(), *self.rested.values()])
        for key in self.touched.keys() & self.answers.keys():
            Alarm.objects.filter(pk=key).update(**self.touched[key].shown())
        for alarm_id, count in self.repeats.items():
            Alarm.objects.filter(pk=alarm_id).update(repeats=F("repeats") + count)
        AlarmEvent.objects.bulk_create(self.events)
        changed = {**self.touched, **self.fresh}
        answered = [alarm for alarm in changed.values() if alarm.pk in self.answers]
        ringing.write_log(answered, self.answers, self.board)
        for alarm in answered:
            ringing.ring(alarm, self.answers[alarm.pk].notify, self.board)
        self._open_cards()
        for alarm in self.fresh.values():
            tell(alarm, self.now)
        for owner in sorted(self.policies.unfit):
            raise_fault(owner, Fault.POLICY_UNFIT, str(owner), self.now)
        ringing.tick({alarm.owner_id for alarm in changed.values()} | self._owners_of_repeats() | self.called)

    def _owners_of_repeats(self) -> set[UUID]:
        return set(Alarm.objects.filter(pk__in=self.repeats).values_list("owner_id", flat=True))

    def _open_cards(self) -> None:
        """The operators of the centre may open the person's card for as long as the alarm is open."""
        ringing.open_cards(
            self.board,
            Basis.ALARM,
            [
                (alarm, Holder(HolderKind.ORGANISATION, centre, name))
                for alarm in self.fresh.values()
                for centre, name in self.board.centres(alarm.owner_id).items()
            ],
        )


def _may_be_a_person(alarm: Alarm) -> bool:
    """Whether somebody may need help. That a plan is missing stands beside the alarm about the person itself."""
    if alarm.code == Fault.NO_PLAN:
        return False
    return alarm.kind == Kind.ALARM or (alarm.kind == Kind.TECHNICAL and alarm.severity >= Severity.SERIOUS)


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
