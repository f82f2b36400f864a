from varde.care.pathways.models.around import (
    Adaptation,
    CaseText,
    Concern,
    Consent,
    Consideration,
    Evaluation,
    Ground,
    Letter,
)
from varde.care.pathways.models.case import Case, CaseEvent, GateMark
from varde.care.pathways.models.catalogue import ServiceVersion, TemplateVersion
from varde.care.pathways.models.handing import (
    Absence,
    Deputy,
    HandOver,
    HandOverOffer,
    Responsibility,
)
from varde.care.pathways.models.task import CaseTask, GateLeave
from varde.care.pathways.models.turns import Pause, WindingDown

__all__ = [
    "Absence",
    "Adaptation",
    "Case",
    "CaseEvent",
    "CaseTask",
    "CaseText",
    "Concern",
    "Consent",
    "Consideration",
    "Deputy",
    "Evaluation",
    "GateLeave",
    "GateMark",
    "Ground",
    "HandOver",
    "HandOverOffer",
    "Letter",
    "Pause",
    "Responsibility",
    "ServiceVersion",
    "TemplateVersion",
    "WindingDown",
]
