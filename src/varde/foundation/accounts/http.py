"""The request as the pages of staff see it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from varde.foundation.accounts.models import User
from varde.kernel.actor import Actor


class StaffRequest(HttpRequest):
    """A request that has passed the login wall: `actor` is what memberships and agreements give at this instant."""

    user: User
    actor: Actor
    htmx: HtmxDetails
