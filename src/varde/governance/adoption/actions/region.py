"""A status per technology, the status of a goal, and deliverables that are shared and taken over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from varde.foundation.authorisation import requires
from varde.governance.adoption.actions.writing import InFuture
from varde.governance.adoption.models import Deliverable, GoalStatus, SharedDeliverable, TechnologyStatus
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import Status, Technology
from varde.kernel.actor import Actor
from varde.kernel.clock import local

COPIED = ("title", "technology", "kind", "reference", "version")


class AlreadyTaken(Exception):
    """The organisation has taken this over before, or made it itself."""


@requires(P.LEAD)
def set_status(
    actor: Actor,
    *,
    owner_id: UUID,
    technology: Technology,
    status: Status,
    since: date,
    note: str = "",
    now: datetime,
) -> TechnologyStatus:
    """How far the organisation has come, said by somebody. Raises InFuture."""
    if not actor.may(P.LEAD, owner_id):
        raise PermissionDenied
    if since > local(now).date():
        raise InFuture
    return TechnologyStatus.objects.create(
        owner_id=owner_id,
        technology=technology,
        status=status,
        since=since,
        note=note.strip(),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


@requires(P.REPORT)
def save_goal_status(actor: Actor, *, row: GoalStatus | None, values: dict[str, Any]) -> GoalStatus:
    """Who saved it last stands on it."""
    one = row or GoalStatus()
    for name, value in values.items():
        setattr(one, name, value)
    if not actor.may(P.REPORT, one.owner_id):
        raise PermissionDenied
    one.by_name = actor.name
    one.save()
    return one


@requires(P.LEAD)
def save_deliverable(actor: Actor, *, row: Deliverable | None, values: dict[str, Any]) -> Deliverable:
    """What is shared stands before all the others from now, as it is saved; what no longer is, does not.

    What was taken over is not shared on: whoever made it shares it."""
    one = row or Deliverable()
    for name, value in values.items():
        setattr(one, name, value)
    if not actor.may(P.LEAD, one.owner_id):
        raise PermissionDenied
    if one.is_shared and one.taken_from:
        raise ValidationError(
            _("Leveransen er overtatt fra %(name)s, som deler den.") % {"name": one.taken_name}
        )
    one.save()
    if one.is_shared:
        given = {name: getattr(one, name) for name in COPIED}
        SharedDeliverable.objects.update_or_create(pk=one.pk, defaults={**given, "maker_id": one.owner_id})
    else:
        SharedDeliverable.objects.filter(pk=one.pk).delete()
    return one


@requires(P.LEAD)
def take_over(actor: Actor, *, shared_id: UUID, owner_id: UUID) -> Deliverable:
    """The organisation's own row of it, that remembers where it came from. Raises AlreadyTaken, Http404."""
    if not actor.may(P.LEAD, owner_id):
        raise PermissionDenied
    known = get_object_or_404(SharedDeliverable.objects.select_related("maker"), pk=shared_id)
    mine = Deliverable.objects.filter(owner=owner_id)
    if known.maker_id == owner_id or mine.filter(taken_from=known.pk).exists():
        raise AlreadyTaken
    try:
        with transaction.atomic():
            return _copied(Deliverable(owner_id=owner_id, taken_from=known.pk), known)
    except IntegrityError:  # a colleague took it over in the same moment
        raise AlreadyTaken from None


@requires(P.LEAD)
def take_newer(actor: Actor, *, deliverable_id: UUID) -> Deliverable:
    """What was taken over becomes as it is shared now. Raises Http404: it is not shared any more."""
    row = get_object_or_404(Deliverable.objects.filter(taken_from__isnull=False), pk=deliverable_id)
    known = get_object_or_404(SharedDeliverable.objects.select_related("maker"), pk=row.taken_from)
    return _copied(row, known)


def _copied(row: Deliverable, known: SharedDeliverable) -> Deliverable:
    for name in COPIED:
        setattr(row, name, getattr(known, name))
    row.taken_name, row.taken_version = known.maker.name, known.version
    row.save()
    return row
