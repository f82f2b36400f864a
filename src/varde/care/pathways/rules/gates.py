"""Gates: what must be in place before a service starts or ends.

A safety gate is met or it is not. A quality gate may be deferred by the worker for as many days as the template says,
and then excepted by a leader with a reason and an end; when either ends, the gate is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from varde.care.pathways.rules.template import GateKind


class LeaveKind(StrEnum):
    """What a quality gate may be given: a deferral [utsettelse] or an exception [godkjent unntak]."""

    DEFERRAL = "deferral"
    EXCEPTION = "exception"


class Verdict(StrEnum):
    MET = "met"
    MISSING = "missing"
    DEFERRED = "deferred"
    EXCEPTED = "excepted"


@dataclass(frozen=True, slots=True)
class Gate:
    """`defer_days`: how many days the worker may defer a quality gate, in all. 0: not at all."""

    code: str
    kind: GateKind
    defer_days: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source says of one gate. `owner`: who must do something, in words; `url`: where."""

    gate: str
    met: bool
    why: str = ""
    owner: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """A deferral or an exception on record. `until` is the first day on which it no longer holds."""

    gate: str
    kind: LeaveKind
    since: date
    until: date
    owner: str

    def holds(self, today: date) -> bool:
        return self.since <= today < self.until


@dataclass(frozen=True, slots=True)
class Judged:
    """One gate, judged today. `until`: when a deferral or exception ends."""

    code: str
    kind: GateKind
    verdict: Verdict
    why: str = ""
    owner: str = ""
    url: str = ""
    until: date | None = None

    @property
    def is_met(self) -> bool:
        return self.verdict is Verdict.MET


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a source may know of a case: plain keys and codes, nobody's name.

    `started_at` None: not started. `ended_on`: the true end date, once the case winds down. `is_last`: the recipient has
    no other open case at this owner, so that keys, plans and everything placed must go. `equipment_kinds`: what the service
    uses by the catalogue; empty: whatever is placed."""

    case_id: UUID
    owner_id: UUID
    recipient_id: UUID
    service_type: str
    arrangement: str
    started_at: datetime | None = None
    ended_on: date | None = None
    is_last: bool = True
    equipment_kinds: tuple[str, ...] = ()


EXCEPTION_AT_MOST: Final = timedelta(days=183)
NOBODY: Final = "nobody_answers"


def judge(
    gates: Iterable[Gate], answers: Iterable[Answer], leaves: Iterable[Leave], *, today: date
) -> tuple[Judged, ...]:
    """Every gate in the template's order. A gate that nobody answers is missing; two answers must both be yes."""
    told: dict[str, list[Answer]] = {}
    for answer in answers:
        told.setdefault(answer.gate, []).append(answer)
    given = list(leaves)
    return tuple(_one(gate, told.get(gate.code, []), given, today) for gate in gates)


def _one(gate: Gate, answers: Sequence[Answer], leaves: Sequence[Leave], today: date) -> Judged:
    if answers and all(answer.met for answer in answers):
        first = answers[0]
        return Judged(gate.code, gate.kind, Verdict.MET, first.why, first.owner, first.url)
    lacking = next((answer for answer in answers if not answer.met), Answer(gate.code, False, NOBODY))
    if gate.kind is GateKind.QUALITY:
        here = [leave for leave in leaves if leave.gate == gate.code and leave.holds(today)]
        # An exception goes before a deferral, the one that lasts longest before the others.
        best = max(here, key=lambda one: (one.kind is LeaveKind.EXCEPTION, one.until), default=None)
        if best is not None:
            excepted = best.kind is LeaveKind.EXCEPTION
            verdict = Verdict.EXCEPTED if excepted else Verdict.DEFERRED
            return Judged(gate.code, gate.kind, verdict, lacking.why, best.owner, lacking.url, best.until)
    return Judged(gate.code, gate.kind, Verdict.MISSING, lacking.why, lacking.owner, lacking.url)


class Problem(StrEnum):
    SAFETY = "safety"
    IS_MET = "is_met"
    NO_OWNER = "no_owner"
    NO_REASON = "no_reason"
    NO_END = "no_end"
    TOO_LONG = "too_long"
    ALREADY = "already"


class LeaveRefused(ValueError):
    """Says why as a code; carries nothing that was typed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


SHORTEST_REASON: Final = 10


def defer(
    gate: Gate, judged: Judged, earlier: Iterable[Leave], *, until: date, owner: str, today: date
) -> Leave:
    """A deferral by the worker. Its days count from the first deferral of this gate. Raises LeaveRefused."""
    _refuse(gate, judged, owner, until, today)
    before = [one for one in earlier if one.gate == gate.code and one.kind is LeaveKind.DEFERRAL]
    first = min((one.since for one in before), default=today)
    if until > first + timedelta(days=gate.defer_days):
        raise LeaveRefused(Problem.TOO_LONG)
    return Leave(gate.code, LeaveKind.DEFERRAL, today, until, owner)


def except_from(gate: Gate, judged: Judged, *, until: date, owner: str, reason: str, today: date) -> Leave:
    """An exception by a leader. Raises LeaveRefused."""
    _refuse(gate, judged, owner, until, today)
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise LeaveRefused(Problem.NO_REASON)
    if until > today + EXCEPTION_AT_MOST:
        raise LeaveRefused(Problem.TOO_LONG)
    return Leave(gate.code, LeaveKind.EXCEPTION, today, until, owner)


def _refuse(gate: Gate, judged: Judged, owner: str, until: date, today: date) -> None:
    if gate.kind is GateKind.SAFETY:
        raise LeaveRefused(Problem.SAFETY)
    if judged.is_met:
        raise LeaveRefused(Problem.IS_MET)
    if not owner.strip():
        raise LeaveRefused(Problem.NO_OWNER)
    if until <= today:
        raise LeaveRefused(Problem.NO_END)
