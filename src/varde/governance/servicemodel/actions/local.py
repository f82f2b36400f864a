"""An organisation's own words: reworded, added, set aside."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.foundation.ids import new_id
from varde.governance.servicemodel.models import Adoption, LocalPoint
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import points_of_model
from varde.governance.servicemodel.queries.local import layer_of
from varde.governance.servicemodel.rules.layers import Local, reword
from varde.governance.servicemodel.rules.shape import SECTIONS, Address, Words
from varde.kernel.actor import Actor


def store(owner: UUID, before: Local, after: Local) -> None:
    """The rows that make `after` out of `before`. Rows of other addresses are left alone."""
    touched = {
        at
        for one, other in ((before, after), (after, before))
        for at in {*one.added, *one.reworded, *one.not_relevant}
        if (
            one.added.get(at) != other.added.get(at)
            or one.reworded.get(at) != other.reworded.get(at)
            or (at in one.not_relevant) != (at in other.not_relevant)
        )
    }
    have = {row.address: row for row in LocalPoint.objects.filter(owner=owner, address__in=touched)}
    for at in sorted(touched):
        row = have.get(at) or LocalPoint(owner_id=owner, address=at)
        own, ours = after.added.get(at), after.reworded.get(at)
        words = own.words if own else ours.words if ours else None
        row.nb, row.en = (words.nb, words.en) if words else ("", "")
        row.was_nb, row.was_en = (ours.was.nb, ours.was.en) if ours and not own else ("", "")
        row.is_own, row.is_relevant = own is not None, at not in after.not_relevant
        if words is None and row.is_relevant:
            if at in have:
                row.delete()
        else:
            row.save()


def standing(owner: UUID) -> Adoption:
    """404 when no edition has been taken up."""
    return get_object_or_404(Adoption, owner=owner)


@requires(P.OWN)
def reword_point(actor: Actor, *, owner_id: UUID, address: Address, nb: str, en: str = "") -> None:
    """Our words for a point of the edition; its own words again end ours. KeyError: no such point."""
    one, local = standing(owner_id), layer_of(owner_id)
    above = points_of_model(one.edition, one.version)
    words = Words(" ".join(nb.split()), " ".join((en or nb).split()))
    if not words.nb or words.nb == above[address].nb:
        words = above[address].words
    store(owner_id, local, reword(local, above, address, words))


@requires(P.OWN)
def add_point(actor: Actor, *, owner_id: UUID, task: str, section: str, nb: str, en: str = "") -> Address:
    """A point of our own, last in its section. Returns its address. ValueError: no words, or no such section."""
    standing(owner_id)
    text = " ".join(nb.split())
    if section not in SECTIONS or not text:
        raise ValueError("a section of the task, and words")
    address = f"{task}/{section}/own_{new_id().hex}"
    LocalPoint.objects.create(
        owner_id=owner_id, address=address, nb=text, en=" ".join((en or nb).split()), is_own=True
    )
    return address


@requires(P.OWN)
def set_aside(actor: Actor, *, owner_id: UUID, address: Address, is_relevant: bool) -> None:
    """A point that does not concern us, or does again. It stays, folded away."""
    one, local = standing(owner_id), layer_of(owner_id)
    if address not in points_of_model(one.edition, one.version) and address not in local.added:
        raise KeyError(address)
    aside = local.not_relevant - {address} if is_relevant else local.not_relevant | {address}
    store(owner_id, local, Local(local.added, local.reworded, aside))
