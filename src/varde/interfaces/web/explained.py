"""The slot that the page "Innstillinger" is built from. The composition root fills it (config/explained.py).

It holds what a setting is called and means, never what it is set to: a page is no place for a key.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

from varde.ground.organisations.permissions import OrganisationPermission
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Setting:
    """One VARDE_* setting. `default` is what holds when it is not set; "" for nothing."""

    name: str
    meaning: str | Promise
    default: str
    is_set: bool
    is_needed: bool
    is_secret: bool


explained: list[Setting] = []


def settings_for(actor: Actor) -> list[Setting]:
    """Every setting of the house. Raises PermissionDenied for whoever does not manage it."""
    if not actor.may(OrganisationPermission.MANAGE):
        raise PermissionDenied
    return list(explained)
