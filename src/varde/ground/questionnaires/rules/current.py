"""Which version of a form new responses begin on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    OWN = "own"
    SHIPPED = "shipped"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version that an organisation has of a form."""

    shipped: bool
    withdrawn: bool


def current(newest: Newest | None, *, is_shipped: bool) -> Source:
    """An organisation's own version goes before the shipped one, and a shipped one follows the release of Varde.
    What was withdrawn stays so until the organisation publishes a newer version."""
    if newest is None:
        return Source.SHIPPED if is_shipped else Source.NONE
    if newest.withdrawn:
        return Source.NONE
    return Source.SHIPPED if newest.shipped and is_shipped else Source.OWN
