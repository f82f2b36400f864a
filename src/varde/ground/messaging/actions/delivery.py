"""What the worker and the gateway write down. Nothing here talks to the outside: that happens between two of these."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from varde.foundation.authorisation import requires, unguarded
from varde.ground.messaging.actions import moves
from varde.ground.messaging.models import CallbackRefusal, Message
from varde.ground.messaging.permissions import MessagingPermission as P
from varde.ground.messaging.rules import pace
from varde.ground.messaging.rules.callback import Happening, Report
from varde.ground.messaging.rules.lifecycle import WAITING, Reason, State
from varde.ground.messaging.rules.parcel import Channel, Fate, Parcel, Receipt
from varde.ground.messaging.rules.text import ACCEPT_KEY, DECLINE_KEY
from varde.kernel.actor import Actor


class UnknownMessage(LookupError):
    """A callback about a message that is not ours."""


def _parcel(row: Message) -> Parcel:
    return Parcel(
        key=row.pk,
        attempt=row.attempts,
        channel=Channel(row.channel),
        address=row.address,
        subject=row.subject,
        text=row.text,
        language=row.language,
        needs_answer=row.needs_answer,
        answer_by=row.answer_by,
    )


@requires(P.DELIVER, about="message_id")
def claim(actor: Actor, *, message_id: UUID, now: datetime) -> Parcel | None:
    """Take one message for sending. None when another process was first, or the time for it has gone."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    mine = Message.objects.filter(free, pk=message_id, state__in=sorted(WAITING))
    if not mine.update(claimed_until=now + pace.CLAIM, attempts=F("attempts") + 1, state=State.SENDING):
        return None
    row = Message.objects.get(pk=message_id)
    if row.needs_answer and row.answer_by is not None and row.answer_by <= now:
        moves.not_received(row, State.UNANSWERED, Reason.NOT_SENT_IN_TIME, now=now)
        return None
    moves.note(row, State.SENDING, now=now)
    return _parcel(row)


@requires(P.DELIVER, about="message_id")
def tried(actor: Actor, *, message_id: UUID, attempt: int, receipt: Receipt, now: datetime) -> None:
    """Write down how one try went. Safe to call late or twice: a message that has moved on stays where it is.

    A worker that slept past its claim may find that another has tried since. That the gateway took the message holds
    all the same; that it did not is the later one's to say.
    """
    row = moves.sealed().select_for_update().get(pk=message_id)
    if row.attempts != attempt and receipt.fate is not Fate.TAKEN:
        return
    if row.state != State.SENDING:
        # Answered or taken back while the call went out; what remains is to know the gateway's own key.
        Message.objects.filter(pk=row.pk).update(
            claimed_until=None, provider_id=receipt.provider_id or row.provider_id, due_at=now
        )
        return
    if receipt.fate is Fate.TAKEN:
        moves.move(row, State.SENT, now=now, sent_at=now, claimed_until=None, provider_id=receipt.provider_id)
    elif receipt.fate is Fate.REFUSED:
        moves.not_received(row, State.FAILED, Reason.REFUSED, now=now)
    elif pace.gives_up(row.attempts) and not row.needs_answer:
        moves.not_received(row, State.FAILED, Reason.GAVE_UP, now=now)
    else:
        due = pace.next_try(row.attempts, now=now)
        moves.move(row, State.QUEUED, now=now, why=receipt.note, claimed_until=None, due_at=due)


@requires(P.DELIVER, about="message_id")
def claim_withdrawal(actor: Actor, *, message_id: UUID, now: datetime) -> Parcel | None:
    """Take one message for taking back at the gateway."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    mine = Message.objects.filter(free, pk=message_id, withdraw=True)
    if not mine.update(claimed_until=now + pace.CLAIM, attempts=F("attempts") + 1):
        return None
    row = moves.sealed().get(pk=message_id)
    row.address = row.text = ""  # the key is enough to take it back, also of one that cannot be read
    return _parcel(row)


@requires(P.DELIVER, about="message_id")
def withdrew(actor: Actor, *, message_id: UUID, receipt: Receipt, now: datetime) -> None:
    """Write down how the taking back went. It is given up with the last try: the call has ended by then."""
    row = moves.sealed().select_for_update().get(pk=message_id)
    over = receipt.fate is not Fate.LATER or pace.gives_up(row.attempts)
    due = now if over else pace.next_try(row.attempts, now=now)
    Message.objects.filter(pk=row.pk).update(withdraw=not over, claimed_until=None, due_at=due)
    moves.note(row, "withdrawn" if over else "withdrawal_later", now=now, why=receipt.note)


@requires(P.DELIVER, about="message_id")
def fail(actor: Actor, *, message_id: UUID, now: datetime) -> bool:
    """One that we cannot read or handle ourselves has not been received. True when that was news."""
    row = moves.sealed().select_for_update().filter(pk=message_id).first()
    return row is not None and moves.not_received(row, State.FAILED, Reason.FAILED, now=now)


@requires(P.DELIVER, about="message_id")
def expire(actor: Actor, *, message_id: UUID, now: datetime) -> bool:
    """Nobody has answered in time. True when that was news."""
    row = moves.sealed().select_for_update().get(pk=message_id)
    if not row.needs_answer or row.answer_by is None or row.answer_by > now:
        return False
    never_sent = row.state in WAITING
    reason = Reason.NOT_SENT_IN_TIME if never_sent else Reason.NO_ANSWER
    return moves.not_received(row, State.UNANSWERED, reason, now=now)


@requires(P.REPORT, about="message_id")
def report(actor: Actor, *, message_id: UUID, report: Report, now: datetime) -> bool:
    """What the gateway says happened. Each callback is heard once: False when it was heard before.

    Raises UnknownMessage. A call that was picked up without a keypress has reached an answering machine.
    """
    row = moves.sealed().select_for_update().filter(pk=message_id).first()
    if row is None:
        raise UnknownMessage
    try:
        with transaction.atomic():
            moves.note(row, f"callback_{report.happening}", now=now, external_id=report.event_id)
    except IntegrityError:
        return False
    _apply(row, report, now)
    return True


_ENDS = {
    Happening.BUSY: Reason.BUSY,
    Happening.NO_ANSWER: Reason.NO_ANSWER,
    Happening.ENDED: Reason.NO_ANSWER,
}


def _apply(row: Message, report: Report, now: datetime) -> None:
    happening = report.happening
    if happening is Happening.KEYPRESS and report.key in (ACCEPT_KEY, DECLINE_KEY):
        moves.answered(row, keypress=report.key, accepted=report.key == ACCEPT_KEY, now=now)
    elif happening is Happening.FAILED:
        moves.not_received(row, State.FAILED, Reason.FAILED, now=now)
    elif happening in _ENDS and row.needs_answer:
        moves.not_received(row, State.UNANSWERED, _ENDS[happening], now=now)
    elif happening in _ENDS:
        moves.not_received(row, State.FAILED, _ENDS[happening], now=now)
    elif happening is not Happening.KEYPRESS:
        moves.move(row, State.DELIVERED, now=now, sent_at=row.sent_at or now, claimed_until=None)


@unguarded("source key")
def count_refusal(*, why: str, now: datetime) -> None:
    """A callback was turned away. Counted per hour; nothing of it is kept."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if CallbackRefusal.objects.filter(hour=hour, why=why).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            CallbackRefusal.objects.create(hour=hour, why=why, count=1)
    except IntegrityError:
        CallbackRefusal.objects.filter(hour=hour, why=why).update(count=F("count") + 1)
