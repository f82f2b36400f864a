"""Asking for a message, taking it back, and reading it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.ground.messaging.actions import moves
from varde.ground.messaging.models import Message, ReceiverKind
from varde.ground.messaging.permissions import MessagingPermission as P
from varde.ground.messaging.queries import mail_is_on
from varde.ground.messaging.rules import addresses
from varde.ground.messaging.rules import text as words
from varde.ground.messaging.rules.lifecycle import OPEN, Reason, State
from varde.ground.messaging.rules.parcel import Channel
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets it: a kind and a plain key."""

    kind: ReceiverKind
    id: UUID


@dataclass(frozen=True, slots=True)
class About:
    """What it is about, in the caller's own words: ("alarm", alarm id, plan step)."""

    kind: str
    id: UUID
    step: int = 0


guards: list[Callable[[Receiver, datetime], bool]] = []
"""Asked of every message, filled by the composition root: whether this receiver is to get nothing."""


class AnswerNeedsTime(ValueError):
    """A message that needs an answer needs to know for how long."""


@requires(P.SEND)
def send(
    actor: Actor,
    *,
    owner_id: UUID,
    channel: Channel,
    address: str,
    text: words.Text,
    receiver: Receiver,
    about: About,
    idempotency_key: str,
    needs_answer: bool,
    answer_within: timedelta | None,
    now: datetime,
) -> Message:
    """Ask for a message, in the caller's transaction. The same key gives the same message, once.

    Never raises over an address or a missing gateway: the message fails at once and `messaging.not_received/1` says
    why. In the app it stands in the inbox when the transaction does; the rest is sent by the worker. The tries and
    the ringing end `answer_within` after `now`. Raises AnswerNeedsTime.
    """
    if needs_answer and not (answer_within and answer_within > timedelta()):
        raise AnswerNeedsTime
    known = moves.sealed().filter(idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    row = Message(
        owner_id=owner_id,
        channel=Channel(channel).value,
        receiver_kind=ReceiverKind(receiver.kind).value,
        receiver_id=receiver.id,
        about_kind=about.kind,
        about_id=about.id,
        about_step=about.step,
        idempotency_key=idempotency_key,
        needs_answer=needs_answer,
        answer_by=now + answer_within if answer_within else None,
        made_at=now,
        due_at=now,
    )
    _say(row, text)
    fault = _set_address(row, address) or _refused(receiver, now)
    return _stand(row, fault, now)


def _say(row: Message, text: words.Text) -> None:
    row.purpose, row.language = text.purpose.value, text.language
    if row.channel == Channel.IN_APP:
        row.subject, row.text, row.detail = words.sentence(text), words.sentence(text), text.detail
    elif row.channel == Channel.VOICE:
        row.subject = words.sentence(text)
        row.text = words.speech(text, needs_answer=row.needs_answer)
    else:
        row.subject = words.sentence(text)
        by_reply = row.needs_answer and row.channel == Channel.SMS
        row.text = words.lock_screen(text, needs_answer=by_reply)


def _refused(receiver: Receiver, now: datetime) -> Reason | None:
    return Reason.NOT_TO_BE_SENT if any(guard(receiver, now) for guard in guards) else None


def _set_address(row: Message, address: str) -> Reason | None:
    """Put the address on the row, and say what stands in the way of sending there."""
    if row.channel == Channel.IN_APP:
        return None
    try:
        is_mail = row.channel == Channel.EMAIL
        row.address = addresses.email(address) if is_mail else addresses.phone(address)
    except addresses.BadAddress:
        return Reason.BAD_ADDRESS
    row.hint = addresses.mask(row.address)
    if row.channel == Channel.EMAIL:
        return None if mail_is_on() else Reason.NO_MAIL
    return None if settings.VARDE_GATEWAY_URL else Reason.NO_GATEWAY


def _stand(row: Message, fault: Reason | None, now: datetime) -> Message:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return moves.sealed().get(idempotency_key=row.idempotency_key)
    moves.note(row, State.QUEUED, now=now)
    if fault is not None:
        moves.not_received(row, State.FAILED, fault, now=now)
    elif row.channel == Channel.IN_APP:
        moves.move(row, State.SENT, now=now, sent_at=now)
    return row


@requires(P.SEND, about="about_id")
def cancel(actor: Actor, *, about_id: UUID, now: datetime, keep: Collection[UUID] = ()) -> int:
    """Stop calling: somebody has taken the matter. Messages that only inform go on. Returns how many were stopped.

    `keep` names messages to leave, such as the one whose answer took the alarm.
    """
    calls = sorted(purpose.value for purpose in words.CALLS)
    rows = moves.sealed().filter(about_id=about_id, state__in=sorted(OPEN), purpose__in=calls)
    count = 0
    # Locked, so that one claimed this instant is seen as claimed, and taken back.
    for row in rows.exclude(pk__in=list(keep)).order_by("pk").select_for_update():
        went_out = row.channel in (Channel.VOICE, Channel.SMS) and row.attempts > 0
        # A claimed one is on its way this instant: it is taken back when the claim is over.
        due = max(now, row.claimed_until) if row.claimed_until else now
        count += moves.move(
            row, State.CANCELLED, now=now, withdraw=went_out, due_at=due, claimed_until=row.claimed_until
        )
    return count


@requires(P.READ_INBOX)
def mark_read(actor: Actor, *, message_id: UUID, now: datetime) -> Message:
    """Mark one of one's own messages as read. Reading is not taking: the state stays."""
    mine = Q(channel=Channel.IN_APP, receiver_kind=ReceiverKind.USER, receiver_id=actor.id)
    row = get_object_or_404(Message.objects.filter(mine), pk=message_id)
    Message.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=now)
    row.refresh_from_db()
    return row


@requires(P.READ_INBOX)
def mark_all_read(actor: Actor, *, now: datetime) -> int:
    """Mark all of one's own messages as read. Returns how many were unread."""
    mine = Q(channel=Channel.IN_APP, receiver_kind=ReceiverKind.USER, receiver_id=actor.id)
    return Message.objects.filter(mine, read_at__isnull=True).update(read_at=now)
