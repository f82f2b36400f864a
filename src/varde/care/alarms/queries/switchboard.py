"""Who a receiver in a plan is at this instant. Asks the rota, the agreements and the recipient's contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from varde.care.alarms.models import Alarm
from varde.care.alarms.rules.plan import Plan, Receiver, ReceiverKind, Step, StepKind, plan_from
from varde.care.rota import queries as rota
from varde.foundation.authorisation import machine
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.kernel.actor import Actor
from varde.kernel.clock import local

OPERATORS, DISPATCH, LEADER, SUPPORT = "operators", "dispatch", "leader", "support"
AS_MESSAGE = {"voice": "voice", "sms": "sms", "email": "email", "app": "in_app"}
ROLE_OF_POOL = {
    OPERATORS: "response_operator",
    DISPATCH: "home_care",
    LEADER: "unit_leader",
    SUPPORT: "superuser",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One address where somebody can be told. kind as messaging's receivers, channel as its channels."""

    kind: str
    id: UUID
    name: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Rung:
    """Who a step rings. `is_hole`: nobody is there to hear it, so that the alarm goes on at once; ring all the same."""

    lines: tuple[Line, ...]
    is_hole: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """The plan of one alarm with people in it."""

    by_step: dict[int, Rung]
    beside: tuple[Line, ...] = ()

    def name_of(self, receiver: UUID) -> str:
        """What somebody who can be told is called: in the plan, or beside it as leader on duty. "" for others."""
        lines = [line for rung in self.by_step.values() for line in rung.lines]
        return next((line.name for line in (*lines, *self.beside) if line.id == receiver), "")

    @property
    def holes(self) -> frozenset[int]:
        return frozenset(number for number, rung in self.by_step.items() if rung.is_hole)


@dataclass
class Switchboard:
    """Resolves receivers for many alarms at one instant, asking for each owner once."""

    now: datetime
    _pools: dict[tuple[UUID, str], dict[UUID, rota.Reach]] = field(default_factory=dict)
    _rungs: dict[tuple[UUID, str, str], Rung] = field(default_factory=dict)
    _last: dict[UUID, Rung] = field(default_factory=dict)
    _lapsed: dict[UUID, bool] = field(default_factory=dict)

    @cached_property
    def machine(self) -> Actor:
        return machine("alarm_worker")

    def lines(self, alarm: Alarm) -> Lines:
        plan: Plan = plan_from(alarm.plan)
        by_step = {step.number: self.step(alarm, step) for step in plan.steps}
        return Lines(by_step, self.receiver(alarm, Receiver(ReceiverKind.LEADER)).lines)

    def step(self, alarm: Alarm, step: Step) -> Rung:
        ends = step.terms.ends_on if step.terms else None
        if step.kind is StepKind.CONTACT and ends is not None and ends <= local(self.now).date():
            return Rung((), True)
        return self.receiver(alarm, step.receiver)

    def receiver(self, alarm: Alarm, receiver: Receiver) -> Rung:
        owner = alarm.owner_id
        match receiver.kind:
            case ReceiverKind.CENTRE:
                return self._of(owner, OPERATORS)
            case ReceiverKind.LEADER:
                rung = self._of(owner, LEADER)
                return rung if rung.lines else self._last_resort(owner)
            case ReceiverKind.POOL:
                return self._of(owner, SUPPORT if receiver.ref == SUPPORT else DISPATCH, receiver.ref)
            case ReceiverKind.CONTACT:
                return self._contacts(alarm, receiver.ref)
            case ReceiverKind.STAFF | ReceiverKind.HOLDER:
                return self._user(alarm, UUID(receiver.ref))
            case ReceiverKind.LAST_RESORT:
                return self._last_resort(owner)

    def centres(self, owner: UUID) -> dict[UUID, str]:
        """The organisations whose operators receive for this owner, with the name of one of their pools."""
        return {one.owner_id: one.name for one in self._reaches(owner, OPERATORS).values()} or {owner: ""}

    def rings_beyond_agreement(self, owner: UUID) -> bool:
        """Whether a centre receives for this owner under an agreement that has lapsed, and none in force has replaced it."""
        if owner not in self._lapsed:
            role = ROLE_OF_POOL[OPERATORS]
            self._lapsed[owner] = organisations.only_lapsed(
                self.machine, client_id=owner, role=role, now=self.now
            )
        return self._lapsed[owner]

    def handover(self, owner: UUID) -> datetime | None:
        """When the shift that works at the centre now ends; None where the rota names no shift."""
        pools = list(self._reaches(owner, OPERATORS))
        running = rota.shifts(self.machine).filter(
            pool__in=pools, starts_at__lte=self.now, ends_at__gt=self.now
        )
        first = running.order_by("ends_at").first()
        return first.ends_at if first else None

    def _reaches(self, owner: UUID, kind: str) -> dict[UUID, rota.Reach]:
        if (owner, kind) not in self._pools:
            role = ROLE_OF_POOL[kind]
            given = organisations.providers_for(self.machine, clients=[owner], role=role, now=self.now)
            owners = (owner, *given.get(owner, ()))
            rows = rota.pools(self.machine).filter(owner__in=owners, kind=kind, is_active=True)
            keys = list(rows.values_list("pk", flat=True))
            self._pools[owner, kind] = rota.reach_many(self.machine, pool_ids=keys, now=self.now)
        return self._pools[owner, kind]

    def _of(self, owner: UUID, kind: str, ref: str = "") -> Rung:
        """The pools of one kind that serve this owner: the one that `ref` names, else all of that kind."""
        if (owner, kind, ref) not in self._rungs:
            self._rungs[owner, kind, ref] = self._rung(owner, kind, ref)
        return self._rungs[owner, kind, ref]

    def _rung(self, owner: UUID, kind: str, ref: str) -> Rung:
        reaches = self._reaches(owner, kind)
        named = [one for key, one in reaches.items() if str(key) == ref] or list(reaches.values())
        lines = [line for one in named for line in _lines_of_pool(one)]
        # An operator sits at the board, which rings by itself: being there is enough.
        empty = [not one.receivers if kind == OPERATORS else one.is_hole for one in named]
        return Rung(tuple(dict.fromkeys(lines)), all(empty))

    def _contacts(self, alarm: Alarm, ref: str) -> Rung:
        if alarm.recipient_id is None:
            return Rung((), True)
        rows = people.kin_who_receive(self.machine, recipient_id=alarm.recipient_id, now=self.now)
        wanted = [one for one in rows if ref in ("", str(one.id))]
        lines = tuple(Line("next_of_kin", one.id, one.name, "voice", one.phone) for one in wanted)
        return Rung(lines, not lines)

    def _user(self, alarm: Alarm, user: UUID) -> Rung:
        kinds = (OPERATORS, DISPATCH, LEADER, SUPPORT)
        lines = [line for kind in kinds for line in self._of(alarm.owner_id, kind).lines if line.id == user]
        return Rung(tuple(dict.fromkeys(lines)), not lines)

    def _last_resort(self, owner: UUID) -> Rung:
        if owner not in self._last:
            name, phone = organisations.last_resorts(self.machine, organisations=[owner])[owner]
            lines = tuple(Line("organisation", owner, name, channel, phone) for channel in ("voice", "sms"))
            self._last[owner] = Rung(lines, False)
        return self._last[owner]


def _lines_of_pool(one: rota.Reach) -> list[Line]:
    """Lines of a pool: everybody who is there, each also in the app; else the phone that may lie in a drawer."""
    lines = [
        Line("pool", one.pool_id, one.name, AS_MESSAGE[spare.kind], spare.address) for spare in one.unmanned
    ]
    for receiver in one.receivers:
        kind, key = ("user", receiver.user_id) if receiver.user_id else ("pool", one.pool_id)
        lines += [
            Line(kind, key, receiver.name, AS_MESSAGE[each.kind], each.address) for each in receiver.lines
        ]
        if receiver.user_id:
            lines.append(Line(kind, key, receiver.name, "in_app", ""))
    return lines


def lines_of(alarm: Alarm, now: datetime) -> Lines:
    return Switchboard(now).lines(alarm)


def was_sent_to(alarm: Alarm, user_id: UUID, now: datetime) -> bool:
    """Whether this person may act as responder: holds it, or stands in a dispatch step that has been rung."""
    if alarm.held_by == user_id:
        return True
    plan = plan_from(alarm.plan)
    rung = [
        step
        for step in plan.steps
        if step.kind is StepKind.DISPATCH
        and (step.number <= alarm.level or step.number == alarm.dispatch_step)
    ]
    board = Switchboard(now)
    return any(
        line.kind == "user" and line.id == user_id for step in rung for line in board.step(alarm, step).lines
    )


def shares_phone(alarm: Alarm, user_id: UUID, now: datetime) -> bool:
    """Whether the alarm is held by a pool's shared phone and this person is on duty in that pool."""
    board = Switchboard(now)
    for kind in (DISPATCH, OPERATORS, SUPPORT, LEADER):
        for key, reach in board._reaches(alarm.owner_id, kind).items():
            if key == alarm.held_by:
                return any(one.user_id == user_id for one in reach.receivers)
    return False
