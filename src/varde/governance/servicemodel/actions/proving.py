"""Looking at what the running system proves, and writing down what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from varde.foundation.authorisation import requires
from varde.foundation.outbox.post import publish
from varde.governance.servicemodel.events import ProofLapsed
from varde.governance.servicemodel.models import Adoption, Finding, FindingChange, ProofLook
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.proofs import found_in, sources
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.proving import Found, dated, has_lapsed
from varde.governance.servicemodel.rules.shape import Address, task_of
from varde.kernel.actor import Actor

NOTHING = Found(Proof.NOT_APPLICABLE)


@requires(P.PROVE)
def look(actor: Actor, *, address: Address, now: datetime) -> int:
    """Ask the source of one line about everybody who has a model. Returns how many findings are new or other than before.
    KeyError: the line is bound to nothing."""
    owners = list(Adoption.objects.order_by("owner").values_list("owner", flat=True))
    found = sources[address](owners, now) if owners else {}
    changed = _keep(address, {one: found.get(one, NOTHING) for one in owners}, now)
    ProofLook.objects.update_or_create(address=address, defaults={"at": now})
    return changed


def _keep(address: Address, found: Mapping[UUID, Found], now: datetime) -> int:
    rows = Finding.objects.select_for_update().filter(owner__in=found, address=address)
    have = {row.owner_id: row for row in rows.order_by("pk")}
    changed = 0
    for owner, seen in found.items():
        row = have.get(owner) or Finding(owner_id=owner, address=address)
        before = found_in(row) if owner in have else None
        after = dated(before, seen, now)
        if before == after:
            continue
        changed += 1
        row.proof, row.url, row.since = after.proof, after.url, after.since or now
        row.why = msgspec.to_builtins(after.why)
        row.save()
        if before is None or before.proof is not after.proof:
            _tell(row, before, after, now)
    return changed


def _tell(row: Finding, before: Found | None, after: Found, now: datetime) -> None:
    FindingChange.objects.create(
        owner_id=row.owner_id, address=row.address, proof=row.proof, why=row.why, at=now
    )
    if has_lapsed(before, after):
        publish(ProofLapsed(row.owner_id, task_of(row.address), row.address), now=now)
