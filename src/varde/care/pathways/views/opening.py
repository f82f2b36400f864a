"""Where in Varde a step is done: the page of the step leads there, for who may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.template import PLACES, Place
from varde.care.pathways.views.words import said
from varde.ground.equipment.permissions import EquipmentPermission as Equipment
from varde.ground.people.permissions import PeoplePermission as People
from varde.kernel.actor import Actor

if TYPE_CHECKING:
    from varde.care.pathways.models import Case


@dataclass(frozen=True, slots=True)
class Way:
    """A button: its words, its icon and where it leads."""

    words: str
    icon: str
    url: str


def _act(slug: str) -> Callable[[Case], str]:
    return lambda case: reverse("pathways:act", args=[case.pk, slug])


def _on_page(anchor: str) -> Callable[[Case], str]:
    return lambda case: f"{reverse('pathways:case', args=[case.pk])}#{anchor}"


def _order(case: Case) -> str:
    return f"{reverse('equipment:new_order')}?forlop={case.pk}"


def _card(case: Case) -> str:
    return reverse("people:card", args=[case.recipient_id])


WAYS: Final[Mapping[Place, tuple[str, str, Callable[[Case], str]]]] = {
    Place.GROUND: (P.VIEW, "Book", _on_page("grunnlag")),
    Place.ADAPTATIONS: (P.VIEW, "Wrench", _on_page("tilpasninger")),
    Place.PAUSE: (P.WORK, "Pause", _act("pause")),
    Place.ORDER: (Equipment.ORDER, "Package", _order),
    Place.WIPING: (Equipment.WIPE, "ShieldLock", lambda case: reverse("equipment:wipes")),
    Place.CARD: (People.VIEW, "Person", _card),
}
"""The permission, the icon and the address of each place."""


def way_to(actor: Actor, case: Case, place: Place | None) -> Way | None:
    """None where the step is done outside Varde, or by somebody else than who looks."""
    if place is None:
        return None
    permission, icon, address = WAYS[place]
    return Way(said(PLACES[place]), icon, address(case)) if actor.may(permission, case.owner_id) else None
