"""One checklist of an introduction, line by line, with who has answered what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import Introduction, PointAnswer
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import editions
from varde.governance.adoption.queries.introductions import introduction
from varde.governance.adoption.rules.codes import Part, Word
from varde.governance.adoption.rules.content import Address, Checklist, Words
from varde.governance.adoption.rules.turns import Said, Tally, tally
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """`answer` is the newest; `earlier` those before it, newest first."""

    address: Address
    words: Words
    required: bool
    answer: PointAnswer | None
    earlier: Sequence[PointAnswer]

    @property
    def anchor(self) -> str:
        """Where the line is on its page."""
        return self.address.replace("/", "_")


@dataclass(frozen=True, slots=True)
class SectionSeen:
    title: Words
    lines: tuple[Line, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    row: Introduction
    part: Part
    checklist: Checklist
    sections: tuple[SectionSeen, ...]
    tally: Tally


@requires(P.VIEW)
def checklist(actor: Actor, *, introduction_id: UUID, part: Part) -> ChecklistPage:
    """Raises Http404."""
    row = introduction(actor, introduction_id=introduction_id)
    rows = PointAnswer.objects.filter(introduction=row, address__startswith=f"{part}/")
    given: dict[Address, list[PointAnswer]] = {}
    for one in rows.order_by("-at", "-pk"):
        given.setdefault(one.address, []).append(one)
    said = {at: Said(Word(ones[0].word), ones[0].note) for at, ones in given.items()}
    shipped = editions()[row.edition].parts[part]
    sections = tuple(
        SectionSeen(
            section.title,
            tuple(
                _line(f"{part}/{section.code}/{point.code}", point.words, point.required, given)
                for point in section.points
            ),
            tally((f"{part}/{section.code}/{point.code}" for point in section.points), said),
        )
        for section in shipped.sections
    )
    every = [line.address for section in sections for line in section.lines]
    return ChecklistPage(row, part, shipped, sections, tally(every, said))


def _line(at: Address, words: Words, required: bool, given: dict[Address, list[PointAnswer]]) -> Line:
    found = given.get(at, [])
    return Line(at, words, required, found[0] if found else None, found[1:])
