"""Letters [meldinger] at start, underway and end: drafted from data, read and released by a person, sent, received."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.texts import told_of
from varde.care.pathways.actions.writing import end_of, keep, note, open_task
from varde.care.pathways.models import Case, CaseTask, Letter
from varde.care.pathways.models.around import LetterMoment, LetterState, LetterWay
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import today
from varde.care.pathways.queries.posting import receivers_here
from varde.care.pathways.rules.lifecycle import EndReason
from varde.care.pathways.rules.steps import Planned
from varde.care.pathways.rules.template import AUDIENCES, Audience, Need, Stage
from varde.care.pathways.rules.wording import MISSING, letter
from varde.foundation.authorisation import machine, requires
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.kernel.actor import Actor


class NotReleased(Exception):
    """A draft is read and released before it is sent."""


class GapsLeft(ValueError):
    """The text still says "(fyll inn)" somewhere, or is empty."""


class ToTheDead(Exception):
    """The recipient is dead: nothing is sent to them."""


class NobodyHere(Exception):
    """Nobody of this audience has an account in Varde and knows the recipient."""


class AlreadySent(Exception):
    """What is sent is not changed."""


MOMENTS: Final = {
    Stage.REFERRAL: LetterMoment.REFERRED,
    Stage.ASSESSMENT: LetterMoment.REFERRED,
    Stage.ALLOCATION: LetterMoment.ALLOCATED,
    Stage.ADAPTATION: LetterMoment.ALLOCATED,
    Stage.TRAINING: LetterMoment.START,
}
ABOUT: Final = {
    LetterMoment.REFERRED: " om henvisningen",
    LetterMoment.ALLOCATED: " om tildelingen",
    LetterMoment.START: " om oppstarten",
    LetterMoment.UNDERWAY: "",
    LetterMoment.END: " om avslutningen",
}
"""What the task says that the message is about."""


def moment_of(planned: Planned) -> LetterMoment:
    if planned.step.when is Need.END_DECIDED:
        return LetterMoment.END
    return MOMENTS.get(planned.stage, LetterMoment.UNDERWAY)


def draft_for(case: Case, planned: Planned, *, now: datetime) -> list[Letter]:
    """The drafts that a step of the template releases, each with its task."""
    moment = moment_of(planned)
    return [draft(case, moment, to, send_on=today(now), now=now) for to in planned.step.tells]


def draft(case: Case, moment: LetterMoment, to: Audience, *, send_on: date, now: datetime) -> Letter:
    row = Letter.objects.create(
        owner_id=case.owner_id,
        case=case,
        moment=moment,
        to=to.value,
        text=letter(told_of(case), moment.value, to),
        send_on=send_on,
        drafted_at=now,
    )
    _task(case, row, now)
    return row


def _task(case: Case, row: Letter, now: datetime) -> None:
    open_task(
        case,
        kind=TaskKind.LETTER,
        code=f"letter_{row.pk.hex}",
        title=f"Send melding til {AUDIENCES[Audience(row.to)].nb}{ABOUT[LetterMoment(row.moment)]}",
        now=now,
        series=row.tries,
        due_at=end_of(row.send_on),
        about_id=row.pk,
        role="",
        assigned_to=case.responsible,
        assigned_name=case.responsible_name,
    )


def _letter(actor: Actor, letter_id: UUID, now: datetime) -> tuple[Case, Letter]:
    found = get_object_or_404(Letter, pk=letter_id)
    case = _to_change(actor, found.case_id, P.WORK, now)
    return case, Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)


@requires(P.WORK, about="case_id")
def draft_letter(
    actor: Actor, *, case_id: UUID, moment: str, to: str, send_on: date, now: datetime
) -> Letter:
    """A letter that the template does not call for, or one for later: it stands in "Mine oppgaver" from its day on.

    Raises ToTheDead."""
    case = _to_change(actor, case_id, P.WORK, now)
    _refuse_dead(case, to)
    row = draft(case, LetterMoment(moment), Audience(to), send_on=send_on, now=now)
    note(case, actor, "letter_drafted", now=now, to=to, moment=moment)
    keep(case, now=now)
    return row


def _refuse_dead(case: Case, to: str) -> None:
    if to == Audience.RECIPIENT and case.end_reason == EndReason.DEAD:
        raise ToTheDead


@requires(P.WORK, about="letter_id")
def release_letter(actor: Actor, *, letter_id: UUID, text: str, to_name: str, now: datetime) -> Letter:
    """A person has read it and put it right. Raises GapsLeft, AlreadySent, ToTheDead."""
    case, row = _letter(actor, letter_id, now)
    _refuse_dead(case, row.to)
    if row.state not in (LetterState.DRAFT, LetterState.RELEASED, LetterState.REJECTED):
        raise AlreadySent
    if MISSING in text or not text.strip():
        raise GapsLeft
    row.text, row.to_name, row.state = text, to_name, LetterState.RELEASED
    row.released_at, row.released_by = now, actor.name
    row.save()
    note(case, actor, "letter_released", now=now, to=row.to, moment=row.moment)
    return row


@requires(P.WORK, about="letter_id")
def mark_sent(actor: Actor, *, letter_id: UUID, now: datetime) -> Letter:
    """The actor has copied the text into the system that sends it. Raises NotReleased, ToTheDead."""
    case, row = _letter(actor, letter_id, now)
    _refuse_dead(case, row.to)
    if row.state != LetterState.RELEASED:
        raise NotReleased
    row.state, row.way, row.sent_at, row.sent_by = LetterState.SENT, LetterWay.COPIED, now, actor.name
    row.save()
    _settle(row, TaskState.DONE, actor, now)
    note(case, actor, "letter_sent", now=now, to=row.to, moment=row.moment, way=row.way)
    keep(case, now=now)
    return row


@requires(P.WORK, about="letter_id")
def send_here(actor: Actor, *, letter_id: UUID, now: datetime) -> Letter:
    """To the inbox in Varde of those of the audience who know the recipient: the text stands behind their login alone.

    Raises NotReleased, ToTheDead, NobodyHere."""
    case, row = _letter(actor, letter_id, now)
    _refuse_dead(case, row.to)
    if row.state != LetterState.RELEASED:
        raise NotReleased
    receivers = receivers_here(actor, case, Audience(row.to), now)
    if not receivers:
        raise NobodyHere
    for user in receivers:
        messaging.send(
            machine("messenger"),
            owner_id=case.owner_id,
            channel=Channel.IN_APP,
            address="",
            text=Text(Purpose.LETTER).with_detail(str(row.text)),
            receiver=messaging.Receiver(messaging.ReceiverKind.USER, user),
            about=messaging.About("letter", row.pk),
            idempotency_key=f"letter:{row.pk}:{row.tries}:{user}",
            needs_answer=False,
            answer_within=None,
            now=now,
        )
    row.state, row.way, row.sent_at, row.sent_by = LetterState.SENT, LetterWay.HERE, now, actor.name
    row.save()
    _settle(row, TaskState.DONE, actor, now)
    note(case, actor, "letter_sent", now=now, to=row.to, moment=row.moment, way=row.way)
    keep(case, now=now)
    return row


@requires(P.WORK, about="letter_id")
def drop_letter(actor: Actor, *, letter_id: UUID, now: datetime) -> Letter:
    """It is not to be sent after all. Raises AlreadySent."""
    case, row = _letter(actor, letter_id, now)
    if row.state in (LetterState.SENT, LetterState.DELIVERED):
        raise AlreadySent
    row.state = LetterState.DROPPED
    row.save()
    _settle(row, TaskState.NOT_NEEDED, actor, now)
    note(case, actor, "letter_dropped", now=now, to=row.to, moment=row.moment)
    keep(case, now=now)
    return row


@requires(P.WORK, about="letter_id")
def record_receipt(actor: Actor, *, letter_id: UUID, is_accepted: bool, answer: str, now: datetime) -> Letter:
    """What came back: delivered, or rejected, and then the task stands open again the same instant. Raises NotReleased."""
    case, row = _letter(actor, letter_id, now)
    if row.state != LetterState.SENT:
        raise NotReleased
    row.answered_at, row.answer = now, answer[:60]
    row.state = LetterState.DELIVERED if is_accepted else LetterState.REJECTED
    row.tries += 0 if is_accepted else 1
    row.save()
    if not is_accepted:
        row.send_on = today(now)
        _task(case, row, now)
    note(case, actor, "letter_received" if is_accepted else "letter_rejected", now=now, to=row.to)
    keep(case, now=now)
    return row


def _settle(row: Letter, state: TaskState, actor: Actor, now: datetime) -> None:
    tasks = CaseTask.objects.filter(about_id=row.pk, kind=TaskKind.LETTER, state__in=WAITING)
    tasks.update(state=state, done_at=now, done_by=actor.id, done_name=actor.name)
