"""Letters that go to accounts in Varde: who gets one, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.models import Case, Letter
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _case
from varde.care.pathways.rules.template import Audience
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import machine, requires
from varde.ground.messaging import queries as messaging
from varde.ground.organisations import queries as organisations
from varde.ground.people import queries as people
from varde.kernel.actor import Actor

ROLES: Final[dict[Audience, tuple[str, ...]]] = {
    Audience.HOME_CARE: ("home_care",),
    Audience.MUNICIPALITY: ("dho_contact", "case_officer"),
    Audience.CENTRE: ("follow_up_nurse",),
    Audience.HOSPITAL: ("hospital_follow_up",),
}
"""The audiences who may have accounts here, and the roles they read letters in. All others get theirs by other ways."""


@dataclass(frozen=True, slots=True)
class Received:
    """One receiver of a letter. `read_at` None: it stands unread."""

    name: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Posted:
    """`able`: the names of those who would get the letter in Varde now. `received`: those who have got it."""

    able: tuple[str, ...]
    received: tuple[Received, ...]


def receivers_here(actor: Actor, case: Case, audience: Audience, now: datetime) -> dict[UUID, str]:
    """Account → name, but for the sender's own. Only those who know the recipient, as the care relations say. Call inside
    a guard."""
    roles = ROLES.get(audience, ())
    if not roles:
        return {}
    worker = machine("pathway_worker")
    keys = {one.id for one in people.who_knows(worker, recipient_id=case.recipient_id, now=now)}
    found = organisations.among(worker, roles=roles, keys=keys, now=now)
    return {key: name for key, name in found.items() if key != actor.id}


@requires(P.VIEW)
def posted(actor: Actor, *, case_id: UUID, letter_id: UUID, now: datetime) -> Posted:
    """The actor must be near the recipient; 404 for a neighbour's case, or a letter of another case."""
    case = _case(actor, case_id, P.VIEW, now)
    letter = get_object_or_404(Letter, pk=letter_id, case=case)
    rows = list(messaging.about(machine("messenger"), about_id=letter.pk))
    names = dict(User.objects.filter(pk__in=[row.receiver_id for row in rows]).values_list("pk", "name"))
    able = receivers_here(actor, case, Audience(letter.to), now)
    received = [Received(names.get(row.receiver_id, ""), row.read_at) for row in rows]
    return Posted(tuple(able.values()), tuple(sorted(received, key=lambda one: one.name)))
