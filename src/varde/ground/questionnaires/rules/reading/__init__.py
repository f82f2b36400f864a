"""From the JSON of a FHIR Questionnaire to a definition: all of it, or a list of reasons.

`shape` finds elements that Varde does not know and values of the wrong kind; `meaning` finds what is well formed and
still cannot be asked. Nothing is read halfway: what is not understood is refused by name.
"""

from __future__ import annotations

import msgspec

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.definition import Definition, definition_of
from varde.ground.questionnaires.rules.reading.meaning import meaning
from varde.ground.questionnaires.rules.reading.shape import parsed, shape
from varde.ground.questionnaires.rules.refusals import NotUsable, Refusal, Why

_decoder = msgspec.json.Decoder(fhir.Questionnaire)
MOST_REFUSALS = 100


def read(data: bytes) -> Definition:
    """Raises NotUsable with every refusal, at most a hundred."""
    raw = parsed(data)
    if found := shape(raw):
        raise NotUsable(found[:MOST_REFUSALS])
    try:
        source = _decoder.decode(data)
    except msgspec.ValidationError as fault:  # `shape` should have named it
        raise NotUsable([Refusal("", str(fault)[-200:], Why.WRONG_KIND)]) from None
    if found := meaning(source):
        raise NotUsable(found[:MOST_REFUSALS])
    return definition_of(source)
