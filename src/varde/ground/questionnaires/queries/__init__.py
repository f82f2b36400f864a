from varde.ground.questionnaires.queries.definitions import (
    ListedForm,
    codes_in_use,
    definition,
    draft,
    forms,
    published,
    shipped_form,
)
from varde.ground.questionnaires.queries.in_use import UnknownDefinition
from varde.ground.questionnaires.queries.responses import (
    AnsweredBy,
    Comparison,
    ShownResponse,
    WholeResponse,
    compare,
    response,
    responses_about,
    responses_for,
    unfinished,
)

__all__ = [
    "AnsweredBy",
    "Comparison",
    "ListedForm",
    "ShownResponse",
    "UnknownDefinition",
    "WholeResponse",
    "codes_in_use",
    "compare",
    "definition",
    "draft",
    "forms",
    "published",
    "response",
    "responses_about",
    "responses_for",
    "shipped_form",
    "unfinished",
]
