"""Reads the shipped data in care/alarms/defaults from text. Takes text, not paths: the action reads the file."""

from typing import Any, Final

from varde.care.alarms.rules.cards import Card, card_from
from varde.care.alarms.rules.plan import Choice, plan_from
from varde.care.alarms.rules.triage import RuleSet, rules_from
from varde.kernel.yaml import load as load_yaml

FILES: Final = {"triage": "triage.yaml", "plans": "plans.yaml", "cards": "cards.yaml"}
"""Names of the files in care/alarms/defaults."""


def triage_rules(text: str) -> RuleSet:
    """The shipped triage rules from the text of triage.yaml. Raises ValueError, KeyError or yaml.YAMLError."""
    return rules_from(_mapping(text))


def default_plans(text: str) -> tuple[Choice, ...]:
    """The shipped plans from the text of plans.yaml, each with the alert types it holds for ("" = all others).

    Receivers of kind pool carry a symbolic ref ("home_care", "night_patrol", "support"): the organisation maps it to a pool
    of its own when it takes the plan into use.
    """
    return tuple(
        Choice(plan=plan_from(row), alert=str(alert))
        for row in _mapping(text)["plans"]
        for alert in row["alerts"]
    )


def action_cards(text: str) -> dict[str, Card]:
    """The shipped action cards from the text of cards.yaml, by code."""
    return {card.code: card for card in map(card_from, _mapping(text)["cards"])}


def _mapping(text: str) -> dict[str, Any]:
    data = load_yaml(text)
    if not isinstance(data, dict):
        raise ValueError("shipped data is a mapping at the top")
    return data
