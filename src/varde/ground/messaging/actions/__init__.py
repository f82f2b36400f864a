from varde.ground.messaging.actions.delivery import (
    UnknownMessage,
    claim,
    claim_withdrawal,
    count_refusal,
    expire,
    fail,
    report,
    tried,
    withdrew,
)
from varde.ground.messaging.actions.sending import (
    About,
    AnswerNeedsTime,
    Receiver,
    cancel,
    mark_all_read,
    mark_read,
    send,
)
from varde.ground.messaging.models import ReceiverKind

__all__ = [
    "About",
    "AnswerNeedsTime",
    "Receiver",
    "ReceiverKind",
    "UnknownMessage",
    "cancel",
    "claim",
    "claim_withdrawal",
    "count_refusal",
    "expire",
    "fail",
    "mark_all_read",
    "mark_read",
    "report",
    "send",
    "tried",
    "withdrew",
]
