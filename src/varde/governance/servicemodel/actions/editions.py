"""Taking up an edition, going to a newer one, and bringing one in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.servicemodel.actions.local import standing, store
from varde.governance.servicemodel.models import Adoption, Edition, Upgrade
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import UnknownEdition, editions, model_of, points_of_model
from varde.governance.servicemodel.queries.local import layer_of, used
from varde.governance.servicemodel.rules.layers import keep_ours, questions, take_theirs, upgraded
from varde.governance.servicemodel.rules.reading import ContentFault, Layer, put_on, read_layer
from varde.governance.servicemodel.rules.shape import Address
from varde.kernel.actor import Actor


class AlreadyKnown(ValueError):
    """This version of the edition is here already: a version never changes."""


@requires(P.OWN)
def adopt(actor: Actor, *, owner_id: UUID, edition: str, version: str, now: datetime) -> Adoption:
    """Stand on this version. The first time the organisation gets a model; later its own words, answers and notes come
    along, and `queries.open_questions` says where somebody must choose. Raises UnknownEdition."""
    after = points_of_model(edition, version)
    row = Adoption.objects.select_for_update().filter(owner=owner_id).first()
    if row is not None and (row.edition, row.version) == (edition, version):
        return row
    before = ""
    if row is None:
        row = Adoption(owner_id=owner_id, adopted_at=now)
    else:
        before = f"{row.edition} {row.version}"
        local = layer_of(owner_id)
        above = points_of_model(row.edition, row.version)
        store(owner_id, local, upgraded(local, above, after, used=used(owner_id)))
    row.edition, row.version = edition, version
    row.save()
    Upgrade.objects.create(
        owner_id=owner_id,
        edition=edition,
        version=version,
        before=before,
        at=now,
        by=actor.id,
        by_name=actor.name,
    )
    return row


@requires(P.OWN)
def settle(actor: Actor, *, owner_id: UUID, address: Address, keep: bool) -> None:
    """Answer a question of `queries.open_questions`: keep ours, or take the edition's. KeyError: there is none there."""
    one, local = standing(owner_id), layer_of(owner_id)
    asked = {q.address: q for q in questions(points_of_model(one.edition, one.version), local)}
    answer = keep_ours if keep else take_theirs
    store(owner_id, local, answer(local, asked[address]))


@requires(P.COMPARE)
def import_edition(actor: Actor, *, head: str, tasks: str, now: datetime) -> Edition:
    """Bring in a layer: the text of edition.yaml and of tasks.yaml. Raises ContentFault, AlreadyKnown."""
    layer: Layer = read_layer({"edition": head, "tasks": tasks})
    if layer.head.base is None:
        raise ContentFault("edition: a layer names its base")
    try:
        put_on(model_of(layer.head.base.edition, layer.head.base.version), layer)
    except UnknownEdition as fault:
        raise ContentFault(f"edition: unknown base {fault}") from None
    key = (layer.head.edition, layer.head.version)
    if key in {(one.edition, one.version) for one in editions(actor)}:
        raise AlreadyKnown(" ".join(key))
    return Edition.objects.create(
        edition=key[0], version=key[1], head=head, tasks=tasks, imported_at=now, imported_by=actor.name
    )
