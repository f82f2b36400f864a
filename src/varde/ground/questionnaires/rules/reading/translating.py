"""Translations beside a text, as FHIR's translation extension."""

from __future__ import annotations

from collections.abc import Iterator

from varde.ground.questionnaires.rules import fhir
from varde.ground.questionnaires.rules.refusals import Refusal, Why


def translations(link: str, element: str, more: fhir.Element | None) -> Iterator[Refusal]:
    """`_text` and the like may hold translations and nothing else."""
    spoken: list[str] = []
    for one in more.extension if more else ():
        parts = {part.url: part for part in one.extension}
        if one.url != fhir.TRANSLATION:
            yield Refusal(link, f"{element}.extension", Why.UNSUPPORTED, one.url[:60])
        elif set(parts) != {"lang", "content"} or len(one.extension) != 2:
            yield Refusal(link, f"{element}.extension", Why.WRONG_KIND)
        elif not parts["lang"].value_code or not parts["content"].value_string:
            yield Refusal(link, f"{element}.extension", Why.MISSING)
        else:
            spoken.append(parts["lang"].value_code)
    if len(spoken) != len(set(spoken)):
        yield Refusal(link, f"{element}.extension", Why.TWICE)
