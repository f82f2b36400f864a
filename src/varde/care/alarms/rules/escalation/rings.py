"""Building blocks: who is told in one batch, and moving the picture to a step. Private to escalation."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from varde.care.alarms.rules.escalation.picture import LogCode, LogLine, Notify, Picture, What
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.plan import FALLBACK, Channel, Plan, Receiver, ReceiverKind, Step, StepKind

CENTRE: Final = Receiver(ReceiverKind.CENTRE)
LEADER: Final = Receiver(ReceiverKind.LEADER)
LAST_RESORT: Final = Receiver(ReceiverKind.LAST_RESORT)
LOUD: Final[tuple[Channel, ...]] = (Channel.RINGING_APP, Channel.VOICE, Channel.SMS)
QUIET: Final[tuple[Channel, ...]] = (Channel.SCREEN,)
BOARD_AND_LOUD: Final[tuple[Channel, ...]] = (Channel.SCREEN, *LOUD)

Told = tuple[tuple[Receiver, tuple[Channel, ...]], ...]
Parts = tuple[Picture, tuple[Notify, ...], tuple[LogLine, ...]]


def plan_of(picture: Picture) -> Plan:
    """The plan, or the fallback when somebody has stored a plan without steps: never nobody."""
    return picture.plan if picture.plan.steps else FALLBACK


def holder(picture: Picture) -> tuple[Receiver, ...]:
    """The one who holds it as a receiver; empty when nobody does."""
    return (Receiver(ReceiverKind.HOLDER, picture.held_by),) if picture.held_by else ()


def batch(picture: Picture, what: What, step: int, told: Told) -> tuple[Notify, ...]:
    """One Notify per receiver, each with a key that is the same however often it is computed."""
    notes: dict[Receiver, Notify] = {}
    for receiver, channels in told:
        key = f"{picture.alarm}:{step}:{picture.ring}:{receiver.kind}:{receiver.ref}"
        earlier = notes.get(receiver)
        merged = tuple(dict.fromkeys((*earlier.channels, *channels))) if earlier else channels
        notes[receiver] = Notify(key, receiver, merged, what, step, picture.ring)
    return tuple(notes.values())


def ask_for_help(picture: Picture, by: str, now: datetime) -> Parts:
    """Ring the centre and the leader on duty for one who needs help. It stands until somebody answers it."""
    rung = replace(picture, ring=picture.ring + 1, help_at=now, help_by=by)
    told: Told = ((CENTRE, BOARD_AND_LOUD), (LEADER, LOUD))
    return rung, batch(rung, What.HELP, rung.level, told), ()


def ring_step(picture: Picture, number: int, what: What, now: datetime) -> Parts:
    """Ring one plan step now. An untrained receiver is rung just the same, gets the action card, and the leader is told.

    The leader on duty is called as well whenever the last step rings: then nobody else has come.
    """
    plan = plan_of(picture)
    step = plan.step(number)
    rung = replace(picture, level=max(picture.level, number), ring=picture.ring + 1, rung_at=now)
    told: list[tuple[Receiver, tuple[Channel, ...]]] = [(step.receiver, step.channels)]
    log = [LogLine(LogCode.RANG, number, step.receiver)]
    if number in picture.untrained:
        told.append((LEADER, QUIET))
        log.append(LogLine(LogCode.UNTRAINED, number, step.receiver))
    if number >= plan.last:
        told += [(LEADER, LOUD), (CENTRE, QUIET)]
        log.append(LogLine(LogCode.LEADER_TOLD, number, LEADER))
    notes = batch(rung, what, number, tuple(told))
    if number in picture.untrained:
        notes = tuple(replace(note, with_card=note.receiver == step.receiver) for note in notes)
    return rung, notes, tuple(log)


def tell_of_holes(picture: Picture, skipped: tuple[int, ...], what: What) -> Parts:
    """Tell the centre and the leader on duty that these steps had nobody to ring."""
    if not skipped:
        return picture, (), ()
    told = replace(picture, ring=picture.ring + 1)
    notes = batch(told, what, skipped[0], ((LEADER, LOUD), (CENTRE, QUIET)))
    return told, notes, tuple(LogLine(LogCode.HOLE, number) for number in skipped)


def climb(picture: Picture, what: What, now: datetime) -> Parts:
    """Ring the next step that has somebody; holes are passed at once and told of. The last step is never passed."""
    last = plan_of(picture).last
    number = min(picture.level + 1, last)
    skipped: list[int] = []
    while number < last and number in picture.holes:
        skipped.append(number)
        number += 1
    told, holes, hole_log = tell_of_holes(picture, tuple(skipped), what)
    rung, notes, log = ring_step(told, number, what, now)
    return rung, holes + notes, hole_log + log


def back_to_centre(picture: Picture, what: What, now: datetime, code: LogCode) -> Parts:
    """Nobody holds it any more: new again on the board, ringing there, at the last holder and at the step reached."""
    free = replace(
        picture,
        state=State.NEW,
        held_by="",
        dispatch_step=0,
        reminders=0,
        reminded_at=None,
        wake_at=None,
        level=max(picture.level, 1),
        ring=picture.ring + 1,
        rung_at=now,
    )
    told: Told = ((CENTRE, BOARD_AND_LOUD), *((who, BOARD_AND_LOUD) for who in holder(picture)))
    reached = plan_of(free).step(free.level)
    if what is What.HOLD_EXPIRED and reached.kind is not StepKind.BOARD:
        told = (*told, (reached.receiver, reached.channels))
    return free, batch(free, what, free.level, told), (LogLine(code, free.level, CENTRE),)


def dispatch_after(picture: Picture, number: int) -> Step | None:
    """The next dispatch step after that number with somebody to ring, or None."""
    steps = plan_of(picture).steps
    return next(
        (
            step
            for step in steps
            if step.kind is StepKind.DISPATCH and step.number > number and step.number not in picture.holes
        ),
        None,
    )
