"""What is due, and doing it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from varde.care.alarms.rules.escalation.pace import (
    CONFIRM_EVERY,
    DOCUMENT_WITHIN,
    FOLLOW_UP_EVERY,
    HELP_AGAIN,
    RING_AGAIN,
    hold_limit,
)
from varde.care.alarms.rules.escalation.picture import (
    Due,
    LogCode,
    LogLine,
    Notify,
    Outcome,
    Picture,
    What,
)
from varde.care.alarms.rules.escalation.rings import (
    BOARD_AND_LOUD,
    CENTRE,
    LAST_RESORT,
    LEADER,
    LOUD,
    QUIET,
    Parts,
    Told,
    ask_for_help,
    back_to_centre,
    batch,
    climb,
    dispatch_after,
    holder,
    plan_of,
    ring_step,
)
from varde.care.alarms.rules.lifecycle import State

_FIELD_WORK: Final = frozenset({State.ON_THE_WAY, State.ON_SITE})
_QUIET: Final = _FIELD_WORK | {State.TAKEN, State.TALKING, State.CLOSED, State.SOLVED_UNDOCUMENTED}
"""States in which nobody has to be called any more, unless the alarm itself says so."""


def start(picture: Picture, now: datetime) -> Outcome:
    """Ring the first step of a new alarm at once. Call it in the transaction that opens the alarm."""
    return when_due(picture, next_due(picture, now), now)


def beyond_agreement(started: Outcome) -> Outcome:
    """A new alarm whose centre rings on under a lapsed agreement: the owner's last resort hears of it at once as well.

    The note belongs to no ring of the plan: when nobody picks up there, the centre keeps its time.
    """
    alarm = started.picture.alarm
    note = Notify(f"{alarm}:lapsed", LAST_RESORT, LOUD, What.LAPSED, 0, 0)
    line = LogLine(LogCode.LAPSED, receiver=LAST_RESORT)
    return replace(started, notify=(*started.notify, note), log=(*started.log, line))


def next_due(picture: Picture, now: datetime) -> Due | None:
    """What happens next if nobody does anything. None only for a closed alarm.

    `at` may lie in the past (the worker was away): then it is due now.
    """
    if picture.state is State.CLOSED:
        return None
    dues = [_main_due(picture, now)]
    if picture.voice_due_at is not None:
        dues.append(_due(picture, picture.voice_due_at, What.VOICE))
    if picture.help_at is not None:
        dues.append(_due(picture, picture.help_at + HELP_AGAIN, What.HELP))
    return min(dues, key=lambda one: one.at)


def _main_due(picture: Picture, now: datetime) -> Due:
    since = picture.reminded_at or picture.active_at or picture.opened_at
    state = picture.state
    if state is State.NEW:
        return _climb_due(picture, now)
    if state is State.DISPATCHED and not picture.held_by:
        step = plan_of(picture).step(picture.dispatch_step)
        return _due(picture, (picture.rung_at or since) + step.limit, What.NO_ANSWER, step.number)
    if state is State.WAITING:
        return _due(picture, picture.wake_at or since, What.WAKE)
    if state is State.WITH_EMERGENCY:
        return _due(picture, since + CONFIRM_EVERY, What.CONFIRM)
    if state is State.PASSED_ON:
        return _due(picture, since + FOLLOW_UP_EVERY, What.FOLLOW_UP)
    if state is State.SOLVED_UNDOCUMENTED:
        return _due(picture, _document_at(picture, since), What.DOCUMENT)
    wait = RING_AGAIN if picture.reminders else hold_limit(state, picture.severity)
    return _due(picture, since + wait, What.HOLD_EXPIRED)


def _due(picture: Picture, at: datetime, what: What, step: int = 0) -> Due:
    return Due(at, what, step, picture.ring)


def _climb_due(picture: Picture, now: datetime) -> Due:
    plan = plan_of(picture)
    if picture.level == 0 or picture.rung_at is None:
        return _due(picture, min(picture.opened_at, now), What.CLIMB, picture.level + 1)
    if picture.level >= plan.last:
        every = plan.repeat_every if plan.repeat_every > timedelta(0) else timedelta(minutes=5)
        return _due(picture, picture.rung_at + every, What.REPEAT, plan.last)
    limit = plan.step(picture.level).limit
    return _due(picture, picture.rung_at + limit, What.CLIMB, picture.level + 1)


def _document_at(picture: Picture, since: datetime) -> datetime:
    latest = since + DOCUMENT_WITHIN
    if picture.handover_at is None or picture.handover_at <= since:
        return latest
    return min(picture.handover_at, latest)


def when_due(picture: Picture, due: Due | None, now: datetime) -> Outcome:
    """Do what is due. A due that no longer belongs to the picture, or lies ahead, changes nothing.

    A worker that was away does one thing and counts on from `now`: no burst of calls, no skipped receiver.
    """
    current = next_due(picture, now)
    if current is None or due is None or current.at > now:
        return Outcome(picture, due=current)
    if (current.what, current.step, current.ring) != (due.what, due.step, due.ring):
        return Outcome(picture, due=current)
    return outcome(picture, _DO[current.what](picture, now), now)


def outcome(before: Picture, parts: Parts, now: datetime) -> Outcome:
    """What came of something, with what is due next and whether the calls that still ring shall stop.

    They stop when somebody has it and something has changed: the state, the holder, or that its holder works on it again.
    A cry for help rings on while it stands, whatever else is written or done.
    """
    after, notes, log = parts
    is_heard = after.help_at is None and (after.held_by != "" or after.state in _QUIET)
    changed = (before.state, before.held_by, before.reminders) != (
        after.state,
        after.held_by,
        after.reminders,
    )
    return Outcome(
        after, notes, log, next_due(after, now), is_heard and (changed or before.help_at is not None)
    )


def _do_climb(picture: Picture, now: datetime) -> Parts:
    changed, notes, log = climb(picture, What.CLIMB, now)
    if picture.level:
        log = (LogLine(LogCode.CLIMBED, picture.level), *log)
    return changed, notes, log


def _do_repeat(picture: Picture, now: datetime) -> Parts:
    last = plan_of(picture).last
    changed, notes, log = ring_step(picture, last, What.REPEAT, now)
    return changed, notes, (LogLine(LogCode.REPEATED, last), *log)


def no_answer(picture: Picture, now: datetime) -> Parts:
    """The dispatch was not answered: ring the next dispatch step, or give the alarm back to the operators."""
    missed = LogLine(LogCode.NOT_ANSWERED, picture.dispatch_step)
    following = dispatch_after(picture, picture.dispatch_step)
    if following is None:
        changed, notes, log = back_to_centre(picture, What.NO_ANSWER, now, LogCode.BACK_TO_CENTRE)
    else:
        unheld = replace(picture, dispatch_step=following.number, held_by="")
        changed, notes, log = ring_step(unheld, following.number, What.NO_ANSWER, now)
    return changed, notes, (missed, *log)


def _do_hold(picture: Picture, now: datetime) -> Parts:
    if picture.reminders and picture.state not in _FIELD_WORK:
        return back_to_centre(picture, What.HOLD_EXPIRED, now, LogCode.HOLD_LOST)
    return _remind(picture, What.HOLD_EXPIRED, now, LogCode.RANG_AGAIN)


def _do_wake(picture: Picture, now: datetime) -> Parts:
    return back_to_centre(picture, What.WAKE, now, LogCode.WOKE)


def _do_confirm(picture: Picture, now: datetime) -> Parts:
    return _remind(picture, What.CONFIRM, now, LogCode.REMINDED)


def _do_follow_up(picture: Picture, now: datetime) -> Parts:
    return _remind(picture, What.FOLLOW_UP, now, LogCode.REMINDED)


def _do_document(picture: Picture, now: datetime) -> Parts:
    reminded = replace(
        picture, reminders=picture.reminders + 1, reminded_at=now, ring=picture.ring + 1, voice_due_at=None
    )
    told: Told = ((CENTRE, QUIET), *((who, QUIET) for who in holder(picture)))
    if picture.reminders:
        told = (*told, (LEADER, QUIET))
    return reminded, batch(reminded, What.DOCUMENT, 0, told), (LogLine(LogCode.REMINDED),)


def _do_voice(picture: Picture, now: datetime) -> Parts:
    shown = replace(picture, voice_due_at=None, ring=picture.ring + 1)
    told: Told = ((CENTRE, QUIET), *((who, QUIET) for who in holder(picture)))
    return shown, batch(shown, What.VOICE, 0, told), (LogLine(LogCode.NO_VOICE),)


def _do_help(picture: Picture, now: datetime) -> Parts:
    rung, notes, _ = ask_for_help(picture, picture.help_by, now)
    return rung, notes, (LogLine(LogCode.LEADER_TOLD, picture.level, LEADER),)


def _remind(picture: Picture, what: What, now: datetime, code: LogCode) -> Parts:
    """Ring the holder and the board in all channels; from the second time the leader on duty as well."""
    rung = replace(picture, reminders=picture.reminders + 1, reminded_at=now, ring=picture.ring + 1)
    told: Told = ((CENTRE, BOARD_AND_LOUD), *((who, BOARD_AND_LOUD) for who in holder(picture)))
    log: tuple[LogLine, ...] = (LogLine(code, picture.level),)
    if picture.reminders:
        told = (*told, (LEADER, LOUD))
        log = (*log, LogLine(LogCode.LEADER_TOLD, picture.level, LEADER))
    return rung, batch(rung, what, picture.level, told), log


_DO: Final[dict[What, Callable[[Picture, datetime], Parts]]] = {
    What.CLIMB: _do_climb,
    What.REPEAT: _do_repeat,
    What.NO_ANSWER: no_answer,
    What.HOLD_EXPIRED: _do_hold,
    What.WAKE: _do_wake,
    What.CONFIRM: _do_confirm,
    What.FOLLOW_UP: _do_follow_up,
    What.DOCUMENT: _do_document,
    What.VOICE: _do_voice,
    What.HELP: _do_help,
}
