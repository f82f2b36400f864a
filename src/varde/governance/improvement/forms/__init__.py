from varde.governance.improvement.forms.proposals import (
    AgainForm,
    ChooseForm,
    DeclineForm,
    EffectForm,
    FinishForm,
    GridFilter,
    PostponeForm,
    ProposalForm,
)
from varde.governance.improvement.forms.sessions import (
    EntryForm,
    PeopleForm,
    PickForm,
    SessionFilter,
    SessionForm,
)

__all__ = [
    "AgainForm",
    "ChooseForm",
    "DeclineForm",
    "EffectForm",
    "EntryForm",
    "FinishForm",
    "GridFilter",
    "PeopleForm",
    "PickForm",
    "PostponeForm",
    "ProposalForm",
    "SessionFilter",
    "SessionForm",
]
