"""The response plan (varslingsplan): ordered steps (ledd), chosen per recipient, alert type and time band."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from varde.care.alarms.rules.codes import N_, lineage


class StepKind(StrEnum):
    """What a step does."""

    BOARD = "board"  # the operators of the response centre
    DISPATCH = "dispatch"  # somebody who rides out on duty
    CONTACT = "contact"  # next of kin or neighbour who has agreed (varslingskontakt)
    LAST_RESORT = "last_resort"  # the organisation's last receiver: is always there


class Channel(StrEnum):
    """How a receiver is told."""

    SCREEN = "screen"
    RINGING_APP = "ringing_app"
    VOICE = "voice"
    SMS = "sms"
    EMAIL = "email"


RINGING: Final = frozenset({Channel.RINGING_APP, Channel.VOICE})
"""Channels that wake somebody: a voice call with keypress, or an app that breaks silence."""


class ReceiverKind(StrEnum):
    """What a receiver reference points to. The database side resolves it to people at the instant of ringing."""

    CENTRE = "centre"  # all operators on duty for the owner's response centre
    POOL = "pool"  # a pool of the rota; ref = its id or a symbolic name of the shipped plans
    STAFF = "staff"  # one named person on duty; ref = id
    CONTACT = "contact"  # a response contact of the recipient; ref = id, "" = those of the recipient in order
    LEADER = "leader"  # the leader on duty of the owner
    LAST_RESORT = "last_resort"  # the owner's last-resort receiver
    HOLDER = "holder"  # whoever holds the alarm; ref = id


@dataclass(frozen=True, slots=True, order=True)
class Receiver:
    """Who a step or a ring is for."""

    kind: ReceiverKind
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a next of kin or neighbour has agreed to. `ends_on` is the first day the agreement no longer holds."""

    accepted: bool = False
    has_key: bool = False
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `limit`: how long it has before the next step is rung; unanswered within it = not received."""

    number: int
    kind: StepKind
    receiver: Receiver
    channels: tuple[Channel, ...]
    limit: timedelta
    terms: Terms | None = None

    @property
    def rings(self) -> bool:
        """Whether the step wakes somebody."""
        return bool(RINGING.intersection(self.channels))


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, numbered from 1; after the last one, the last repeats every `repeat_every` until somebody acts."""

    code: str
    steps: tuple[Step, ...]
    repeat_every: timedelta

    @property
    def last(self) -> int:
        """Number of the last step."""
        return len(self.steps)

    def step(self, number: int) -> Step:
        """The step with that number, counted from 1; beyond the end it is the last one."""
        return self.steps[min(max(number, 1), self.last) - 1]


class PlanFault(StrEnum):
    """What is wrong with a plan. A safety gate: a plan with one of these is not put in force."""

    EMPTY = "empty"
    NUMBERING = "numbering"
    NO_LIMIT = "no_limit"
    NO_REPEAT = "no_repeat"
    NO_CHANNEL = "no_channel"
    DISPATCH_SILENT = "dispatch_silent"
    CONTACT_WITHOUT_TERMS = "contact_without_terms"
    CONTACT_NOT_ACCEPTED = "contact_not_accepted"
    CONTACT_WITHOUT_KEY = "contact_without_key"
    CONTACT_WITHOUT_END = "contact_without_end"
    CONTACT_ENDED = "contact_ended"
    ENDS_WITH_KIN = "ends_with_kin"
    ENDS_WITH_NOBODY = "ends_with_nobody"
    LAST_SILENT = "last_silent"


PLAN_FAULT_NAMES: Final[dict[PlanFault, str]] = {
    PlanFault.EMPTY: N_("Planen har ingen ledd"),
    PlanFault.NUMBERING: N_("Leddene er ikke nummerert 1, 2, 3 …"),
    PlanFault.NO_LIMIT: N_("Leddet mangler tidsfrist"),
    PlanFault.NO_REPEAT: N_("Planen sier ikke hvor ofte siste ledd ringes på nytt"),
    PlanFault.NO_CHANNEL: N_("Leddet mangler kanal"),
    PlanFault.DISPATCH_SILENT: N_("Et utrykningsledd må ha minst én kanal som ringer"),
    PlanFault.CONTACT_WITHOUT_TERMS: N_("Varslingskontakten har ingen avtale"),
    PlanFault.CONTACT_NOT_ACCEPTED: N_("Varslingskontakten har ikke sagt ja"),
    PlanFault.CONTACT_WITHOUT_KEY: N_("Varslingskontakten har ikke nøkkel"),
    PlanFault.CONTACT_WITHOUT_END: N_("Avtalen med varslingskontakten mangler sluttdato"),
    PlanFault.CONTACT_ENDED: N_("Avtalen med varslingskontakten er utløpt"),
    PlanFault.ENDS_WITH_KIN: N_("Siste ledd kan ikke være pårørende eller nabo"),
    PlanFault.ENDS_WITH_NOBODY: N_("Siste ledd må ha en mottaker som alltid finnes"),
    PlanFault.LAST_SILENT: N_("Siste ledd må ha en kanal som ringer"),
}


def faults(plan: Plan, on: date) -> tuple[tuple[int, PlanFault], ...]:
    """What is wrong with the plan on that day: (step number, fault), number 0 for the plan as a whole."""
    if not plan.steps:
        return ((0, PlanFault.EMPTY),)
    found: list[tuple[int, PlanFault]] = []
    if plan.repeat_every <= timedelta(0):
        found.append((0, PlanFault.NO_REPEAT))
    if tuple(step.number for step in plan.steps) != tuple(range(1, plan.last + 1)):
        found.append((0, PlanFault.NUMBERING))
    for step in plan.steps:
        found.extend((step.number, fault) for fault in _step_faults(step, on))
    last = plan.steps[-1]
    if last.kind is StepKind.CONTACT or last.receiver.kind is ReceiverKind.CONTACT:
        found.append((last.number, PlanFault.ENDS_WITH_KIN))
    elif last.kind is not StepKind.LAST_RESORT:
        found.append((last.number, PlanFault.ENDS_WITH_NOBODY))
    elif not last.rings:
        found.append((last.number, PlanFault.LAST_SILENT))
    return tuple(found)


def _step_faults(step: Step, on: date) -> Iterable[PlanFault]:
    if step.limit <= timedelta(0):
        yield PlanFault.NO_LIMIT
    if not step.channels:
        yield PlanFault.NO_CHANNEL
    if step.kind is StepKind.DISPATCH and not step.rings:
        yield PlanFault.DISPATCH_SILENT
    if step.kind is StepKind.CONTACT:
        yield from _terms_faults(step.terms, on)


def _terms_faults(terms: Terms | None, on: date) -> Iterable[PlanFault]:
    if terms is None:
        yield PlanFault.CONTACT_WITHOUT_TERMS
        return
    if not terms.accepted:
        yield PlanFault.CONTACT_NOT_ACCEPTED
    if not terms.has_key:
        yield PlanFault.CONTACT_WITHOUT_KEY
    if terms.ends_on is None:
        yield PlanFault.CONTACT_WITHOUT_END
    elif terms.ends_on <= on:
        yield PlanFault.CONTACT_ENDED


@dataclass(frozen=True, slots=True)
class Band:
    """A time band of the week by the clock on the wall.

    days: 0 (Monday) … 6. starts, ends: minutes after midnight, half-open; ends ≤ starts runs past midnight and
    belongs to the day it starts on; starts == ends is the whole day round.
    """

    days: frozenset[int]
    starts: int
    ends: int

    def holds(self, local: datetime) -> bool:
        """Whether the local wall-clock time lies in the band. Only weekday, hour and minute are read."""
        minute = local.hour * 60 + local.minute
        today, yesterday = local.weekday(), (local.weekday() - 1) % 7
        if self.starts < self.ends:
            return today in self.days and self.starts <= minute < self.ends
        return (today in self.days and minute >= self.starts) or (
            yesterday in self.days and minute < self.ends
        )

    @property
    def minutes(self) -> int:
        """Minutes per week that the band covers."""
        length = (self.ends - self.starts) % 1440 or 1440
        return length * len(self.days)


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan and where it holds. recipient "" = everybody in the organisation; alert "" = every type; band None = always."""

    plan: Plan
    recipient: str = ""
    alert: str = ""
    band: Band | None = None


def select(choices: Iterable[Choice], recipient: str, alert: str, local: datetime) -> Plan:
    """The plan in force: the most specific choice wins, otherwise the built-in fallback.

    Order of weight: the recipient's own plan, then the nearest alert type, then the narrowest time band, then the plan
    code (so that two equal ones always give the same answer). `local` is wall-clock time where the recipient lives.
    """
    line = lineage(alert)
    best: tuple[tuple[int, int, int, str], Plan] | None = None
    for choice in choices:
        if choice.recipient not in ("", recipient) or (choice.alert and choice.alert not in line):
            continue
        if choice.band is not None and not choice.band.holds(local):
            continue
        nearness = len(line) - line.index(choice.alert) if choice.alert else 0
        width = choice.band.minutes if choice.band else 7 * 1440 + 1
        weight = (-int(bool(choice.recipient)), -nearness, width, choice.plan.code)
        if best is None or weight < best[0]:
            best = (weight, choice.plan)
    return best[1] if best else FALLBACK


FALLBACK: Final = Plan(
    code="fallback",
    steps=(
        Step(1, StepKind.BOARD, Receiver(ReceiverKind.CENTRE), (Channel.SCREEN,), timedelta(minutes=2)),
        Step(
            2,
            StepKind.LAST_RESORT,
            Receiver(ReceiverKind.LAST_RESORT),
            (Channel.VOICE, Channel.SMS),
            timedelta(minutes=5),
        ),
    ),
    repeat_every=timedelta(minutes=5),
)
"""Where no plan was made: the board, then the organisation's last-resort receiver. Never next of kin, never nobody."""


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
