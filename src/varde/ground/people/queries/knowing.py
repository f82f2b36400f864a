"""Who knows a recipient: the care relations in force, for whoever must tell them something."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.ground.people.models import CareRelation
from varde.ground.people.permissions import PeoplePermission as P
from varde.ground.people.rules.holder import Holder, HolderKind
from varde.kernel.actor import Actor


@requires(P.OPEN_RELATION, about="recipient_id")
def who_knows(actor: Actor, *, recipient_id: UUID, now: datetime) -> tuple[Holder, ...]:
    """Staff, units and organisations with a relation in force, each once."""
    rows = CareRelation.objects.filter(CareRelation.in_force(now), recipient=recipient_id)
    found = rows.order_by("holder").values_list("kind", "holder", "holder_name")
    return tuple(dict.fromkeys(Holder(HolderKind(kind), key, name) for kind, key, name in found))
