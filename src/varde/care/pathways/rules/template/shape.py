"""The shape of a pathway template [forløpsmal]: frozen records that msgspec fills and checks.

    code: medicine_dispenser
    name: {nb: …, en: …}
    about: {nb: …, en: …}
    service_types: [medicine_dispenser]      codes of the service catalogue
    arrangements: [own]                      tms · own · hospital
    stages:                                  the eight, in order
      - code: assessment
        steps:
          - code: assess                     once in the template; a step keeps its code through versions
            title: {nb: …, en: …}
            help: {nb: …, en: …}             one or two sentences of how, optional
            role: case_officer               or per arrangement: {tms: follow_up_nurse, own: home_care}
            due: {days: 10, after: referred} days · working_days · weeks · months; optional
            form: assessment_dispenser       a questionnaire's code, optional
            opens: order                     where in Varde it is done, optional: the step's page leads there
            meets: [baseline]                gates that this step meets when it is signed
            repeat: {weeks: 1, choices: [1, 2]}   comes again while the service runs; choices: what a case may pick
            second_check: true               another person than the first signs too
            when: dose_missed                opens each time that happens instead of with its stage
            optional: true                   may be set aside as not relevant, with a reason
            tells: [gp, home_care]           message drafts that this step releases
    gates: {start: [{code: baseline, kind: quality, defer_days: 14}, …], end: [ … ]}
    evaluation: {first: {weeks: 2}, every: {months: 6}, latest: {weeks: 4}, report: {months: 3}, form: …}

A role given per arrangement also says where the step exists: a step without a role for `hospital` is no step there.
So arrangements differ in this data and never in code. A step whose due date is counted from `started`, and every step
from the stage operation on, belongs to a service that runs; the start gates stand before the first of them.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from varde.care.pathways.rules.template.codes import (
    Anchor,
    Arrangement,
    Audience,
    GateKind,
    Need,
    Place,
    Stage,
    Words,
)

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Count = Annotated[int, Meta(ge=1, le=400)]
UNITS = ("days", "working_days", "weeks", "months")


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A length of time in one unit. Whoever counts decides what a month or a working day is (rules/due.py)."""

    days: Count | None = None
    working_days: Count | None = None
    weeks: Count | None = None
    months: Count | None = None

    def __post_init__(self) -> None:
        if sum(getattr(self, unit) is not None for unit in UNITS) != 1:
            raise ValueError("one_unit")

    @property
    def unit(self) -> str:
        """ "days", "working_days", "weeks" or "months"."""
        return next(unit for unit in UNITS if getattr(self, unit) is not None)

    @property
    def count(self) -> int:
        count: int = getattr(self, self.unit)
        return count


class Due(Span, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a step is due: a length of time after something."""

    after: Anchor = Anchor.STAGE_ENTERED


class Repeat(Span, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often a step comes again. `choices`: counts of the same unit that one case may have instead."""

    choices: tuple[Count, ...] = ()


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that somebody does and signs."""

    code: Code
    title: Words
    role: Code | dict[Arrangement, Code]
    help: Words | None = None
    due: Due | None = None
    form: Code | None = None
    opens: Place | None = None
    meets: tuple[Code, ...] = ()
    repeat: Repeat | None = None
    second_check: bool = False
    when: Need | None = None
    optional: bool = False
    tells: tuple[Audience, ...] = ()

    def role_in(self, arrangement: str) -> str | None:
        """Who does it in this arrangement; None: the step does not exist there."""
        return self.role if isinstance(self.role, str) else self.role.get(Arrangement(arrangement))


class StageSteps(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One stage and its steps, in the order they are done."""

    code: Stage
    steps: tuple[Step, ...]


class TemplateGate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A gate as a template sets it. `defer_days`: how long a worker may put a quality gate off, with an owner."""

    code: Code
    kind: GateKind
    defer_days: Annotated[int, Meta(ge=1, le=90)] | None = None


class Gates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    start: tuple[TemplateGate, ...]
    end: tuple[TemplateGate, ...]


class EvaluationRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a running service is evaluated: first time, then every; `latest` closes a window; `report`: to the owner."""

    first: Span
    every: Span
    form: Code | None = None
    latest: Span | None = None
    report: Span | None = None


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A pathway template, whole. Equal data are equal templates."""

    code: Code
    name: Words
    about: Words
    service_types: tuple[Code, ...]
    arrangements: tuple[Arrangement, ...]
    stages: tuple[StageSteps, ...]
    gates: Gates
    evaluation: EvaluationRule

    def steps_in(self, arrangement: str) -> tuple[tuple[Stage, Step], ...]:
        """Every step of this arrangement with its stage, in order."""
        return tuple(
            (stage.code, step)
            for stage in self.stages
            for step in stage.steps
            if step.role_in(arrangement) is not None
        )

    def step(self, code: str) -> tuple[Stage, Step] | None:
        """The step with that code, wherever it stands."""
        found = ((stage.code, step) for stage in self.stages for step in stage.steps if step.code == code)
        return next(found, None)


LIVE = frozenset({Stage.OPERATION, Stage.EVALUATION, Stage.DECISION})


def is_live(stage: Stage, step: Step) -> bool:
    """Whether the step belongs to a service that runs: it cannot be signed before the start."""
    return stage in LIVE or (step.due is not None and step.due.after is Anchor.STARTED)


def template_row(template: Template) -> dict[str, object]:
    """The template as plain data, equal to what a JSON column gives back: what `template_from` reads."""
    row: dict[str, object] = msgspec.json.decode(msgspec.json.encode(template))
    return row
