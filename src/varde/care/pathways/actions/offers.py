"""Both rows of an offer, the sender's and the receiver's, answered in one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from varde.care.pathways.events import HandOverAnswered
from varde.care.pathways.models import CaseTask, HandOver, HandOverOffer
from varde.care.pathways.models.task import WAITING, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.responsibility import OfferState
from varde.foundation.authorisation import requires
from varde.foundation.outbox import post
from varde.kernel.actor import Actor


class OfferIsOpen(Exception):
    """The case is offered to another organisation: withdraw the offer, or wait for the answer."""


@requires(P.CARRY)
def settle_offer(
    actor: Actor, *, hand_over_id: UUID, state: OfferState, by: str, reason: str, now: datetime
) -> None:
    """Both rows say the same, from the same instant."""
    told: dict[str, Any] = {"state": state.value, "answered_at": now, "answered_by": by, "reason": reason}
    for model, where in ((HandOver, {"pk": hand_over_id}), (HandOverOffer, {"hand_over": hand_over_id})):
        for one in model.objects.filter(**where):
            for name, value in told.items():
                setattr(one, name, value)
            one.save(update_fields=list(told))
    row = HandOver.objects.get(pk=hand_over_id)
    if state is not OfferState.ACCEPTED:
        post.publish(HandOverAnswered(row.pk, row.case_id, row.owner_id, row.to_id, state.value), now=now)
        CaseTask.objects.filter(case=row.case_id, code="handover_waits", state__in=WAITING).update(
            state=TaskState.DONE, done_at=now, done_name=by
        )
