"""Triage, the shipped rules, plans and cards: every alert type has an answer."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.alarms.rules.codes import ALERT_NAMES, FAULT_NAMES, Fault, Severity, Urgency
from varde.care.alarms.rules.plan import StepKind, faults, select
from varde.care.alarms.rules.shipped import FILES, action_cards, default_plans, triage_rules
from varde.care.alarms.rules.signal import Kind, Reason, Signal, Unreadable
from varde.care.alarms.rules.triage import (
    URGENT_FAULTS,
    AlarmKind,
    Fact,
    Rule,
    RuleSet,
    code_of,
    judge,
)
from varde.care.alarms.rules.wording import Wording

pytestmark = pytest.mark.unit
DEFAULTS = Path(__file__).parents[1] / "defaults"
SHIPPED = triage_rules((DEFAULTS / FILES["triage"]).read_text(encoding="utf-8"))
PLANS = default_plans((DEFAULTS / FILES["plans"]).read_text(encoding="utf-8"))
CARDS = action_cards((DEFAULTS / FILES["cards"]).read_text(encoding="utf-8"))
EVERY_CODE = [*ALERT_NAMES, *FAULT_NAMES]
NOW = datetime(2026, 11, 21, 2, 14, tzinfo=UTC)
FACTS = st.frozensets(st.sampled_from(list(Fact)))


@pytest.mark.parametrize("code", EVERY_CODE)
def test_every_alert_type_has_a_shipped_rule_of_its_own_a_card_and_a_plan(code):
    assert code in {rule.alert for rule in SHIPPED.rules}
    judged = judge(code, (), SHIPPED)
    assert judged.card in CARDS
    assert select(PLANS, "r", code, NOW).code != "fallback"


def test_every_shipped_card_is_used_and_every_card_says_what_to_do():
    assert {rule.card for rule in SHIPPED.rules} == set(CARDS)
    for card in CARDS.values():
        assert card.do
        for line in (card.title, *card.ask, *card.do, *card.emergency):
            assert line.nb and line.en


def test_a_shipped_plan_that_sends_those_of_the_day_sends_those_of_the_night_too():
    for choice in PLANS:
        refs = {step.receiver.ref for step in choice.plan.steps}
        assert ("home_care" in refs) == ("night_patrol" in refs), choice.plan.code


def test_shipped_plans_have_no_faults_and_end_with_somebody_who_is_always_there():
    for choice in PLANS:
        assert faults(choice.plan, date(2026, 11, 21)) == ()
        assert choice.plan.steps[0].kind is StepKind.BOARD
        assert choice.plan.steps[-1].kind is StepKind.LAST_RESORT


@given(code=st.one_of(st.sampled_from(EVERY_CODE), st.text(max_size=12)), facts=FACTS)
def test_triage_always_answers_and_explains_itself_in_one_sentence(code, facts):
    judged = judge(code, facts, SHIPPED)
    assert judged.severity > Severity.NOT_ASSESSED
    assert judged.why.nb.endswith(".")
    assert judged.why.nb.count(" fordi ") == 1
    assert judged.why.en
    assert judged == judge(code, facts, SHIPPED)


@given(facts=FACTS)
def test_what_nobody_can_read_or_match_is_an_urgent_technical_alarm(facts):
    for code in URGENT_FAULTS:
        for rules in (SHIPPED, RuleSet("empty", ()), _soft()):
            judged = judge(code, facts, rules)
            assert judged.kind is AlarmKind.TECHNICAL
            assert judged.severity >= Severity.SERIOUS
            assert judged.urgency is Urgency.RED


def _soft() -> RuleSet:
    return RuleSet(
        "soft",
        tuple(
            Rule(fault, Severity.NORMAL, Urgency.BLUE, Wording("det ikke haster"), kind=AlarmKind.TECHNICAL)
            for fault in Fault
        ),
    )


def test_an_alarm_no_rule_covers_is_red():
    assert judge("4.99", (), RuleSet("empty", ())).urgency is Urgency.RED
    assert judge("3", (), RuleSet("empty", ())).kind is AlarmKind.ALARM


@given(facts=FACTS, code=st.sampled_from(EVERY_CODE), more=st.sampled_from(list(Fact)))
def test_in_the_shipped_rules_another_fact_never_lowers_the_severity(facts, code, more):
    assert judge(code, facts | {more}, SHIPPED).severity >= judge(code, facts, SHIPPED).severity


def test_a_door_at_night_is_worse_for_somebody_who_may_wander():
    plain, wanders = judge("4.15", (), SHIPPED), judge("4.15", {Fact.MAY_WANDER}, SHIPPED)
    assert wanders.severity > plain.severity
    assert "kan gå seg bort" in wanders.why.nb


def test_a_sub_code_we_have_no_rule_for_is_judged_as_its_parent():
    assert judge("7.9", (), SHIPPED).card == judge("7", (), SHIPPED).card


def test_the_code_of_what_was_heard():
    assert code_of(Unreadable(Reason.EMPTY, 0)) == Fault.UNREADABLE
    assert code_of(Signal(Kind.ALARM, "3", "1")) == "3"
    assert code_of(Signal(Kind.ALARM, "", "1")) == "0"
