"""Plans to and from plain data."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from varde.care.alarms.rules.plan.steps import Channel, Plan, Receiver, ReceiverKind, Step, StepKind, Terms


def plan_from(row: Mapping[str, Any]) -> Plan:
    """A plan from data (YAML or a stored JSON version).

    Shape: {code, repeat_minutes, steps: [{kind, receiver, ref?, channels: [..], limit_seconds,
    terms?: {accepted, has_key, ends_on}}]}. Raises KeyError or ValueError when the data is not a plan.
    """
    steps = tuple(_step_from(number, step) for number, step in enumerate(row["steps"], start=1))
    return Plan(str(row["code"]), steps, timedelta(minutes=float(row["repeat_minutes"])))


def _step_from(number: int, row: Mapping[str, Any]) -> Step:
    terms = row.get("terms")
    return Step(
        number=number,
        kind=StepKind(row["kind"]),
        receiver=Receiver(ReceiverKind(row["receiver"]), str(row.get("ref") or "")),
        channels=tuple(Channel(name) for name in row["channels"]),
        limit=timedelta(seconds=float(row["limit_seconds"])),
        terms=_terms_from(terms) if terms is not None else None,
    )


def _terms_from(row: Mapping[str, Any]) -> Terms:
    ends = row.get("ends_on")
    return Terms(
        accepted=bool(row.get("accepted")),
        has_key=bool(row.get("has_key")),
        ends_on=date.fromisoformat(str(ends)) if ends else None,
    )


def plan_row(plan: Plan) -> dict[str, Any]:
    """The plan as plain data: what `plan_from` reads, fit for JSON."""
    return {
        "code": plan.code,
        "repeat_minutes": plan.repeat_every / timedelta(minutes=1),
        "steps": [_step_row(step) for step in plan.steps],
    }


def _step_row(step: Step) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": step.kind.value,
        "receiver": step.receiver.kind.value,
        "ref": step.receiver.ref,
        "channels": [channel.value for channel in step.channels],
        "limit_seconds": step.limit / timedelta(seconds=1),
    }
    if step.terms is not None:
        ends = step.terms.ends_on
        row["terms"] = {
            "accepted": step.terms.accepted,
            "has_key": step.terms.has_key,
            "ends_on": ends.isoformat() if ends else None,
        }
    return row
