"""A response as a FHIR R4 QuestionnaireResponse."""

from __future__ import annotations

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Definition, Item
from varde.ground.questionnaires.rules.enabled import enabled
from varde.ground.questionnaires.rules.lifecycle import FHIR, State
from varde.ground.questionnaires.rules.values import Answers, as_answer, real


def response_resource(
    definition: Definition, answers: Answers, *, key: str, state: State, subject: str, authored: str
) -> fhir.QuestionnaireResponse:
    """`subject` is the key of the recipient; `authored` the instant in ISO 8601. Only what is put and answered is
    there, nested as in the form; what was typed and not understood is left out."""
    on = enabled(definition, answers)
    found = (_item(item, answers, on) for item in definition.items)
    return fhir.QuestionnaireResponse(
        resource_type="QuestionnaireResponse",
        id=key,
        questionnaire=f"{definition.url}|{definition.version}",
        status=FHIR[state],
        subject=fhir.Reference(reference=f"Patient/{subject}"),
        authored=authored,
        item=tuple(one for one in found if one),
    )


def _item(item: Item, answers: Answers, on: frozenset[str]) -> fhir.ResponseItem | None:
    if item.link_id not in on:
        return None
    given = tuple(as_answer(value) for value in real(answers.get(item.link_id, ())))
    below = tuple(one for one in (_item(child, answers, on) for child in item.items) if one)
    if not given and not below:
        return None
    return fhir.ResponseItem(link_id=item.link_id, text=item.text.nb, answer=given, item=below)
