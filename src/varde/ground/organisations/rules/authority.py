"""From memberships and agreements to permissions per organisation. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

Grants = dict[str, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Holds:
    """A role that a person has in an organisation now."""

    organisation: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Cooperation:
    """An agreement: the provider's people with one of `roles` act for the client. `lapsed` = past its date, not ended."""

    provider: UUID
    client: UUID
    roles: frozenset[str]
    lapsed: bool


def authority(
    held: Iterable[Holds],
    cooperations: Iterable[Cooperation],
    permissions: Mapping[str, frozenset[str]],
    beyond: Mapping[str, frozenset[str]],
) -> tuple[Grants, Grants]:
    """Permissions that hold in full, and those that remain under a lapsed agreement as the minimum needed to help.

    `permissions` and `beyond` map a role to permission codes. A role nobody knows gives nothing.
    """
    full: dict[str, set[UUID]] = defaultdict(set)
    rest: dict[str, set[UUID]] = defaultdict(set)
    held, cooperations = list(held), list(cooperations)
    for one in held:
        for permission in permissions.get(one.role, frozenset()):
            full[permission].add(one.organisation)
        for part in cooperations:
            if part.provider != one.organisation or one.role not in part.roles:
                continue
            source, target = (beyond, rest) if part.lapsed else (permissions, full)
            for permission in source.get(one.role, frozenset()):
                target[permission].add(part.client)
    return _frozen(full), _frozen(rest)


def _frozen(sets: Mapping[str, set[UUID]]) -> Grants:
    return {permission: frozenset(where) for permission, where in sets.items()}
