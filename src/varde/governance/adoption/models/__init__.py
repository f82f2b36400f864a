from varde.governance.adoption.models.evaluation import Evaluation, Rating
from varde.governance.adoption.models.introduction import (
    Introduction,
    IntroductionEntry,
    IntroductionUnit,
    PointAnswer,
)
from varde.governance.adoption.models.region import (
    Deliverable,
    GoalStatus,
    SharedDeliverable,
    TechnologyStatus,
)

__all__ = [
    "Deliverable",
    "Evaluation",
    "GoalStatus",
    "Introduction",
    "IntroductionEntry",
    "IntroductionUnit",
    "PointAnswer",
    "Rating",
    "SharedDeliverable",
    "TechnologyStatus",
]
