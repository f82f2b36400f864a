"""The service catalogue [tjenestekatalogen] as data: its fixed words, service hours, criteria and the shipped rows."""

from varde.care.pathways.rules.catalogue.hours import ALWAYS, HoursFault, hours_from, hours_text
from varde.care.pathways.rules.catalogue.shipped import (
    ShippedCriteria,
    ShippedService,
    english_of,
    services_from_text,
)
from varde.care.pathways.rules.catalogue.words import (
    GIVEN,
    MOST_CRITERIA,
    PAYMENTS,
    TARGETS,
    Criteria,
    criteria_from,
    criteria_row,
    target_words,
)

__all__ = [
    "ALWAYS",
    "GIVEN",
    "MOST_CRITERIA",
    "PAYMENTS",
    "TARGETS",
    "Criteria",
    "HoursFault",
    "ShippedCriteria",
    "ShippedService",
    "criteria_from",
    "criteria_row",
    "english_of",
    "hours_from",
    "hours_text",
    "services_from_text",
    "target_words",
]
