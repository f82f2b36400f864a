"""Who has looked at a recipient, for whoever may read the access log where the recipient belongs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from varde.foundation.authorisation import requires
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.queries import access_log_of
from varde.ground.people.models import Recipient
from varde.kernel.actor import Actor


@requires(OrganisationPermission.VIEW_ACCESS_LOG)
def access_log(actor: Actor, *, recipient_id: UUID) -> QuerySet[Any]:
    """With or without the card. 404 for a neighbour's recipient, as for one who does not exist."""
    if not Recipient.objects.filter(pk=recipient_id).exists():
        raise Http404
    return access_log_of(actor, recipient_id=recipient_id)
