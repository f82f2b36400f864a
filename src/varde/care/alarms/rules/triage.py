"""Triage: alert code + facts about the recipient + rules → severity and urgency, with the reason in one sentence.

Total: every code gets a judgement. What nobody has a rule for is urgent, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from varde.care.alarms.rules.codes import (
    ALERT_UNKNOWN,
    N_,
    SEVERITY_NAMES,
    Fault,
    Severity,
    Urgency,
    alert_name,
    is_technical,
    lineage,
)
from varde.care.alarms.rules.signal import Kind, Signal, Unreadable
from varde.care.alarms.rules.wording import Wording, wording_from


class Fact(StrEnum):
    """What triage may know about the recipient and the moment. Nothing else about a person reaches a rule."""

    LIVES_ALONE = "lives_alone"
    MAY_WANDER = "may_wander"  # may lose the way; with or without dementia
    MAY_FALL = "may_fall"
    POWER_DEPENDENT = "power_dependent"  # equipment that keeps the person well needs power
    SEIZURES = "seizures"
    CRITICAL_MEDICINE = "critical_medicine"  # a missed dose is dangerous within hours
    CANNOT_CALL = "cannot_call"  # cannot press an alarm or use a phone alone
    COLD = "cold"  # outdoors a person without clothes is in danger
    NIGHT = "night"
    REPEATED = "repeated"  # has signalled again while the alarm is open


FACT_NAMES: Final[dict[Fact, str]] = {
    Fact.LIVES_ALONE: N_("bor alene"),
    Fact.MAY_WANDER: N_("kan gå seg bort"),
    Fact.MAY_FALL: N_("faller lett"),
    Fact.POWER_DEPENDENT: N_("er avhengig av strøm"),
    Fact.SEIZURES: N_("kan få anfall"),
    Fact.CRITICAL_MEDICINE: N_("må ha medisinen til rett tid"),
    Fact.CANNOT_CALL: N_("kan ikke tilkalle hjelp selv"),
    Fact.COLD: N_("det er kaldt ute"),
    Fact.NIGHT: N_("det er natt"),
    Fact.REPEATED: N_("har meldt fra flere ganger"),
}

_FACT_ENGLISH: Final[dict[Fact, str]] = {
    Fact.LIVES_ALONE: "lives alone",
    Fact.MAY_WANDER: "may lose the way",
    Fact.MAY_FALL: "falls easily",
    Fact.POWER_DEPENDENT: "depends on power",
    Fact.SEIZURES: "may have seizures",
    Fact.CRITICAL_MEDICINE: "must have the medicine on time",
    Fact.CANNOT_CALL: "cannot call for help alone",
    Fact.COLD: "it is cold outside",
    Fact.NIGHT: "it is night",
    Fact.REPEATED: "has signalled several times",
}


class AlarmKind(StrEnum):
    """Whether a person needs somebody (alarm), or the equipment does (teknisk varsel)."""

    ALARM = "alarm"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Rule:
    """One triage rule. alert: code it holds for, its sub-codes too; "" for all. when: facts that must all be there."""

    alert: str
    severity: Severity
    urgency: Urgency
    because: Wording
    when: frozenset[Fact] = frozenset()
    kind: AlarmKind = AlarmKind.ALARM
    card: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of an organisation's rules. Its name goes into the alarm, so that one can see later what decided."""

    version: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What triage found. code: VKP alert code or Fault. card: action card code. why: the reason, one sentence."""

    code: str
    kind: AlarmKind
    severity: Severity
    urgency: Urgency
    card: str
    why: Wording
    version: str


_NO_RULE: Final = Rule(
    alert="",
    severity=Severity.SERIOUS,
    urgency=Urgency.RED,
    because=Wording("ingen regel dekker denne alarmen", "no rule covers this alarm"),
    card="unknown",
)
_NO_TECHNICAL_RULE: Final = Rule(
    alert="",
    severity=Severity.SERIOUS,
    urgency=Urgency.ORANGE,
    because=Wording("ingen regel dekker dette tekniske varselet", "no rule covers this technical alert"),
    kind=AlarmKind.TECHNICAL,
    card="technical",
)
URGENT_FAULTS: Final = frozenset(
    {
        Fault.UNREADABLE,
        Fault.UNKNOWN_DEVICE,
        Fault.NOT_PLACED,
        Fault.NO_PLAN,
        Fault.TWO_CLAIM_ONE_ID,
        Fault.WORKER_STALE,
        Fault.ALARM_STUCK,
    }
)
"""Behind each of these somebody may be lying on the floor: rules can raise them, never lower them."""
_FLOOR: Final = (Severity.SERIOUS, Urgency.RED)


def code_of(heard: Signal | Unreadable) -> str:
    """The code that triage reads: the signal's own, or the fault when nothing could be read or no code was given."""
    if isinstance(heard, Unreadable):
        return Fault.UNREADABLE
    if heard.code:
        return heard.code
    return Fault.UNKNOWN_CODE if heard.kind is Kind.TECHNICAL else ALERT_UNKNOWN


def judge(code: str, facts: Iterable[Fact], rules: RuleSet) -> Judgement:
    """The judgement for a code. The rule for the nearest code wins; among those the one that needs most facts; then the
    most severe. A technical code is only judged by technical rules and an alarm only by alarm rules.
    """
    known = frozenset(facts)
    technical = is_technical(code)
    line = lineage(code)
    best: tuple[tuple[int, int, int, int], Rule] | None = None
    for rule in rules.rules:
        if (rule.alert and rule.alert not in line) or not rule.when <= known:
            continue
        if (rule.kind is AlarmKind.TECHNICAL) is not technical and not rule.alert:
            continue
        distance = line.index(rule.alert) if rule.alert else len(line)
        weight = (distance, -len(rule.when), -rule.severity, rule.urgency.rank)
        if best is None or weight < best[0]:
            best = (weight, rule)
    if best is None:
        return _judgement(code, _NO_TECHNICAL_RULE if technical else _NO_RULE, rules.version)
    return _judgement(code, best[1], rules.version)


def _judgement(code: str, rule: Rule, version: str) -> Judgement:
    severity, urgency = rule.severity, rule.urgency
    if code in URGENT_FAULTS:
        severity = max(severity, _FLOOR[0])
        urgency = min(urgency, _FLOOR[1], key=lambda one: one.rank)
    kind = AlarmKind.TECHNICAL if is_technical(code) else rule.kind
    return Judgement(code, kind, severity, urgency, rule.card, _why(code, rule, severity), version)


def _why(code: str, rule: Rule, severity: Severity) -> Wording:
    """One sentence. The alert's name is Norwegian data that the page shows translated beside it."""
    facts = [fact for fact in Fact if fact in rule.when]
    nb, en = rule.because.nb, rule.because.said_in("en")
    if facts:
        nb = f"{nb} ({', '.join(FACT_NAMES[fact] for fact in facts)})"
        en = f"{en} ({', '.join(_FACT_ENGLISH[fact] for fact in facts)})"
    word = SEVERITY_NAMES[severity].lower()
    return Wording(
        f"{alert_name(code)} er vurdert som {word} fordi {nb}.",
        f"Judged {_SEVERITY_ENGLISH[severity]} because {en}.",
    )


_SEVERITY_ENGLISH: Final = {
    Severity.CRITICAL: "critical",
    Severity.SERIOUS: "serious",
    Severity.MODERATE: "moderate",
    Severity.NORMAL: "normal",
    Severity.NOT_ASSESSED: "not assessed",
}


def rules_from(row: Mapping[str, Any]) -> RuleSet:
    """A rule set from data (YAML or a stored JSON version).

    Shape: {version, rules: [{alert, severity: 0–40, urgency: R/O/Y/G/B, because: {nb, en}, when?: [fact], kind?, card?}]}.
    Raises KeyError or ValueError when the data is not a rule set.
    """
    return RuleSet(str(row["version"]), tuple(_rule_from(rule) for rule in row["rules"]))


def _rule_from(row: Mapping[str, Any]) -> Rule:
    return Rule(
        alert=str(row["alert"]),
        severity=Severity(int(row["severity"])),
        urgency=Urgency(str(row["urgency"])),
        because=wording_from(row["because"]),
        when=frozenset(Fact(name) for name in row.get("when") or ()),
        kind=AlarmKind(row.get("kind") or AlarmKind.ALARM),
        card=str(row.get("card") or ""),
    )
