"""A municipality's own layer, and what happens to it when the edition above is upgraded.

A local rewording remembers the words it replaced. Upgrading is then nothing but standing on another edition: where the
words above are what they were, the rewording stands; where they have become the same as ours, it is not needed; where both
have changed, ours stands and a question is open until somebody answers it. What the edition no longer has but somebody
has answered, noted or reworded stays, as the municipality's own. So no local word is ever lost, and the same upgrade
twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum

from varde.governance.servicemodel.rules.shape import Address, Point, Words, task_of


@dataclass(frozen=True, slots=True)
class Reworded:
    """`was`: the words above when ours were written, or last compared."""

    words: Words
    was: Words


@dataclass(frozen=True, slots=True)
class Local:
    """`added`: own points by address. `not_relevant`: points set aside, still counted and shown folded away."""

    added: Mapping[Address, Point] = field(default_factory=dict)
    reworded: Mapping[Address, Reworded] = field(default_factory=dict)
    not_relevant: Set[Address] = frozenset()


class Origin(StrEnum):
    ABOVE = "above"
    REWORDED = "reworded"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Shown:
    """One point as the municipality sees it. `theirs`: the words above, where they differ from ours."""

    address: Address
    words: Words
    origin: Origin
    is_relevant: bool = True
    theirs: Words | None = None
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Both have changed: which words shall stand?"""

    address: Address
    ours: Words
    theirs: Words
    was: Words


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Difference:
    address: Address
    kind: Kind
    before: Words | None
    after: Words | None


def shown(above: Mapping[Address, Point], local: Local) -> dict[Address, Shown]:
    """Every point the municipality has, those above first, in order."""
    asked = {one.address for one in questions(above, local)}
    found: dict[Address, Shown] = {}
    for at, point in above.items():
        ours = local.reworded.get(at)
        relevant = at not in local.not_relevant
        if ours is None or ours.words == point.words:
            found[at] = Shown(at, point.words, Origin.ABOVE, relevant)
        else:
            found[at] = Shown(at, ours.words, Origin.REWORDED, relevant, point.words, at in asked)
    for at, point in local.added.items():
        if at not in found:
            found[at] = Shown(at, point.words, Origin.OWN, at not in local.not_relevant)
    return found


def questions(above: Mapping[Address, Point], local: Local) -> tuple[Question, ...]:
    """Where the words above have changed since ours were written, and are not ours."""
    return tuple(
        Question(at, ours.words, above[at].words, ours.was)
        for at, ours in local.reworded.items()
        if at in above and above[at].words not in (ours.was, ours.words)
    )


def differences(
    before: Mapping[Address, Point], after: Mapping[Address, Point]
) -> dict[str, tuple[Difference, ...]]:
    """What an upgrade brings, by task."""
    found: dict[str, list[Difference]] = {}
    for at in [*before, *(at for at in after if at not in before)]:
        old, new = before.get(at), after.get(at)
        if old is not None and new is not None and old.words == new.words:
            continue
        kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.REWORDED
        found.setdefault(task_of(at), []).append(
            Difference(at, kind, old.words if old else None, new.words if new else None)
        )
    return {task: tuple(ones) for task, ones in found.items()}


def upgraded(
    local: Local, before: Mapping[Address, Point], after: Mapping[Address, Point], *, used: Iterable[Address]
) -> Local:
    """Our layer, standing on another edition. `used`: addresses that hold an answer, a note or a clarification."""
    kept = [at for at in dict.fromkeys([*used, *local.reworded]) if at in before and at not in after]
    added = dict(local.added)
    for at in kept:
        ours = local.reworded.get(at)
        words = ours.words if ours else before[at].words
        added.setdefault(at, Point(before[at].code, words.nb, words.en))
    stands = {
        at: ours for at, ours in local.reworded.items() if at in after and ours.words != after[at].words
    }
    return replace(local, added=added, reworded=stands)


def reword(local: Local, above: Mapping[Address, Point], at: Address, words: Words) -> Local:
    """Our words for a point above, or the end of ours where they are the same. KeyError: there is no such point."""
    rest = {key: ours for key, ours in local.reworded.items() if key != at}
    if words != above[at].words:
        rest[at] = Reworded(words, above[at].words)
    return replace(local, reworded=rest)


def keep_ours(local: Local, question: Question) -> Local:
    """Ours shall stand: it is compared with the words above as they are now."""
    ours = Reworded(question.ours, question.theirs)
    return replace(local, reworded={**local.reworded, question.address: ours})


def take_theirs(local: Local, question: Question) -> Local:
    rest = {at: ours for at, ours in local.reworded.items() if at != question.address}
    return replace(local, reworded=rest)
