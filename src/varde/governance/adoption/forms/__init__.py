from varde.governance.adoption.forms.evaluating import EvaluationForm
from varde.governance.adoption.forms.leading import (
    IntroductionFilter,
    IntroductionForm,
    LearningForm,
    PlannedForm,
    PointForm,
    StartForm,
    SureForm,
    UnitForm,
    WhyForm,
    start_of,
)
from varde.governance.adoption.forms.region import (
    DeliverableForm,
    GoalStatusForm,
    PlaceForm,
    SharedFilter,
    SpreadFilter,
    StatusForm,
)

__all__ = [
    "DeliverableForm",
    "EvaluationForm",
    "GoalStatusForm",
    "IntroductionFilter",
    "IntroductionForm",
    "LearningForm",
    "PlaceForm",
    "PlannedForm",
    "PointForm",
    "SharedFilter",
    "SpreadFilter",
    "StartForm",
    "StatusForm",
    "SureForm",
    "UnitForm",
    "WhyForm",
    "start_of",
]
