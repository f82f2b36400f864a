"""Who answers, and what suppliers have promised."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import requires
from varde.foundation.ownership import OwnedModel
from varde.governance.support.models import Route, ServiceLevel
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.queries.routing import shipped
from varde.kernel.actor import Actor

Row = TypeVar("Row", bound=OwnedModel)


@requires(P.MANAGE)
def save_route(actor: Actor, *, row: Route | None, values: dict[str, Any]) -> Route:
    return _save(actor, row or Route(), values)


@requires(P.MANAGE)
def save_level(actor: Actor, *, row: ServiceLevel | None, values: dict[str, Any]) -> ServiceLevel:
    """A ticket that waits keeps the deadlines it was sent with."""
    return _save(actor, row or ServiceLevel(), values)


def _save(actor: Actor, row: Row, values: dict[str, Any]) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    if not actor.may(P.MANAGE, row.owner_id):
        raise PermissionDenied
    row.save()
    return row


@requires(P.MANAGE)
def adopt_shipped_routes(actor: Actor, *, owner_id: UUID) -> int:
    """The shipped rows become the owner's own, to be filled with names and numbers. None if it has rows already."""
    if not actor.may(P.MANAGE, owner_id):
        raise PermissionDenied
    if Route.objects.filter(owner=owner_id).exists():
        return 0
    rows = [Route(owner_id=owner_id, **one) for one in shipped()]
    for row in rows:
        row.save()
    return len(rows)
