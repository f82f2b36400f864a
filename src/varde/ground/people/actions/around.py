"""Saving what stands around a recipient. `row_id` None makes a new one; another's row gives 404.

`values` are the columns of the model, checked by the form of the same name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.ownership import OwnedModel
from varde.ground.people.actions.recipients import _to_change
from varde.ground.people.models import Adaptation, Address, NextOfKin, PlannedVisit, RiskNote, WayIn
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.rules import risk as risk_rules
from varde.kernel.actor import Actor
from varde.kernel.clock import local

Row = TypeVar("Row", bound=OwnedModel)


class RiskRefused(ValueError):
    """The statement breaks the rules of a risk; `problems` says which."""

    def __init__(self, problems: list[risk_rules.Problem]) -> None:
        super().__init__("risk refused")
        self.problems = problems


def _row(model: type[Row], recipient: Any, row_id: UUID | None, **fresh: Any) -> Row:
    if row_id is None:
        return model(owner_id=recipient.owner_id, recipient=recipient, **fresh)
    return get_object_or_404(model.objects.select_for_update(), pk=row_id, recipient=recipient)


def _save(row: Row, values: dict[str, Any]) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def _end(model: type[Row], recipient: Any, row_id: UUID, now: datetime) -> Row:
    return _save(_row(model, recipient, row_id), {"ended_at": now})


@requires(P.REGISTER, about="recipient_id")
def save_address(
    actor: Actor, *, recipient_id: UUID, row_id: UUID | None, values: dict[str, Any], now: datetime
) -> Address:
    """A new home ends the old one on the day it begins; a stay with an end stands beside home."""
    recipient = _to_change(actor, recipient_id, P.REGISTER, now)
    row = _row(Address, recipient, row_id)
    if values.get("ends_on") is None:
        old = Address.objects.filter(recipient=recipient, ends_on__isnull=True).exclude(pk=row.pk)
        old.filter(starts_on__gte=values["starts_on"]).delete()  # it never came to hold
        old.update(ends_on=values["starts_on"])
    return _save(row, values)


@requires(P.REGISTER, about="recipient_id")
def save_way_in(
    actor: Actor, *, recipient_id: UUID, row_id: UUID | None, values: dict[str, Any], now: datetime
) -> WayIn:
    recipient = _to_change(actor, recipient_id, P.REGISTER, now)
    return _save(_row(WayIn, recipient, row_id, added_at=now), values)


@requires(P.REGISTER, about="recipient_id")
def end_way_in(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> WayIn:
    return _end(WayIn, _to_change(actor, recipient_id, P.REGISTER, now), row_id, now)


@requires(P.REGISTER, about="recipient_id")
def save_next_of_kin(
    actor: Actor, *, recipient_id: UUID, row_id: UUID | None, values: dict[str, Any], now: datetime
) -> NextOfKin:
    recipient = _to_change(actor, recipient_id, P.REGISTER, now)
    return _save(_row(NextOfKin, recipient, row_id), values)


@requires(P.REGISTER, about="recipient_id")
def end_next_of_kin(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> NextOfKin:
    return _end(NextOfKin, _to_change(actor, recipient_id, P.REGISTER, now), row_id, now)


@requires(P.CHANGE_CARE, about="recipient_id")
def save_risk(
    actor: Actor, *, recipient_id: UUID, row_id: UUID | None, values: dict[str, Any], now: datetime
) -> RiskNote:
    """`values`: text, observed_on, review_due_on. Raises RiskRefused where the rules say no."""
    recipient = _to_change(actor, recipient_id, P.CHANGE_CARE, now)
    found = risk_rules.problems(risk_rules.RiskStatement(**values), today=local(now).date())
    if found:
        raise RiskRefused(found)
    by = {"written_by": actor.id, "written_by_name": actor.name}
    return _save(_row(RiskNote, recipient, row_id), {**values, **by})


@requires(P.CHANGE_CARE, about="recipient_id")
def review_risk(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> RiskNote:
    """Looked at again, and it still holds: the next review is due half a year on."""
    row = _row(RiskNote, _to_change(actor, recipient_id, P.CHANGE_CARE, now), row_id)
    due = risk_rules.default_review(local(now).date())
    return _save(row, {"reviewed_at": now, "review_due_on": due})


@requires(P.CHANGE_CARE, about="recipient_id")
def end_risk(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> RiskNote:
    return _end(RiskNote, _to_change(actor, recipient_id, P.CHANGE_CARE, now), row_id, now)


@requires(P.CHANGE_CARE, about="recipient_id")
def save_adaptation(
    actor: Actor, *, recipient_id: UUID, row_id: UUID | None, values: dict[str, Any], now: datetime
) -> Adaptation:
    recipient = _to_change(actor, recipient_id, P.CHANGE_CARE, now)
    return _save(_row(Adaptation, recipient, row_id, set_on=local(now).date()), values)


@requires(P.CHANGE_CARE, about="recipient_id")
def end_adaptation(actor: Actor, *, recipient_id: UUID, row_id: UUID, now: datetime) -> Adaptation:
    return _end(Adaptation, _to_change(actor, recipient_id, P.CHANGE_CARE, now), row_id, now)


@requires(P.CHANGE_CARE, about="recipient_id")
def save_visit(
    actor: Actor, *, recipient_id: UUID, row_id: UUID | None, values: dict[str, Any], now: datetime
) -> PlannedVisit:
    """`values`: unit (one of the owner's), starts_at, ends_at."""
    recipient = _to_change(actor, recipient_id, P.CHANGE_CARE, now)
    return _save(_row(PlannedVisit, recipient, row_id), values)
