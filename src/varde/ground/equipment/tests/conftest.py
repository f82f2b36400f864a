"""A municipality with a store, its neighbour, and those who work with equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from varde.foundation.accounts.testing import make_user
from varde.ground.equipment.models import Item, Store
from varde.ground.equipment.testing import make_item, make_product, make_store
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people.testing import Recipient, make_recipient
from varde.kernel.actor import Actor


@dataclass
class World:
    """`technician` works in Froland, `neighbour` is the technician of Birkenes, `nurse` has no say over equipment."""

    froland: Any
    birkenes: Any
    store: Store
    anna: Recipient
    ola: Recipient
    item: Item
    spare: Item
    technician: Actor
    neighbour: Actor
    nurse: Actor
    now: datetime


def actor_in(place: Any, role: str, now: datetime, name: str = "Tora") -> Actor:
    user = make_user(name)
    make_membership(user, place, role)
    return actor_for_user(user, now=now)


@pytest.fixture
def world(db: None, saturday_night: datetime) -> World:
    froland, birkenes = make_organisation("Froland"), make_organisation("Birkenes")
    store, product = make_store(froland.pk), make_product(froland.pk)
    return World(
        froland,
        birkenes,
        store,
        make_recipient(froland.pk),
        make_recipient(froland.pk, name="Ola Berg"),
        make_item(froland.pk, device="5001", serial="SN-1", product=product, store=store),
        make_item(froland.pk, device="5002", serial="SN-2", product=product, store=store),
        actor_in(froland, "technician", saturday_night, "Tora"),
        actor_in(birkenes, "technician", saturday_night, "Nils"),
        actor_in(froland, "privacy_coordinator", saturday_night, "Nina"),
        saturday_night,
    )
