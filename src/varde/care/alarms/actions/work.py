"""What people do with an alarm: operators at the board, responders on the phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.care.alarms.actions import ringing
from varde.care.alarms.actions.ending import _finish
from varde.care.alarms.actions.ringing import carry_out
from varde.care.alarms.models import Alarm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries.switchboard import Lines, Switchboard, shares_phone, was_sent_to
from varde.care.alarms.rules import escalation
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import MOVES, NotAllowed, Role, State, Verb
from varde.foundation.authorisation import requires
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.actor import Actor


class MissingOutcome(ValueError):
    """An alarm closes with a cause and a measure; this one lacks one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came with a move. place: who was called in ("113"). cause and measures: codes of CAUSES and MEASURES."""

    text: str = ""
    place: str = ""
    cause: str = ""
    measures: tuple[str, ...] = ()


NOTHING_SAID = Said()
SOLVED = (Verb.SOLVE_LATER, Verb.DONE)
"""What is solved but not documented is reminded of when the shift ends."""


def _locked(alarm_id: UUID) -> Alarm:
    return get_object_or_404(Alarm.objects.select_for_update(of=("self",)), pk=alarm_id)


def _move(actor: Actor, alarm: Alarm, role: Role, act: Act, said: Said, now: datetime) -> Alarm:
    """One move by the table, in the caller's transaction: picture, events, rings and the board, or nothing at all."""
    before = State(alarm.state)
    move = MOVES.get((before, act.verb))
    if move is None or role not in move.who:
        raise NotAllowed(before, act.verb)
    board = Switchboard(now)
    lines = board.lines(alarm)
    if act.verb in SOLVED:
        alarm.handover_at = board.handover(alarm.owner_id)
    answer = escalation.moved(alarm.picture(lines.holes), act, now)
    alarm.show(answer.picture, answer.due)
    alarm.cause, alarm.measures = said.cause or alarm.cause, list(said.measures) or alarm.measures
    if act.verb is Verb.CLOSE and not (alarm.cause and alarm.measures):
        raise MissingOutcome
    _name_holder(actor, alarm, lines, board)
    if act.verb is Verb.TAKE and alarm.taken_at is None:
        alarm.taken_at = now
    if act.verb is Verb.TALK:
        alarm.no_voice = False
    who = {"actor": actor.id, "actor_name": actor.name, "actor_role": role}
    told = {"step": alarm.dispatch_step, "place": said.place, "text": said.text}
    alarm.line(now, act.verb, vkp=move.event, **who, **told).save()
    if act.verb is Verb.CLOSE:
        _finish(actor, alarm, now)
    alarm.save()
    carry_out(alarm, answer, now, board)
    return alarm


def _name_holder(actor: Actor, alarm: Alarm, lines: Lines, board: Switchboard) -> None:
    """Who holds it now, by name; and whoever holds it may see all that is needed to help."""
    if alarm.held_by is None:
        return
    alarm.holder_name = (
        actor.name if alarm.held_by == actor.id else lines.name_of(alarm.held_by) or alarm.holder_name
    )
    if alarm.recipient_id is not None:
        holder = Holder(HolderKind.STAFF, alarm.held_by, alarm.holder_name)
        ringing.open_cards(board, Basis.ALARM, [(alarm, holder)])


@requires(P.ANSWER, about="alarm_id")
def operate(
    actor: Actor,
    *,
    alarm_id: UUID,
    act: Act,
    now: datetime,
    said: Said = NOTHING_SAID,
) -> Alarm:
    """An operator's move. Raises NotAllowed, AlreadyHeld (who has it) or WaitInvalid; 404 for a neighbour's alarm."""
    return _move(actor, _locked(alarm_id), Role.OPERATOR, act, said, now)


@requires(P.RESPOND, about="alarm_id")
def respond(
    actor: Actor,
    *,
    alarm_id: UUID,
    act: Act,
    now: datetime,
    said: Said = NOTHING_SAID,
) -> Alarm:
    """A responder's move, on an alarm that was sent out. The same press twice is one move."""
    alarm = _locked(alarm_id)
    if not was_sent_to(alarm, actor.id, now):
        raise PermissionDenied
    if alarm.held_by not in (None, actor.id) and shares_phone(alarm, actor.id, now):
        alarm.held_by = actor.id  # the shared phone answered; now one of those who carry it says who
    return _move(actor, alarm, Role.RESPONDER, act, said, now)
