"""Carrying out what escalation answered: the log, the messages, the board and the news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from varde.care.alarms.models import Alarm, AlarmEvent, BoardTick
from varde.care.alarms.queries.switchboard import Line, Switchboard
from varde.care.alarms.rules.escalation import WAIT_LONGEST, LogCode, LogLine, Notify, Outcome, What
from varde.care.alarms.rules.plan import Channel as Way
from varde.care.alarms.rules.plan import ReceiverKind as Who
from varde.care.alarms.rules.plan import plan_from
from varde.foundation.authorisation import machine
from varde.ground.messaging import actions as messaging
from varde.ground.messaging import queries as messages
from varde.ground.messaging.rules.lifecycle import OPEN
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.people import actions as people
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis

ABOUT = "alarm"
VKP_OF_LOG = {LogCode.RANG: 9, LogCode.CLIMBED: 9, LogCode.REPEATED: 9, LogCode.LAPSED: 9}
AS_MESSAGE = {Way.VOICE: "voice", Way.SMS: "sms", Way.EMAIL: "email", Way.RINGING_APP: "in_app"}


def carry_out(alarm: Alarm, outcome: Outcome, now: datetime, board: Switchboard) -> None:
    """In the caller's transaction: everything here stands exactly when the new picture does."""
    write_log([alarm], {alarm.pk: outcome}, board)
    if outcome.stops_calls:
        messaging.cancel(machine("alarm_worker"), about_id=alarm.pk, now=now)
    ring(alarm, outcome.notify, board)
    tick({alarm.owner_id})


def write_log(alarms: Iterable[Alarm], outcomes: dict[UUID, Outcome], board: Switchboard) -> None:
    """What Varde did by itself, and whom it told, by name."""
    AlarmEvent.objects.bulk_create(
        alarm.line(
            board.now,
            line.code.value,
            vkp=VKP_OF_LOG.get(line.code),
            step=line.step,
            **_who(board, alarm, line),
        )
        for alarm in alarms
        for line in outcomes[alarm.pk].log
    )


def _who(board: Switchboard, alarm: Alarm, line: LogLine) -> dict[str, str]:
    if line.receiver is None:
        return {}
    names = dict.fromkeys(one.name for one in board.receiver(alarm, line.receiver).lines)
    return {"actor_role": line.receiver.kind.value, "text": ", ".join(names)}


def ring(alarm: Alarm, notes: Sequence[Notify], board: Switchboard) -> None:
    """One message per note, line and channel. The key makes a second round of the same ring send nothing.

    Two notes of a ring may end at the same phone (no leader on duty: the last resort, who is told anyway): it is called
    once."""
    if not notes:
        return
    plan = plan_from(alarm.plan)
    called: set[Line] = set()
    holders: set[Holder] = set()
    for note in notes:
        wanted = {AS_MESSAGE[one] for one in note.channels if one in AS_MESSAGE}
        if not wanted:
            continue
        limit = plan.step(note.step).limit if note.step else timedelta(minutes=2)
        rung = board.receiver(alarm, note.receiver)
        for number, line in enumerate(_wanted(rung.lines, wanted)):
            if line not in called:
                _send(board, alarm, note, line, number, limit)
                called.add(line)
        users = {line.id: line.name for line in rung.lines if line.kind == "user"}
        holders.update(Holder(HolderKind.STAFF, user, name) for user, name in users.items())
    open_cards(board, Basis.TASK, ((alarm, holder) for holder in sorted(holders, key=lambda one: one.id)))


def _send(board: Switchboard, alarm: Alarm, note: Notify, line: Line, number: int, limit: timedelta) -> None:
    messaging.send(
        board.machine,
        owner_id=alarm.owner_id,
        channel=Channel(line.channel),
        address=line.address,
        text=Text(_purpose(note)),
        receiver=messaging.Receiver(messaging.ReceiverKind(line.kind), line.id),
        about=messaging.About(ABOUT, alarm.pk, note.ring),
        idempotency_key=f"{note.key}:{line.channel}:{number}",
        needs_answer=line.channel == "voice",
        answer_within=limit,
        now=board.now,
    )


def _purpose(note: Notify) -> Purpose:
    if note.what is What.LAPSED:
        return Purpose.ALARM
    if note.receiver.kind in (Who.LEADER, Who.LAST_RESORT):
        return Purpose.NOBODY_CAME
    if note.what is What.GIVEN:
        return Purpose.HANDED_OVER
    return Purpose.ALARM if note.what in (What.CLIMB, What.NO_ANSWER) else Purpose.ALARM_AGAIN


def _wanted(lines: tuple[Line, ...], channels: set[str]) -> list[Line]:
    """The lines of the wanted channels; when there are none of them, every line there is."""
    fitting = [line for line in lines if line.channel in channels]
    return fitting or list(lines)


def open_cards(board: Switchboard, basis: Basis, wanted: Iterable[tuple[Alarm, Holder]]) -> None:
    """Whoever is called out may see whom it concerns (TASK); whoever holds it, and the centre's operators, all that is
    needed to help (ALARM). A protected address shows first to the one who takes it."""
    opened = [
        people.Opened(alarm.recipient_id, holder, alarm.pk)
        for alarm, holder in wanted
        if alarm.recipient_id is not None
    ]
    until = board.now + WAIT_LONGEST if basis is Basis.TASK else None
    if opened:
        people.open_relations(board.machine, opened=opened, basis=basis, until=until, now=board.now)


def still_ringing(alarm: Alarm, ring: int) -> bool:
    """Whether any ringing call of this ring may still be answered."""
    calls = messages.about(machine("alarm_worker"), about_id=alarm.pk)
    return calls.filter(about_step=ring, needs_answer=True, state__in=sorted(OPEN)).exists()


def all_said_no(alarm: Alarm, ring: int) -> bool:
    """Whether this ring called somebody, and none of its calls may still be answered."""
    calls = messages.about(machine("alarm_worker"), about_id=alarm.pk)
    states = set(calls.filter(about_step=ring, needs_answer=True).values_list("state", flat=True))
    return bool(states) and not states & OPEN


def tick(owners: Iterable[UUID]) -> None:
    """Tell every board that shows these owners that something changed."""
    for owner in sorted(owners):
        if not BoardTick.objects.filter(pk=owner).update(number=F("number") + 1):
            BoardTick.objects.get_or_create(pk=owner, defaults={"number": 1})
