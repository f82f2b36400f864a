"""Evaluations: how each stands, the weakest factors, and two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.adoption.models import Evaluation, Rating
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import editions, newest
from varde.governance.adoption.queries.introductions import introduction
from varde.governance.adoption.rules.codes import Dimension
from varde.governance.adoption.rules.content import Factor, Words
from varde.governance.adoption.rules.mto import Compared, Mean, Shift, compared, mean, shift, weakest
from varde.kernel.actor import Actor

MOST_WEAK = 5


@dataclass(frozen=True, slots=True)
class EvaluationSeen:
    """One line of the list. `means` by dimension."""

    row: Evaluation
    means: Mapping[Dimension, Mean]


@dataclass(frozen=True, slots=True)
class Judged:
    """A factor with its rating. No value: not judged, or (`is_judged`) said not to be relevant."""

    code: str
    words: Words
    value: int | None
    comment: str
    is_judged: bool


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """`weak`: the weakest factors of all; `sides`: by dimension, the weakest on top. `newer_id`: the one that mended it."""

    row: Evaluation
    newer_id: UUID | None
    weak: tuple[tuple[Dimension, Judged], ...]
    sides: tuple[tuple[Dimension, Mean, tuple[Judged, ...]], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Evaluation
    after: Evaluation
    sides: tuple[tuple[Dimension, Shift, tuple[tuple[Words, Compared], ...]], ...]


@requires(P.VIEW)
def factors(actor: Actor, *, edition: str = "") -> Mapping[Dimension, Sequence[Factor]]:
    """What is judged, in the version given or the newest."""
    return editions()[edition or newest()].factors


def _rows(introduction_id: UUID) -> QuerySet[Evaluation]:
    """Newest first; those that have been replaced are left out."""
    rows = Evaluation.objects.filter(introduction=introduction_id, replaced_by__isnull=True)
    return rows.select_related("unit").order_by("-held_on", "-at", "-pk")


def _ratings(rows: Iterable[Evaluation]) -> dict[UUID, dict[str, Rating]]:
    keys = [one.pk for one in rows]
    found: dict[UUID, dict[str, Rating]] = {key: {} for key in keys}
    for one in Rating.objects.filter(evaluation__in=keys):
        found[one.evaluation_id][one.factor] = one
    return found


def _values(ratings: Mapping[str, Rating]) -> dict[str, int | None]:
    return {code: one.value for code, one in ratings.items()}


def _codes(edition: str, dimension: Dimension) -> list[str]:
    return [factor.code for factor in editions()[edition].factors[dimension]]


@requires(P.VIEW)
def evaluations(actor: Actor, *, introduction_id: UUID) -> list[EvaluationSeen]:
    """Newest first, in two queries. Raises Http404."""
    introduction(actor, introduction_id=introduction_id)
    rows = list(_rows(introduction_id))
    given = _ratings(rows)
    return [
        EvaluationSeen(
            row, {side: mean(_values(given[row.pk]), _codes(row.edition, side)) for side in Dimension}
        )
        for row in rows
    ]


def _evaluation(evaluation_id: UUID) -> Evaluation:
    rows = Evaluation.objects.select_related("introduction", "introduction__owner", "unit")
    return get_object_or_404(rows, pk=evaluation_id)


@requires(P.VIEW)
def evaluation(actor: Actor, *, evaluation_id: UUID) -> EvaluationPage:
    """Raises Http404."""
    row = _evaluation(evaluation_id)
    given = _ratings([row])[row.pk]
    shipped = editions()[row.edition].factors
    words = {factor.code: factor.words for ones in shipped.values() for factor in ones}
    side_of = {factor.code: side for side, ones in shipped.items() for factor in ones}
    values = _values(given)
    low = weakest(values, list(words), most=MOST_WEAK)
    newer = Evaluation.objects.filter(replaces=row).values_list("pk", flat=True).first()
    return EvaluationPage(
        row,
        newer,
        tuple((side_of[code], _judged(code, words, given)) for code in low),
        tuple(
            (side, mean(values, _codes(row.edition, side)), _side(side, row.edition, words, given))
            for side in Dimension
        ),
    )


def _judged(code: str, words: Mapping[str, Words], given: Mapping[str, Rating]) -> Judged:
    one = given.get(code)
    return Judged(code, words[code], one.value if one else None, one.comment if one else "", one is not None)


def _side(
    side: Dimension, edition: str, words: Mapping[str, Words], given: Mapping[str, Rating]
) -> tuple[Judged, ...]:
    found = [_judged(code, words, given) for code in _codes(edition, side)]
    return tuple(sorted(found, key=lambda one: (one.value is None, one.value or 0)))


@requires(P.VIEW)
def comparison(actor: Actor, *, before_id: UUID, after_id: UUID) -> Comparison:
    """Two evaluations of one introduction side by side, by what the later one asked. Raises Http404."""
    before, after = _evaluation(before_id), _evaluation(after_id)
    after = get_object_or_404(Evaluation.objects.filter(introduction=before.introduction_id), pk=after.pk)
    given = _ratings([before, after])
    first, second = _values(given[before.pk]), _values(given[after.pk])
    shipped = editions()[after.edition].factors
    return Comparison(
        before,
        after,
        tuple(
            (
                side,
                shift(first, second, _codes(after.edition, side)),
                tuple(
                    (next(one.words for one in shipped[side] if one.code == line.code), line)
                    for line in compared(first, second, _codes(after.edition, side))
                ),
            )
            for side in Dimension
        ),
    )


@requires(P.VIEW)
def ratings(
    actor: Actor, *, introduction_id: UUID
) -> list[tuple[Evaluation, Dimension, Words, Rating | None]]:
    """Every factor of every evaluation, for a file. Raises Http404."""
    introduction(actor, introduction_id=introduction_id)
    rows = list(_rows(introduction_id))
    given = _ratings(rows)
    return [
        (row, side, factor.words, given[row.pk].get(factor.code))
        for row in rows
        for side, ones in editions()[row.edition].factors.items()
        for factor in ones
    ]
