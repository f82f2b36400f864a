"""Answers to points, and evaluations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.adoption.actions.writing import Empty, InFuture, held, move, text_of, write
from varde.governance.adoption.models import Evaluation, Introduction, IntroductionUnit, PointAnswer, Rating
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.queries.content import editions
from varde.governance.adoption.rules.codes import Part, Word
from varde.governance.adoption.rules.content import Address, points_of
from varde.governance.adoption.rules.lifecycle import Verb
from varde.kernel.actor import Actor
from varde.kernel.clock import local


@requires(P.CONTRIBUTE)
def answer_point(
    actor: Actor, *, introduction_id: UUID, address: Address, word: Word, note: str = "", now: datetime
) -> PointAnswer:
    """Somebody's answer; the newest counts. A criterion that is met says what shows it.

    Raises NotAllowed, Empty; KeyError: no such point."""
    row = held(introduction_id)
    move(row, Verb.ANSWER, now)
    if address not in {at for at, _ in points_of(editions()[row.edition])}:
        raise KeyError(address)
    if address.startswith(f"{Part.CRITERIA}/") and word is Word.YES:
        text_of(note)
    return PointAnswer.objects.create(
        owner_id=row.owner_id,
        introduction=row,
        address=address,
        word=word,
        note=note.strip(),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


Given = Mapping[str, tuple[int | None, str]]
"""Factor → rating (None: not relevant) and comment. A factor that nobody has judged is left out."""


@requires(P.CONTRIBUTE)
def evaluate(
    actor: Actor,
    *,
    introduction_id: UUID,
    values: dict[str, Any],
    ratings: Given,
    replaces: UUID | None = None,
    now: datetime,
) -> Evaluation:
    """`values`: held_on, who, unit_id (None: the whole), summary, next_on. `replaces`: the one that this one mends.

    Raises NotAllowed, InFuture; Empty: nobody is named, or no factor is rated; KeyError: no such factor."""
    row = held(introduction_id)
    move(row, Verb.EVALUATE, now)
    _check(row, ratings)
    if values["held_on"] > local(now).date():
        raise InFuture
    units = IntroductionUnit.objects.filter(introduction=row)
    unit = get_object_or_404(units, pk=values["unit_id"]) if values.get("unit_id") else None
    before = Evaluation.objects.filter(introduction=row, replaced_by__isnull=True)
    one = Evaluation.objects.create(
        owner_id=row.owner_id,
        introduction=row,
        unit=unit,
        edition=row.edition,
        held_on=values["held_on"],
        who=text_of(str(values.get("who") or "")),
        summary=str(values.get("summary") or "").strip(),
        replaces=get_object_or_404(before, pk=replaces) if replaces else None,
        at=now,
        by=actor.id,
        by_name=actor.name,
    )
    Rating.objects.bulk_create(
        Rating(owner_id=row.owner_id, evaluation=one, factor=code, value=value, comment=comment.strip())
        for code, (value, comment) in ratings.items()
    )
    row.evaluate_on = values.get("next_on")
    row.save(update_fields=["evaluate_on"])
    write(actor, row, Verb.EVALUATE, text=f"{one.held_on:%d.%m.%Y}, {unit or one.who}", now=now)
    return one


def _check(row: Introduction, ratings: Given) -> None:
    """Raises KeyError for a factor that is not asked, Empty where none is rated."""
    known = {factor.code for ones in editions()[row.edition].factors.values() for factor in ones}
    if strange := set(ratings) - known:
        raise KeyError(min(strange))
    if not any(value is not None for value, _comment in ratings.values()):
        raise Empty
