"""A service model for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from varde.foundation.ownership import scope
from varde.governance.servicemodel import actions
from varde.governance.servicemodel.models import Charge, Finding
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.ground.organisations.testing import Organisation, make_actor
from varde.kernel.actor import EVERYWHERE

__all__ = ["Charge", "Finding", "adopt", "findings"]
EDITION = {"edition": "agder-2025", "version": "2025.1"}


def adopt(owner: Organisation, *, now: datetime, **edition: str) -> Any:
    """The organisation takes up an edition: the newest of Agder unless another is named."""
    actor = make_actor(owner, permissions=(P.OWN,))
    return actions.adopt(actor, owner_id=owner.pk, now=now, **{**EDITION, **edition})


def findings(owner: Organisation) -> dict[str, Finding]:
    """What has been found, by address."""
    with scope(EVERYWHERE):
        return {row.address: row for row in Finding.objects.filter(owner=owner)}
