"""Several people answer one form: what one saves meets what another saved meanwhile."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from varde.ground.questionnaires.rules.values import Answers, Value


@dataclass(frozen=True, slots=True)
class Merged:
    """`changed`: linkIds to write. `clashes`: both changed them, differently; theirs stands until one saves again."""

    answers: dict[str, tuple[Value, ...]]
    changed: tuple[str, ...]
    clashes: tuple[str, ...]


def merge(
    base: Answers, theirs: Answers, mine: Answers, shown: Iterable[str], own: Container[str] = ()
) -> Merged:
    """`base` is what my page showed, `theirs` what stands now, `mine` what I send for the questions `shown`.

    A question I did not touch keeps what stands, so an old page never undoes a colleague's answer. `own` are those
    where what stands is from me: nobody clashes with themselves.
    """
    answers, changed, clashes = dict(theirs), [], []
    for link in shown:
        was, stands, given = base.get(link, ()), theirs.get(link, ()), mine.get(link, ())
        if same(given, was) or same(given, stands):
            continue
        if not same(stands, was) and link not in own:
            clashes.append(link)
            continue
        changed.append(link)
        answers.pop(link, None)
        if given:
            answers[link] = given
    return Merged(answers, tuple(changed), tuple(clashes))


def same(one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    """Equal answers of the same kind: True is not 1."""
    return one == other and all(type(a) is type(b) for a, b in zip(one, other, strict=True))
