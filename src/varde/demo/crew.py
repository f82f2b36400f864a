"""The simulated staff: they keep the rota manned, and take, talk, ride out and close, through the ordinary actions.

They leave alone what a visitor has touched, and for some minutes one alarm in five and those of the story.
"""

from __future__ import annotations

import hashlib
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, close_old_connections, connection
from django.http import Http404
from django.utils.translation import override

from varde.care.alarms import actions as alarms
from varde.care.alarms.actions import Said
from varde.care.alarms.permissions import AlarmPermission
from varde.care.alarms.rules.escalation import Act, AlreadyHeld
from varde.care.alarms.rules.lifecycle import NotAllowed, State, Verb
from varde.care.rota import actions as rota
from varde.demo import folder
from varde.demo.region import look, remember
from varde.demo.region.look import Duty, Open
from varde.demo.region.places import HOLE, PLACES
from varde.demo.region.rota import POOLS
from varde.demo.region.staff import SIMULATED
from varde.demo.region.story import NAME as STORY_NAME
from varde.ground.organisations.queries import actor_for_user
from varde.kernel.actor import Actor
from varde.kernel.clock import now

log = structlog.get_logger()
LEFT_FOR_VISITORS: Final = timedelta(minutes=8)
ONE_IN = 5
LONGEST: Final = timedelta(hours=9)
COMES_BACK: Final = timedelta(minutes=15)
SHAPES: Final = {shape.name: shape for shape in POOLS.values()}
HOLE_NAME: Final = next(place.name for place in PLACES if place.number == HOLE)
OPERATOR_MOVES: Final = {State.NEW, State.TAKEN, State.TALKING, State.SOLVED_UNDOCUMENTED, State.PASSED_ON}
RESPONDER_MOVES: Final = {State.DISPATCHED, State.ON_THE_WAY, State.ON_SITE}
CAUSES: Final = (
    ("toilet", "care_given"), ("moving", "care_given"), ("unsafe", "talked"), ("unsafe", "talked"),
    ("practical", "talked"), ("accident", "no_measure"), ("accident", "no_measure"), ("medicine", "medicine_given"),
    ("missed_visit", "talked"), ("personal_care", "care_given"),
)  # fmt: skip
# state → seconds somebody thinks or works before the next move: least, most
PATIENCE: Final = {
    State.NEW: (8, 40), State.TAKEN: (5, 15), State.TALKING: (15, 45), State.SOLVED_UNDOCUMENTED: (30, 90),
    State.PASSED_ON: (30, 90), State.DISPATCHED: (12, 30), State.ON_THE_WAY: (30, 80), State.ON_SITE: (30, 90),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next with an alarm, and when at the earliest."""

    verb: Verb
    said: Said
    by_operator: bool
    after: timedelta


def plan(alarm: Open) -> Step | None:
    """The next move, the same however often one asks. None: this alarm is not for the simulated staff."""
    state = State(alarm.state)
    if alarm.touched or state not in PATIENCE:
        return None
    mark = hashlib.sha256(alarm.id.bytes + state.encode()).digest()
    chance = Random(mark)
    wait = timedelta(seconds=chance.uniform(*PATIENCE[state]))
    if state is State.NEW and is_left(alarm):
        wait += LEFT_FOR_VISITORS
    verb, said = _move(alarm, state, Random(alarm.id.bytes))
    return Step(verb, said, state in OPERATOR_MOVES, wait)


def is_left(alarm: Open) -> bool:
    return alarm.recipient_name == STORY_NAME or alarm.id.bytes[-1] % ONE_IN == 0


def _move(alarm: Open, state: State, chance: Random) -> tuple[Verb, Said]:
    rides = alarm.code == "4.1" or chance.random() < 0.35
    end = _end(alarm, rides, chance)
    match state:
        case State.NEW:
            return Verb.TAKE, Said()
        case State.TAKEN:
            return (Verb.CLOSE, end) if alarm.kind != "alarm" else (Verb.TALK, Said())
        case State.TALKING:
            return (Verb.DISPATCH, Said()) if rides else (Verb.CLOSE, end)
        case State.DISPATCHED:
            return Verb.SET_OUT, Said()
        case State.ON_THE_WAY:
            return Verb.ARRIVE, Said()
        case State.ON_SITE:
            return Verb.CLOSE, end
        case _:
            return Verb.CLOSE, end


def _end(alarm: Open, rides: bool, chance: Random) -> Said:
    if alarm.kind == "test":
        return Said(cause="test", measures=("no_measure",))
    if alarm.kind != "alarm":
        return Said(cause="technical", measures=("sent_to_support",))
    if alarm.code == "4.1":
        return Said(cause="fall", measures=("visited", "helped_up"))
    cause, measure = chance.choice(CAUSES)
    return Said(cause=cause, measures=(measure, "visited") if rides else (measure,))


@dataclass
class Crew:
    visitors: frozenset[UUID]
    duties: list[Duty] = field(default_factory=list)
    actors: dict[UUID, tuple[float, Actor]] = field(default_factory=dict)

    def actor(self, user: UUID, at: datetime) -> Actor:
        """Asked anew every half minute: agreements begin and end."""
        made, actor = self.actors.get(user, (0.0, None))
        if actor is None or time.monotonic() - made > 30:
            actor = actor_for_user(look.user(user), now=at)
            self.actors[user] = (time.monotonic(), actor)
        return actor

    def man(self, at: datetime) -> None:
        """Somebody is checked in to every pool that is open; nobody to one that is shut."""
        self.duties = look.duties(self.visitors)
        for duty in self.duties:
            shape = SHAPES.get(duty.name)
            if shape is None or self._is_the_hole(duty):
                continue
            if shape.is_open(at):
                self._fill(duty, at)
            else:
                for user, (_, simulated) in duty.present.items():
                    if simulated:
                        self._out(user, duty, at)
        self.duties = look.duties(self.visitors)

    def _is_the_hole(self, duty: Duty) -> bool:
        return duty.kind == "dispatch" and duty.owner_name.startswith(HOLE_NAME)

    def _fill(self, duty: Duty, at: datetime) -> None:
        for user, (since, simulated) in duty.present.items():
            if simulated and at - since > LONGEST:
                self._out(user, duty, at)
        present = {user for user, (since, _) in duty.present.items() if at - since <= LONGEST}
        spare = [user for user in duty.staff if user not in self.visitors and user not in present]
        lacking = duty.minimum - len(present - self.visitors)
        turn = at.toordinal() * 3 + at.hour // 8
        for number in range(max(lacking, 0)):
            if spare:
                self._in(spare.pop((turn + number) % len(spare)), duty, at)
        for user in self.visitors & set(duty.staff) - present:
            left = duty.left.get(user)
            if left is None or at - left > COMES_BACK:
                self._in(user, duty, at)

    def _in(self, user: UUID, duty: Duty, at: datetime) -> None:
        rota.check_in(self.actor(user, at), pool_id=duty.pool, now=at, device=SIMULATED)

    def _out(self, user: UUID, duty: Duty, at: datetime) -> None:
        rota.check_out(self.actor(user, at), pool_id=duty.pool, now=at, confirmed=True)

    def work(self, at: datetime) -> int:
        """One look at the board. Returns how many moves were made."""
        done = 0
        for alarm in look.open_alarms(self.visitors):
            step = plan(alarm)
            if step is None or alarm.held_by in self.visitors or at - alarm.moved_at < step.after:
                continue
            if step.verb is Verb.TAKE and at - alarm.opened_at < step.after:
                continue
            done += self._try(alarm, step, at)
        return done

    def _try(self, alarm: Open, step: Step, at: datetime) -> bool:
        """The move; where its holder cannot go on (a leader who answered by phone), an operator takes over."""
        if self._move(alarm, step, at):
            return True
        if step.by_operator or alarm.held_by is None:
            return False
        over = Step(Verb.TAKE, Said(), True, step.after)
        return at - alarm.moved_at > 2 * step.after and self._move(alarm, over, at)

    def _move(self, alarm: Open, step: Step, at: datetime) -> bool:
        act = alarms.operate if step.by_operator else alarms.respond
        for user in self._who(alarm, step, at):
            move = Act(step.verb, by=str(user), over=step.verb is Verb.TAKE and alarm.held_by is not None)
            try:
                act(self.actor(user, at), alarm_id=alarm.id, act=move, now=now(), said=step.said)
            except (NotAllowed, AlreadyHeld, PermissionDenied, Http404, ValueError) as fault:
                log.debug("demo.not_moved", verb=step.verb.value, fault=type(fault).__name__)
            else:
                return True
        return False

    def _who(self, alarm: Open, step: Step, at: datetime) -> list[UUID]:
        """Those who could do it, the present holder first."""
        kind, permission = (
            ("operators", AlarmPermission.ANSWER)
            if step.by_operator
            else ("dispatch", AlarmPermission.RESPOND)
        )
        present = [
            user
            for duty in self.duties
            if duty.kind == kind
            for user, (_, simulated) in duty.present.items()
            if simulated and user not in self.visitors
        ]
        able = [user for user in present if self.actor(user, at).may(permission, alarm.owner)]
        Random(alarm.id.bytes).shuffle(able)
        return sorted(able, key=lambda user: user != alarm.held_by)[:4]


class Gaps:
    """Before each transaction a rest as long as the last one took. For `connection.execute_wrapper`.

    Who waits for SQLite's lock asks again ten times a second: it would never find the moment between two transactions.
    """

    def __init__(self) -> None:
        self._ended = self._began = time.monotonic()

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("BEGIN"):
            time.sleep(self._ended - self._began)
            self._began = time.monotonic()
        done = execute(sql, *rest)
        self._ended = time.monotonic()
        return done


def _remember() -> None:
    """What the staff did before anybody came to look: made once, while the house is already open."""
    try:
        with override("nb"), connection.execute_wrapper(Gaps()):
            remember.make(now=now())
    except (DatabaseError, PermissionDenied, Http404) as fault:
        log.warning("demo.past_unfinished", fault=type(fault).__name__, exc_info=True)
    finally:
        connection.close()


def run() -> None:
    """Until SIGTERM or SIGINT."""
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: over.set())
    there = folder.made()
    threading.Thread(target=_remember, name="past", daemon=True).start()
    crew = Crew(frozenset(UUID(key) for key, _ in there.visitors) if there else frozenset())
    manned = 0.0
    while not over.wait(1.5):
        try:
            close_old_connections()
            if time.monotonic() - manned > 20:
                crew.man(now())
                manned = time.monotonic()
            crew.work(now())
        except DatabaseError as fault:
            log.warning("demo.crew_waits", fault=type(fault).__name__)
