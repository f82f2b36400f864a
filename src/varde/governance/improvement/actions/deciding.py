"""What becomes of a proposal: decided, done, and checked."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.improvement.actions.proposals import enter
from varde.governance.improvement.models import Proposal
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.codes import Effect
from varde.governance.improvement.rules.lifecycle import DECISIONS, MOVES, NotAllowed, State, Verb, moved
from varde.kernel.actor import Actor


def _locked(proposal_id: UUID) -> Proposal:
    return get_object_or_404(Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)


def _move(row: Proposal, verb: Verb) -> None:
    row.state = moved(MOVES, State(row.state), verb)


@requires(P.DECIDE)
def decide(
    actor: Actor, *, proposal_id: UUID, verb: Verb, reason: str, on: date | None, now: datetime
) -> Proposal:
    """CHOOSE, POSTPONE or DECLINE, with a reason. `on`: when the effect is looked at, or the proposal taken up again.
    Raises NotAllowed; ValueError without a reason, or without the day that the decision needs."""
    if verb not in DECISIONS or not reason.strip() or (on is None and verb is not Verb.DECLINE):
        raise ValueError("a decision, a reason, and a day where it needs one")
    row = _locked(proposal_id)
    _move(row, verb)
    row.reason, row.decided_at, row.decided_by, row.decided_name = reason.strip(), now, actor.id, actor.name
    row.check_on = on if verb is Verb.CHOOSE else None
    row.look_again_on = on if verb is Verb.POSTPONE else None
    row.save()
    enter(actor, row, verb, now, text=row.reason, due_on=row.check_on or row.look_again_on)
    return row


def _followed(actor: Actor, proposal_id: UUID) -> Proposal:
    """The proposal, for who owns it or stands in, and for who decides. Raises PermissionDenied for others."""
    row = _locked(proposal_id)
    if actor.id not in (row.responsible_id, row.deputy_id) and not actor.may(P.DECIDE, row.owner_id):
        raise PermissionDenied
    return row


@requires(P.VIEW)
def finish(actor: Actor, *, proposal_id: UUID, text: str, now: datetime) -> Proposal:
    """The change is made. Raises NotAllowed."""
    row = _followed(actor, proposal_id)
    _move(row, Verb.FINISH)
    row.save()
    enter(actor, row, Verb.FINISH, now, text=text.strip())
    return row


@requires(P.VIEW)
def note_effect(actor: Actor, *, proposal_id: UUID, effect: Effect, seen: str, now: datetime) -> Proposal:
    """Somebody has looked whether it helped. Raises NotAllowed; ValueError without what was seen."""
    if not seen.strip():
        raise ValueError("what was seen")
    row = _followed(actor, proposal_id)
    _move(row, Verb.CHECK)
    row.effect, row.seen = effect, seen.strip()
    row.save()
    enter(actor, row, Verb.CHECK, now, text=row.seen, effect=effect)
    return row


@requires(P.DECIDE)
def take_up_again(actor: Actor, *, proposal_id: UUID, why: str, now: datetime) -> Proposal:
    """To be decided anew. What was decided and seen before stays in the history. Raises NotAllowed."""
    row = _locked(proposal_id)
    _move(row, Verb.REOPEN)
    row.reason = row.decided_name = row.seen = row.effect = ""
    row.decided_at = row.decided_by = row.check_on = row.look_again_on = None
    row.save()
    enter(actor, row, Verb.REOPEN, now, text=why.strip())
    return row


__all__ = ["NotAllowed", "decide", "finish", "note_effect", "take_up_again"]
