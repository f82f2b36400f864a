"""What is wrong with a template, said so that whoever wrote the file finds the line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from varde.care.pathways.rules.template.codes import Words


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. place: the way to it, with codes for numbers ("stages/operation/steps/refill/due"); line: 0 = unknown."""

    place: str
    text: Words
    line: int = 0

    def said_in(self, language: str) -> str:
        """One line of text: line number, place, and what is wrong."""
        english = language.startswith("en")
        at = f"{'Line' if english else 'Linje'} {self.line}, " if self.line else ""
        where = self.place or ("the file" if english else "filen")
        return f"{at}{where}: {self.text.said_in(language)}"


class TemplateFault(ValueError):
    """A template that cannot be used. Its text names every fault in Norwegian, one a line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.said_in("nb") for fault in faults))
        self.faults = faults


_KINDS: Final[dict[str, Words]] = {
    "str": Words("tekst", "text"),
    "int": Words("et helt tall", "a whole number"),
    "bool": Words("true eller false", "true or false"),
    "array": Words("en liste", "a list"),
    "object": Words("felter med navn", "named fields"),
    "null": Words("ingenting", "nothing"),
    "float": Words("et desimaltall", "a decimal number"),
}


def _kinds(text: str) -> Words:
    names = [_KINDS.get(name.strip(), Words(name.strip())) for name in text.split("|")]
    return Words(" eller ".join(name.nb for name in names), " or ".join(name.said_in("en") for name in names))


def _expected(found: re.Match[str]) -> Words:
    want, got = _kinds(found[1]), _kinds(found[2])
    return Words(
        f"Her skal det stå {want.nb}, men det står {got.nb}. Sett anførselstegn rundt tekst som ligner tall, ja eller nei.",
        f"This must be {want.en}, but it is {got.en}. Put quotes around text that looks like a number, yes or no.",
    )


_SAID: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Words]], ...]] = (
    (
        re.compile(r"unknown field `(.*)`"),
        lambda m: Words(f"Feltet «{m[1]}» finnes ikke.", f"There is no field “{m[1]}”."),
    ),
    (
        re.compile(r"missing required field `(.*)`"),
        lambda m: Words(f"Feltet «{m[1]}» mangler.", f"The field “{m[1]}” is missing."),
    ),
    (
        re.compile(r"Invalid enum value '?(.*?)'?$"),
        lambda m: Words(
            f"«{m[1]}» er ikke en av de faste kodene her.", f"“{m[1]}” is not one of the fixed codes."
        ),
    ),
    (
        re.compile(r"matching regex"),
        lambda m: Words(
            "En kode har små bokstaver a–z, tall og understrek, og begynner med en bokstav.",
            "A code has lower-case letters a–z, digits and underscores, and begins with a letter.",
        ),
    ),
    (
        re.compile(r"Expected `int` ([<>]=) (\d+)"),
        lambda m: Words(
            f"Tallet må være {'minst' if m[1] == '>=' else 'høyst'} {m[2]}.",
            f"The number must be {'at least' if m[1] == '>=' else 'at most'} {m[2]}.",
        ),
    ),
    (
        re.compile(r"^one_unit"),
        lambda m: Words(
            "Sett nøyaktig én av days, working_days, weeks og months.",
            "Set exactly one of days, working_days, weeks and months.",
        ),
    ),
    (
        re.compile(r"^length"),
        lambda m: Words(
            "Norsk tekst (nb) må fylles ut, og en tekst er på høyst 1000 tegn.",
            "The Norwegian text (nb) is required, and a text has at most 1000 characters.",
        ),
    ),
    (re.compile(r"Expected `(.*?)`, got `(.*?)`"), _expected),
)


def said(message: str) -> Words:
    """What msgspec said, in words for whoever wrote the file. Anything it says gets a sentence."""
    for pattern, words in _SAID:
        if found := pattern.search(message):
            return words(found)
    return Words(
        "Innholdet har ikke formen en forløpsmal skal ha.",
        "The content does not have the form of a template.",
    )
