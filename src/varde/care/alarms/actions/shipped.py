"""Rules, plans and cards in force: the organisation's own versions before the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from varde.care.alarms.models import PlanVersion, RuleVersion
from varde.care.alarms.rules import shipped
from varde.care.alarms.rules.cards import Card
from varde.care.alarms.rules.plan import Choice, Plan, select
from varde.care.alarms.rules.triage import Fact, Judgement, Rule, RuleSet, judge, rules_from
from varde.kernel.clock import local

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"


def _text(name: str) -> str:
    return (DEFAULTS / shipped.FILES[name]).read_text(encoding="utf-8")


@cache
def shipped_rules() -> RuleSet:
    return shipped.triage_rules(_text("triage"))


@cache
def shipped_plans() -> tuple[Choice, ...]:
    return shipped.default_plans(_text("plans"))


@cache
def shipped_cards() -> dict[str, Card]:
    return shipped.action_cards(_text("cards"))


UNFIT = (AttributeError, KeyError, TypeError, ValueError)
"""What the rules raise over stored data that they cannot read, as an upgrade may leave it."""


@dataclass
class Policies:
    """What decides at one instant, fetched once per organisation and recipient. A version that cannot be read decides
    nothing: what stands behind it holds instead, and its owner is among `unfit`."""

    now: datetime
    unfit: set[UUID] = field(default_factory=set)
    _rules: dict[UUID, RuleSet] = field(default_factory=dict)
    _plans: dict[tuple[UUID, UUID | None], list[tuple[Choice, UUID]]] = field(default_factory=dict)

    def judge(self, owner: UUID, code: str, facts: Iterable[Fact]) -> Judgement:
        return judge(code, facts, self._rules_of(owner))

    def _rules_of(self, owner: UUID) -> RuleSet:
        if owner not in self._rules:
            base = shipped_rules()
            rows = list(
                RuleVersion.objects.filter(RuleVersion.in_force(self.now), owner=owner).order_by("pk")
            )
            own = [rule for row in rows for rule in self._rules_in(row)]
            replaced = {rule.alert for rule in own}
            kept = tuple(rule for rule in base.rules if rule.alert not in replaced)
            name = ",".join([base.version, *(f"{row.alert}#{row.number}" for row in rows)])
            self._rules[owner] = RuleSet(name, (*own, *kept))
        return self._rules[owner]

    def _rules_in(self, row: RuleVersion) -> tuple[Rule, ...]:
        try:
            return rules_from(row.body).rules
        except UNFIT:
            self.unfit.add(row.owner_id)
            return ()

    def _choices(self, row: PlanVersion) -> list[tuple[Choice, UUID]]:
        try:
            return [(row.choice(), row.pk)]
        except UNFIT:
            self.unfit.add(row.owner_id)
            return []

    def plan(self, owner: UUID, recipient: UUID | None, code: str, at: datetime) -> tuple[Plan, UUID | None]:
        """The plan in force, and the version it came from. None: a shipped plan, since nobody has made one here."""
        own = self._plans_of(owner, None) + (self._plans_of(owner, recipient) if recipient else [])
        who = str(recipient or "")
        chosen = select([choice for choice, _ in own], who, code, local(at)) if own else None
        for choice, version in own:
            if choice.plan is chosen:
                return choice.plan, version
        return select(shipped_plans(), who, code, local(at)), None

    def fetch(self, wanted: Iterable[tuple[UUID, UUID]]) -> None:
        """The plans of many recipients at once; each with its owner."""
        self._plans.update({(owner, recipient): [] for owner, recipient in wanted})
        keys = [recipient for _, recipient in self._plans if recipient]
        rows = PlanVersion.objects.filter(PlanVersion.in_force(self.now), recipient__in=keys)
        for row in rows.order_by("pk"):
            self._plans.setdefault((row.owner_id, row.recipient_id), []).extend(self._choices(row))

    def _plans_of(self, owner: UUID, recipient: UUID | None) -> list[tuple[Choice, UUID]]:
        if (owner, recipient) not in self._plans:
            rows = PlanVersion.objects.filter(
                PlanVersion.in_force(self.now), owner=owner, recipient=recipient
            )
            self._plans[owner, recipient] = [one for row in rows.order_by("pk") for one in self._choices(row)]
        return self._plans[owner, recipient]
