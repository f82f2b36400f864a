"""The closed words of the service catalogue, and criteria as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from varde.care.pathways.rules.template import Words

TARGETS: Final[dict[str, Words]] = {
    "older": Words("Eldre", "Older people"),
    "adults": Words("Voksne", "Adults"),
    "young": Words("Unge", "Young people"),
    "children": Words("Barn", "Children"),
    "disabled": Words("Personer med funksjonsnedsettelse", "People with disabilities"),
    "dementia": Words("Personer med demens", "People with dementia"),
    "chronic": Words("Personer med kronisk sykdom", "People with chronic illness"),
    "mental_health": Words("Personer med psykisk lidelse", "People with mental illness"),
    "discharged": Words("Nylig utskrevet fra sykehus", "Recently discharged from hospital"),
}
GIVEN: Final[dict[str, Words]] = {
    "decision": Words("Vedtak", "By decision"),
    "without": Words("Tjeneste uten vedtak", "Without a decision"),
    "either": Words("Vedtak, eller tjeneste uten vedtak", "By decision, or without"),
}
PAYMENTS: Final[dict[str, Words]] = {
    "none": Words("Gratis", "Free"),
    "monthly": Words("Pris per måned", "Price per month"),
    "once": Words("Pris én gang", "Price once"),
}
"""The basis of the co-payment [egenandel]. Health care at home is free by law; a safety alarm may cost something."""


def target_words(codes: Iterable[str]) -> str:
    """The groups in words, in the order of the list; a code that is gone is left out."""
    held = set(codes)
    return ", ".join(words.nb for code, words in TARGETS.items() if code in held)


@dataclass(frozen=True, slots=True)
class Criteria:
    """Who a service is for, and whom it does not suit: one text for each criterion."""

    inclusion: tuple[str, ...]
    exclusion: tuple[str, ...]


MOST_CRITERIA: Final = 40


def criteria_from(data: Mapping[str, Any]) -> Criteria:
    """Criteria from a stored version. Raises ValueError: no inclusion, empty or doubled texts, or too many."""
    held = Criteria(tuple(data["inclusion"]), tuple(data["exclusion"]))
    every = [*held.inclusion, *held.exclusion]
    if not held.inclusion or len(every) > MOST_CRITERIA or len(set(every)) != len(every):
        raise ValueError("criteria: at least one inclusion, at most 40, none twice")
    if not all(0 < len(str(one).strip()) <= 500 for one in every):
        raise ValueError("criteria are texts of at most 500 characters")
    return held


def criteria_row(criteria: Criteria) -> dict[str, list[str]]:
    """What `criteria_from` reads."""
    return {"inclusion": list(criteria.inclusion), "exclusion": list(criteria.exclusion)}
