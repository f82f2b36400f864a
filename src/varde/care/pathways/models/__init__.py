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
from varde.care.pathways.models.catalogue import (
    CriteriaVersion,
    PlaceVersion,
    ServiceType,
    TemplateDraft,
    TemplateVersion,
)
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
    "CriteriaVersion",
    "Deputy",
    "Evaluation",
    "GateLeave",
    "GateMark",
    "Ground",
    "HandOver",
    "HandOverOffer",
    "Letter",
    "Pause",
    "PlaceVersion",
    "Responsibility",
    "ServiceType",
    "TemplateDraft",
    "TemplateVersion",
    "WindingDown",
]
