"""What differs between two versions of a response plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

WHOLE: Final = ("title", "alert", "band", "repeat_minutes")
OF_A_STEP: Final = ("kind", "ref", "channels", "limit_seconds", "terms")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. part: one of WHOLE with step 0, or one of OF_A_STEP with the step's number.

    before, after: the stored values; None where the version does not have it. A whole step that came or went is one
    change with part "kind".
    """

    part: str
    step: int
    before: Any
    after: Any


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The differences in the order one reads a plan. Shape of each: {title, alert, band, body} as stored."""
    one, other = _whole(before), _whole(after)
    found = [Change(part, 0, one[part], other[part]) for part in WHOLE if one[part] != other[part]]
    left, right = before["body"]["steps"], after["body"]["steps"]
    for number in range(1, max(len(left), len(right)) + 1):
        found += _of_step(number, _step(left, number), _step(right, number))
    return tuple(found)


def _whole(plan: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: plan[name] for name in ("title", "alert")}
    return {**told, "band": plan["band"] or None, "repeat_minutes": float(plan["body"]["repeat_minutes"])}


def _step(steps: list[Any], number: int) -> Mapping[str, Any] | None:
    return steps[number - 1] if number <= len(steps) else None


def _of_step(number: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    if before is None or after is None:
        return [Change("kind", number, before and before["kind"], after and after["kind"])]
    pairs = [(part, _told(before, part), _told(after, part)) for part in OF_A_STEP]
    return [Change(part, number, one, other) for part, one, other in pairs if one != other]


def _told(step: Mapping[str, Any], part: str) -> Any:
    value = step.get(part)
    if part == "limit_seconds":
        return float(value or 0)
    return sorted(value) if part == "channels" and value else value or None
