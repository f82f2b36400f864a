"""How a proof is written: facts about many organisations, and a judgement of one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from varde.governance.servicemodel.queries.proofs import Source
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.rules.proving import Found, Why
from varde.kernel.clock import local

T = TypeVar("T")
Facts = Callable[[Sequence[UUID], datetime], Mapping[UUID, T]]

MACHINE: Final = "model_prover"
TO_THE_RECORD: Final = timedelta(days=3)
"""How long a text for the patient record may wait before it counts as not documented."""


def each(facts: Facts[T]) -> Callable[[Callable[[T, datetime], Found]], Source]:
    """Facts are fetched once for all organisations; then each is judged."""

    def bind(judge: Callable[[T, datetime], Found]) -> Source:
        @functools.wraps(judge)
        def source(owners: Sequence[UUID], now: datetime) -> dict[UUID, Found]:
            known = facts(owners, now)
            return {owner: judge(known[owner], now) for owner in owners}

        return source

    return bind


def proven(text: str, url: str = "", **values: str | int) -> Found:
    return Found(Proof.PROVEN, Why(text, values), url)


def lapsed(text: str, url: str = "", **values: str | int) -> Found:
    return Found(Proof.LAPSED, Why(text, values), url)


def nothing(text: str = "", url: str = "") -> Found:
    """Varde has nothing to say of this here: a person's word counts."""
    return Found(Proof.NOT_APPLICABLE, Why(text), url)


def day(value: date | datetime) -> str:
    """As `Why` keeps a day."""
    return (local(value).date() if isinstance(value, datetime) else value).isoformat()


def waits_too_long(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since > TO_THE_RECORD
