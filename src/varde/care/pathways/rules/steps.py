"""Which steps a case has, and when each is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

from varde.care.pathways.rules import due
from varde.care.pathways.rules.gates import Gate
from varde.care.pathways.rules.template import Need, Span, Stage, Step, Template, TemplateGate, is_live

BEFORE_START: Final = (Stage.REFERRAL, Stage.ASSESSMENT, Stage.ALLOCATION, Stage.ADAPTATION, Stage.TRAINING)
STARTED: Final = "started"
AT_CLOSING: Final = Need.END_DECIDED


@dataclass(frozen=True, slots=True)
class Planned:
    """One step as it stands for an arrangement. `role`: the code of the role that does it; `place`: its order."""

    step: Step
    stage: Stage
    role: str
    place: int

    @property
    def is_live(self) -> bool:
        return is_live(self.stage, self.step)


def planned(template: Template, arrangement: str) -> tuple[Planned, ...]:
    """Every step of the template for this arrangement, in order."""
    return tuple(
        Planned(step, stage, step.role_in(arrangement) or "", place)
        for place, (stage, step) in enumerate(template.steps_in(arrangement))
    )


def opening(steps: Iterable[Planned], stage: Stage) -> tuple[Planned, ...]:
    """The steps that open when the stage begins. What waits for something to happen, or for the start, is left out."""
    return tuple(
        one
        for one in steps
        if one.stage is stage and one.step.when is None and (stage not in BEFORE_START or not one.is_live)
    )


def at_start(steps: Iterable[Planned]) -> tuple[Planned, ...]:
    """The steps that open when the service starts: those of the operation, and earlier ones counted from the start."""
    return tuple(
        one
        for one in steps
        if one.step.when is None
        and (one.stage is Stage.OPERATION or (one.stage in BEFORE_START and one.is_live))
    )


def at_need(steps: Iterable[Planned], need: Need) -> tuple[Planned, ...]:
    return tuple(one for one in steps if one.step.when is need)


def due_on(step: Step, dates: Mapping[str, date], *, public: Set[date]) -> date | None:
    """When a step is due; None where the template says nothing, or what it counts from has not come.

    `dates`: the days of "referred", "stage_entered", "allocated", "started" and "previous", as far as they have come."""
    if step.due is None or (anchor := dates.get(step.due.after.value)) is None:
        return None
    return after(anchor, step.due, public=public)


def after(day: date, span: Span, *, public: Set[date]) -> date:
    return due.later(day, span.count, span.unit, public=public)


def gates_for(refs: Iterable[TemplateGate]) -> tuple[Gate, ...]:
    return tuple(Gate(ref.code, ref.kind, ref.defer_days or 0) for ref in refs)


def met_by_steps(steps: Iterable[Planned]) -> dict[str, tuple[str, ...]]:
    """Gate → the steps that together meet it when all are signed."""
    found: dict[str, list[str]] = {}
    for one in steps:
        for gate in one.step.meets:
            found.setdefault(gate, []).append(one.step.code)
    return {gate: tuple(codes) for gate, codes in found.items()}
