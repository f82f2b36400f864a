"""What people and new signals do to the picture."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from varde.care.alarms.rules.codes import Severity
from varde.care.alarms.rules.escalation.dues import next_due, no_answer, outcome
from varde.care.alarms.rules.escalation.pace import WAIT_LONGEST
from varde.care.alarms.rules.escalation.picture import LogCode, Outcome, Picture, What
from varde.care.alarms.rules.escalation.rings import (
    BOARD_AND_LOUD,
    CENTRE,
    QUIET,
    Parts,
    ask_for_help,
    back_to_centre,
    batch,
    climb,
    dispatch_after,
    holder,
    plan_of,
    ring_step,
)
from varde.care.alarms.rules.lifecycle import HELD, State, Verb, after
from varde.care.alarms.rules.plan import Receiver, ReceiverKind


@dataclass(frozen=True, slots=True)
class Act:
    """One act. by: id of who does it. to: GIVE, id of the colleague. until: WAIT, aware. step: DISPATCH, a chosen plan
    step (0 = the next in the plan). over: TAKE from a colleague on purpose. severity: EXTEND, of the new signal.
    """

    verb: Verb
    by: str = ""
    to: str = ""
    until: datetime | None = None
    step: int = 0
    over: bool = False
    severity: Severity = Severity.NOT_ASSESSED


BESIDE: Final = frozenset(
    {Verb.NOTE, Verb.INFORM_KIN, Verb.ASK_HELP, Verb.NEED_HELP, Verb.HELP_COMES, Verb.DECLINE}
)
"""What anybody may do with a colleague's alarm: it takes nothing out of their hands."""
_BY_ITSELF: Final = frozenset({Verb.EXTEND, Verb.WAKE, Verb.LOSE_HOLD, Verb.NOBODY_ANSWERED})
_OF_THE_HOLDER: Final = frozenset({Verb.GIVE, Verb.ARRIVE, Verb.CONFIRM_AT_DOOR})
"""While an emergency service is there: anybody may confirm for one who has gone home, the rest is the holder's."""

_HELPED: Final = frozenset({Verb.HELP_COMES, Verb.CONFIRM_HANDOVER, Verb.CONFIRM_AT_DOOR})
_LAID_DOWN: Final = frozenset({State.WAITING, State.PASSED_ON, State.SOLVED_UNDOCUMENTED, State.CLOSED})


class AlreadyHeld(Exception):
    """Somebody else holds the alarm. `held_by` is the id, so that the page can say who."""

    def __init__(self, held_by: str) -> None:
        super().__init__("somebody else holds the alarm")
        self.held_by = held_by


def takes_from_another(state: State, held_by: str, act: Act) -> bool:
    """Whether the act would take the alarm out of the hands of somebody who works on it. TAKE on purpose (`over`) may."""
    if held_by in ("", act.by) or act.verb in BESIDE | _BY_ITSELF or (act.verb is Verb.TAKE and act.over):
        return False
    return state in HELD or (state is State.WITH_EMERGENCY and act.verb in _OF_THE_HOLDER)


def by_key(picture: Picture, by: str, accepted: bool) -> Verb:
    """What a key on a ringing call means. 1 takes the alarm, or says that one comes to help whoever has it. 2 says no,
    and lays it back when it was theirs."""
    if accepted:
        is_free = picture.state in (State.NEW, State.DISPATCHED) and picture.held_by in ("", by)
        helps = picture.help_at is not None and by != picture.help_by and not is_free
        return Verb.HELP_COMES if helps else Verb.ACCEPT
    is_theirs = picture.held_by == by and picture.state in (State.TAKEN, State.TALKING)
    return Verb.RELEASE if is_theirs else Verb.DECLINE


class WaitInvalid(Exception):
    """Waiting needs an end that lies ahead, at most WAIT_LONGEST away."""


def moved(picture: Picture, act: Act, now: datetime) -> Outcome:
    """The picture after the act, whom to tell, and what is due next.

    Raises NotAllowed (the table of moves), AlreadyHeld (somebody else works on it) or WaitInvalid. The same act by the same
    person again (a phone that sends twice) gives the same state and tells nobody twice.
    """
    state = after(picture.state, act.verb)
    if takes_from_another(picture.state, picture.held_by, act):
        raise AlreadyHeld(picture.held_by)
    changed, notes, log = _ACTS.get(act.verb, _work)(picture, act, now)
    changed = replace(changed, state=changed.state if act.verb in _OWN_STATE else state)
    if changed.state in (State.SOLVED_UNDOCUMENTED, State.CLOSED, State.TALKING):
        changed = replace(changed, voice_due_at=None)
    if picture.help_at is not None and _is_helped(picture, changed.state, act):
        changed = replace(changed, help_at=None, help_by="")
    return outcome(picture, (changed, notes, log), now)


def _is_helped(picture: Picture, state: State, act: Act) -> bool:
    """Whether the cry for help is over: help is said to come, another person has acted, or the matter is laid down."""
    if act.verb in _HELPED:
        return True
    if act.verb in BESIDE | _BY_ITSELF:
        return False
    return act.by != picture.help_by or (state in _LAID_DOWN and state is not picture.state)


def skipped(picture: Picture, now: datetime) -> Outcome:
    """Everybody who was asked in this step has said no: go on at once instead of waiting for the limit.

    After the last step there is nobody to go on to: it rings again when the plan's repeat is due, and no sooner. Else a
    number that is engaged, or a gateway that is away, would be rung without a pause.
    """
    if picture.state is State.DISPATCHED and not picture.held_by:
        return outcome(picture, no_answer(picture, now), now)
    if picture.state is State.NEW and 0 < picture.level < plan_of(picture).last:
        return outcome(picture, climb(picture, What.CLIMB, now), now)
    return Outcome(picture, due=next_due(picture, now))


def _active(picture: Picture, now: datetime, held_by: str) -> Picture:
    return replace(
        picture, held_by=held_by, active_at=now, reminders=0, reminded_at=None, wake_at=None, dispatch_step=0
    )


def _work(picture: Picture, act: Act, now: datetime) -> Parts:
    """Any verb that says that its doer works on the alarm from now."""
    return _active(picture, now, act.by), (), ()


def _remark(picture: Picture, act: Act, now: datetime) -> Parts:
    """A note or a call to next of kin: counts as work only when the holder does it."""
    if picture.state in HELD and picture.held_by and picture.held_by == act.by:
        return replace(picture, active_at=now, reminders=0, reminded_at=None), (), ()
    return picture, (), ()


def _take(picture: Picture, act: Act, now: datetime) -> Parts:
    """From somebody who works on it only on purpose, and never without telling them."""
    taken = _active(picture, now, act.by)
    if picture.held_by in ("", act.by) or picture.state not in (*HELD, State.WITH_EMERGENCY):
        return taken, (), ()
    told = replace(taken, ring=taken.ring + 1)
    return told, batch(told, What.TAKEN_OVER, told.level, ((holder(picture)[0], BOARD_AND_LOUD),)), ()


def _emergency(picture: Picture, act: Act, now: datetime) -> Parts:
    """Whoever calls holds it. A colleague who calls one more service leaves it with the one who called first."""
    keeps = picture.state is State.WITH_EMERGENCY and picture.held_by
    return _active(picture, now, picture.held_by if keeps else act.by), (), ()


def _give(picture: Picture, act: Act, now: datetime) -> Parts:
    given = replace(_active(picture, now, act.to or act.by), ring=picture.ring + 1)
    told = ((Receiver(ReceiverKind.HOLDER, given.held_by), BOARD_AND_LOUD),)
    return given, batch(given, What.GIVEN, given.level, told), ()


def _release(picture: Picture, act: Act, now: datetime) -> Parts:
    free = replace(picture, held_by="", active_at=now)
    return back_to_centre(free, What.RELEASED, now, LogCode.BACK_TO_CENTRE)


def _dispatch(picture: Picture, act: Act, now: datetime) -> Parts:
    """Ring a dispatch step: the chosen one, else the next from where the plan stands, else the last step.

    The level only rises: choosing an earlier receiver again rings it without climbing down.
    """
    plan = plan_of(picture)
    known = {step.number for step in plan.steps}
    ahead = dispatch_after(picture, max(picture.level - 1, picture.dispatch_step)) or dispatch_after(
        picture, 0
    )
    number = act.step if act.step in known else (ahead.number if ahead else plan.last)
    sent = replace(_active(picture, now, ""), dispatch_step=number)
    return ring_step(sent, number, What.NO_ANSWER, now)


def _decline(picture: Picture, act: Act, now: datetime) -> Parts:
    """One says no. It counts as unanswered at once only when it was theirs; a pool still has others."""
    if picture.state is State.DISPATCHED and picture.held_by and picture.held_by == act.by:
        return no_answer(
            replace(picture, held_by="", dispatch_step=picture.dispatch_step or picture.level), now
        )
    return picture, (), ()


def _wait(picture: Picture, act: Act, now: datetime) -> Parts:
    if act.until is None or not now < act.until <= now + WAIT_LONGEST:
        raise WaitInvalid
    return replace(_active(picture, now, ""), wake_at=act.until), (), ()


def _done(picture: Picture, act: Act, now: datetime) -> Parts:
    if picture.state is State.SOLVED_UNDOCUMENTED:
        return picture, (), ()
    return _active(picture, now, act.by), (), ()


def _help(picture: Picture, act: Act, now: datetime) -> Parts:
    worked, _, _ = _remark(picture, act, now)
    return ask_for_help(worked, picture.help_by or act.by, now)


def _extend(picture: Picture, act: Act, now: datetime) -> Parts:
    """The person signals again. What was waiting or thought solved is new again; severity never falls."""
    worse = replace(picture, severity=max(picture.severity, act.severity))
    if picture.state in (State.WAITING, State.PASSED_ON, State.SOLVED_UNDOCUMENTED):
        return back_to_centre(worse, What.NEW_SIGNAL, now, LogCode.BACK_TO_CENTRE)
    told = replace(worse, ring=worse.ring + 1)
    who = ((CENTRE, QUIET), *((one, BOARD_AND_LOUD) for one in holder(worse)))
    return told, batch(told, What.NEW_SIGNAL, told.level, who), ()


def _close(picture: Picture, act: Act, now: datetime) -> Parts:
    return _active(picture, now, ""), (), ()


def _free(picture: Picture, act: Act, now: datetime) -> Parts:
    return back_to_centre(picture, What.WAKE, now, LogCode.BACK_TO_CENTRE)


def _unanswered(picture: Picture, act: Act, now: datetime) -> Parts:
    return no_answer(picture, now)


_OWN_STATE: Final = frozenset({Verb.DECLINE, Verb.NOBODY_ANSWERED})
_ACTS: Final[dict[Verb, Callable[[Picture, Act, datetime], Parts]]] = {
    Verb.TAKE: _take,
    Verb.GIVE: _give,
    Verb.RELEASE: _release,
    Verb.DISPATCH: _dispatch,
    Verb.DECLINE: _decline,
    Verb.WAIT: _wait,
    Verb.DONE: _done,
    Verb.CALL_EMERGENCY: _emergency,
    Verb.CONFIRM_HANDOVER: _take,
    Verb.NEED_HELP: _help,
    Verb.ASK_HELP: _help,
    Verb.HELP_COMES: _remark,
    Verb.NOTE: _remark,
    Verb.INFORM_KIN: _remark,
    Verb.EXTEND: _extend,
    Verb.CLOSE: _close,
    Verb.WAKE: _free,
    Verb.LOSE_HOLD: _free,
    Verb.NOBODY_ANSWERED: _unanswered,
}
