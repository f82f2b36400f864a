from varde.ground.questionnaires.actions.definitions import (
    AlreadyPublished,
    discard_draft,
    import_definition,
    publish_draft,
    withdraw_form,
)
from varde.ground.questionnaires.actions.responses import (
    Incomplete,
    Saved,
    complete_response,
    save_answers,
    start_response,
    void_response,
)

__all__ = [
    "AlreadyPublished",
    "Incomplete",
    "Saved",
    "complete_response",
    "discard_draft",
    "import_definition",
    "publish_draft",
    "save_answers",
    "start_response",
    "void_response",
    "withdraw_form",
]
