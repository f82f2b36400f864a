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
from varde.governance.servicemodel.models.proving import Finding, FindingChange, ProofLook

__all__ = [
    "Adoption",
    "Answer",
    "Charge",
    "Clarification",
    "ClarificationEntry",
    "Edition",
    "Finding",
    "FindingChange",
    "LocalPoint",
    "Note",
    "ProofLook",
    "TaskStatus",
    "Upgrade",
]
