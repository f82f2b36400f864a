from varde.ground.people.models.around import (
    Adaptation,
    Address,
    NextOfKin,
    PlannedVisit,
    RiskNote,
    WayIn,
    WayInKind,
)
from varde.ground.people.models.recipient import FACTS, Hearing, Language, Memory, Recipient, Sight, Speech
from varde.ground.people.models.relation import CareRelation

__all__ = [
    "FACTS",
    "Adaptation",
    "Address",
    "CareRelation",
    "Hearing",
    "Language",
    "Memory",
    "NextOfKin",
    "PlannedVisit",
    "Recipient",
    "RiskNote",
    "Sight",
    "Speech",
    "WayIn",
    "WayInKind",
]
