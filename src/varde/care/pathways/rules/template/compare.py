"""What differs between two versions of a template, step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from varde.care.pathways.rules.template.shape import Template


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. part: "template", "step" or "gate"; code: which one; field: what of it; before and after: plain data."""

    kind: Kind
    part: str
    code: str
    field: str = ""
    before: Any = None
    after: Any = None


def differences(old: Template, new: Template) -> tuple[Difference, ...]:
    """Every difference, in the order of the new template. Empty exactly when the two are equal."""
    return (*_plain(old, new), *_steps(old, new), *_gates(old, new))


def _plain(old: Template, new: Template) -> Iterator[Difference]:
    before, after = _row(old), _row(new)
    for name in ("code", "name", "about", "service_types", "arrangements", "evaluation"):
        if before[name] != after[name]:
            yield Difference(Kind.CHANGED, "template", new.code, name, before[name], after[name])


def _steps(old: Template, new: Template) -> Iterator[Difference]:
    before, after = _placed(old), _placed(new)
    kept = [code for code in before if code in after]
    order = {code: nr for nr, code in enumerate(code for code in after if code in before)}
    for code, (stage, step) in after.items():
        if code not in before:
            yield Difference(Kind.ADDED, "step", code, "", None, step | {"stage": stage})
            continue
        held_stage, held = before[code]
        if held_stage != stage:
            yield Difference(Kind.MOVED, "step", code, "stage", held_stage, stage)
        elif kept.index(code) != order[code]:
            yield Difference(Kind.MOVED, "step", code, "order", kept.index(code) + 1, order[code] + 1)
        for field in sorted(held.keys() | step.keys()):
            if held.get(field) != step.get(field):
                yield Difference(Kind.CHANGED, "step", code, field, held.get(field), step.get(field))
    for code, (stage, step) in before.items():
        if code not in after:
            yield Difference(Kind.REMOVED, "step", code, "", step | {"stage": stage}, None)


def _gates(old: Template, new: Template) -> Iterator[Difference]:
    for moment in ("start", "end"):
        before = {gate.code: _row(gate) for gate in getattr(old.gates, moment)}
        after = {gate.code: _row(gate) for gate in getattr(new.gates, moment)}
        for code, gate in after.items():
            if code not in before:
                yield Difference(Kind.ADDED, "gate", code, moment, None, gate)
            elif before[code] != gate:
                yield Difference(Kind.CHANGED, "gate", code, moment, before[code], gate)
        for code, gate in before.items():
            if code not in after:
                yield Difference(Kind.REMOVED, "gate", code, moment, gate, None)
        if list(before) != list(after) and before == after:
            yield Difference(Kind.MOVED, "gate", moment, "order", list(before), list(after))


def _placed(template: Template) -> dict[str, tuple[str, dict[str, Any]]]:
    return {step.code: (stage.code.value, _row(step)) for stage in template.stages for step in stage.steps}


def _row(held: Any) -> dict[str, Any]:
    row: Mapping[str, Any] = msgspec.to_builtins(held)
    return dict(row)
