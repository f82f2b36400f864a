from varde.governance.servicemodel.models.adoption import (
    Adoption,
    Answer,
    Edition,
    LocalPoint,
    Note,
    TaskStatus,
    Upgrade,
)
from varde.governance.servicemodel.models.people import Charge, Clarification, ClarificationEntry

__all__ = [
    "Adoption",
    "Answer",
    "Charge",
    "Clarification",
    "ClarificationEntry",
    "Edition",
    "LocalPoint",
    "Note",
    "TaskStatus",
    "Upgrade",
]
