"""On what grounds somebody stands before a card, and what that lets them see. The strongest ground is what is logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from varde.ground.people.rules.address import Viewer
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis

STRONGEST_FIRST = (Basis.ALARM, Basis.TASK, Basis.CASE, Basis.EMERGENCY, Basis.SEARCH)


@dataclass(frozen=True, slots=True)
class Ground:
    """One care relation in force, as far as judgement needs it."""

    basis: Basis
    kind: HolderKind
    basis_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All grounds of one person for one recipient now. Empty means none."""

    grounds: tuple[Ground, ...]

    @classmethod
    def of(cls, grounds: Iterable[Ground]) -> Standing:
        """Strongest first; of two equal ones, the one that names the person."""
        order = sorted(
            grounds, key=lambda g: (STRONGEST_FIRST.index(g.basis), g.kind is not HolderKind.STAFF)
        )
        return cls(tuple(order))

    def __bool__(self) -> bool:
        return bool(self.grounds)

    @property
    def has_alarm(self) -> bool:
        """A live alarm rings where they work, whether or not they have taken it."""
        return any(g.basis is Basis.ALARM for g in self.grounds)

    @property
    def purpose(self) -> str:
        return str(self.grounds[0].basis) if self.grounds else ""

    @property
    def basis_id(self) -> str:
        return str(self.grounds[0].basis_id or "") if self.grounds else ""

    def viewer(self, *, is_authorised_for_protected: bool) -> Viewer:
        """An alarm counts as held only by the person it names: until it is taken, a protected address is hidden."""
        return Viewer(
            holds_live_alarm=any(g.basis is Basis.ALARM and g.kind is HolderKind.STAFF for g in self.grounds),
            has_task_now=any(g.basis is Basis.TASK for g in self.grounds),
            has_care_relation=bool(self.grounds),
            is_authorised_for_protected=is_authorised_for_protected,
        )
