"""What the running system says of a line of a checklist, and when that is too old to go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from varde.governance.servicemodel.rules.codes import Proof

STALE: Final = timedelta(hours=1)
"""So long after the last look a proof counts no more: what nobody looks at proves nothing."""


@dataclass(frozen=True, slots=True)
class Why:
    """A Norwegian sentence that the catalogues translate, and what stands in its places: "%(n)s". A value under a name that
    ends in `day` is an ISO date, under one that ends in `hours` a number of minutes."""

    text: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


NOT_LOOKED: Final = Why("not_looked")


@dataclass(frozen=True, slots=True)
class Found:
    """`why`: what proves it, or what has lapsed; `url`: where it can be seen; `since`: as far as it is known."""

    proof: Proof
    why: Why = Why()
    url: str = ""
    since: datetime | None = None


def held(found: Found, looked_at: datetime | None, now: datetime) -> Found:
    """What is found, as long as it is fresh."""
    if looked_at is not None and now - looked_at <= STALE:
        return found
    if found.proof is Proof.NOT_APPLICABLE:
        return found
    return Found(Proof.LAPSED, NOT_LOOKED, found.url, looked_at)


def dated(before: Found | None, after: Found, now: datetime) -> Found:
    """With the day it began: as the source knows it, else since it was first seen so."""
    if after.since is not None:
        return after
    same = before is not None and before.proof is after.proof
    return replace(after, since=before.since if same and before else now)


def has_lapsed(before: Found | None, after: Found) -> bool:
    """Whether something was proven and is not any more. What never was is nobody's news."""
    return before is not None and before.proof is Proof.PROVEN and after.proof is Proof.LAPSED
