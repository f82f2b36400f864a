"""Who acts, and what they may do where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID


class ActorKind(StrEnum):
    STAFF = "staff"
    MACHINE = "machine"


class _Everywhere(frozenset[UUID]):
    """Every organisation, also those made later. Held by machines only."""

    def __contains__(self, item: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True

    def __or__(self, other: Any) -> _Everywhere:
        return self

    __ror__ = __or__


EVERYWHERE: frozenset[UUID] = _Everywhere()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts, with each permission per organisation.

    `grants` maps a permission code ("alarms.answer") to the organisations in which it holds now.
    `beyond` holds what remains, as the minimum needed to help, where an agreement lapsed by date.
    `purpose` and `basis` say why: they are written to the access log with every read and write.
    """

    id: UUID
    name: str
    kind: ActorKind = ActorKind.STAFF
    roles: frozenset[str] = frozenset()
    grants: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    beyond: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    purpose: str = ""
    basis: str = ""

    def where(self, permission: str) -> frozenset[UUID]:
        """The organisations in which this actor holds the permission, lapsed agreements included."""
        return self.grants.get(permission, frozenset()) | self.beyond.get(permission, frozenset())

    def may(self, permission: str, organisation: UUID | None = None) -> bool:
        held = self.where(permission)
        return bool(held) if organisation is None else organisation in held

    def only_beyond(self, permission: str, organisation: UUID) -> bool:
        """True where the permission rests on a lapsed agreement alone."""
        return organisation not in self.grants.get(
            permission, frozenset()
        ) and organisation in self.beyond.get(permission, frozenset())

    def because(self, *, purpose: str, basis: str = "") -> Actor:
        """The same actor with a stated purpose, for the access log."""
        return replace(self, purpose=purpose, basis=basis)
