"""Who is responsible for a recipient's service: one organisation at every instant, and one person who is there.

A hand-over is open until the receiver accepts; until then the sender is responsible, alarms included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from varde.kernel.period import DatePeriod, Period


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class HandOverRefused(Exception):
    """The hand-over cannot be offered or answered so."""


@dataclass(frozen=True, slots=True)
class Held:
    """One organisation's responsibility, from when to when; `medical` names who is medically responsible."""

    organisation: UUID
    period: Period
    medical: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The responsibility for one service of one person, and the offer that is open, if any."""

    held: tuple[Held, ...]
    offered_to: UUID | None = None
    offered_at: datetime | None = None

    @classmethod
    def begin(cls, organisation: UUID, at: datetime, medical: str = "") -> Chain:
        return cls((Held(organisation, Period(at), medical),))

    def holder(self, at: datetime) -> UUID | None:
        """Who is responsible at that instant; None only before the service began, or after it ended."""
        for one in self.held:
            if one.period.contains(at):
                return one.organisation
        return None

    @property
    def now_held(self) -> Held:
        return self.held[-1]


def offer(chain: Chain, *, to: UUID, at: datetime) -> Chain:
    """Raises HandOverRefused: to oneself, twice, or after the end."""
    last = chain.now_held
    if to == last.organisation or chain.offered_to is not None or last.period.end is not None:
        raise HandOverRefused
    return replace(chain, offered_to=to, offered_at=max(at, last.period.start))


def answer(chain: Chain, given: Answer, *, by: UUID, at: datetime, medical: str = "") -> Chain:
    """Only the receiver accepts or rejects; only the sender withdraws. Acceptance names the medical responsibility."""
    last = chain.now_held
    allowed = last.organisation if given is Answer.WITHDRAW else chain.offered_to
    if chain.offered_to is None or by != allowed or at <= last.period.start:
        raise HandOverRefused
    if given is not Answer.ACCEPT:
        return replace(chain, offered_to=None, offered_at=None)
    if not medical.strip():
        raise HandOverRefused
    before = (*chain.held[:-1], replace(last, period=Period(last.period.start, at)))
    return Chain((*before, Held(by, Period(at), medical)))


def end(chain: Chain, *, at: datetime) -> Chain:
    """The service is over. Raises HandOverRefused while an offer is open: answer or withdraw it first."""
    last = chain.now_held
    if chain.offered_to is not None or last.period.end is not None or at <= last.period.start:
        raise HandOverRefused
    return replace(chain, held=(*chain.held[:-1], replace(last, period=Period(last.period.start, at))))


AGES_AFTER: Final = timedelta(hours=24)


def is_aged(offered_at: datetime, now: datetime) -> bool:
    """An offer that nobody has answered for a day is shown so to both."""
    return now - offered_at >= AGES_AFTER


@dataclass(frozen=True, slots=True)
class Away:
    """A person who is away, and who stands in. `period` in Norwegian days."""

    person: UUID
    period: DatePeriod
    deputy: UUID | None = None


def stands_in(
    person: UUID | None, away: Iterable[Away], deputies: Mapping[UUID, UUID], on: date
) -> UUID | None:
    """Who is there for `person` that day: themselves, or the deputy of the absence, or their standing deputy, who may be
    away too. None: nobody in the chain is there, and it is the leader's to solve."""
    absent: dict[UUID, UUID | None] = {}
    for one in away:
        if one.period.contains(on):
            absent[one.person] = one.deputy or absent.get(one.person)
    seen: set[UUID] = set()
    while person is not None and person in absent and person not in seen:
        seen.add(person)
        person = absent[person] or deputies.get(person)
    return None if person in seen else person
