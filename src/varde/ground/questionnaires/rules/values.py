"""One answer, and all answers of a response: values in Python, and the text they are stored as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec

from varde.ground.questionnaires.rules import fhir


@dataclass(frozen=True, slots=True)
class Coded:
    """A chosen option. `display` is what the option said when it was chosen; it is no part of which option it is."""

    code: str
    system: str = ""
    display: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Coded) and (self.code, self.system) == (other.code, other.system)

    def __hash__(self) -> int:
        return hash((self.code, self.system))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as UCUM where `system` says so."""

    value: Decimal
    unit: str = ""
    system: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote that is no answer yet ("ca. 70"): kept so that nothing is lost, never counted."""

    text: str


Value = bool | int | Decimal | date | str | Coded | Amount | Typed
Answers = Mapping[str, tuple[Value, ...]]
"""linkId → the answers given. A linkId without answers is not there."""


class _Stored(fhir.Answer, frozen=True, kw_only=True):
    typed: str | None = None


_decoder = msgspec.json.Decoder(dict[str, tuple[_Stored, ...]])


def as_answer(value: Value) -> fhir.Answer:
    """The value as FHIR names it. A Typed has no FHIR form: leave it out before."""
    match value:
        case bool():
            return fhir.Answer(value_boolean=value)
        case int():
            return fhir.Answer(value_integer=value)
        case Decimal():
            return fhir.Answer(value_decimal=value)
        case date():
            return fhir.Answer(value_date=value)
        case str():
            return fhir.Answer(value_string=value)
        case Coded(code, system, display):
            return fhir.Answer(value_coding=fhir.Coding(system=system, code=code, display=display))
        case Amount(number, unit, system, code):
            return fhir.Answer(
                value_quantity=fhir.Quantity(value=number, unit=unit, system=system, code=code)
            )
    raise TypeError("what was typed is no answer")


def as_value(answer: fhir.Answer) -> Value:
    """Raises ValueError unless exactly one value is set."""
    found = [value for name in fhir.Answer.__struct_fields__ if (value := getattr(answer, name)) is not None]
    if len(found) != 1:
        raise ValueError("an answer has one value")
    value = found[0]
    if isinstance(value, fhir.Coding):
        return Coded(value.code, value.system, value.display)
    if isinstance(value, fhir.Quantity):
        return Amount(value.value, value.unit, value.system, value.code)
    return value


def stored(answers: Answers) -> str:
    """The text that is kept (encrypted) of all answers."""
    return fhir.encoded({link: [_kept(value) for value in values] for link, values in answers.items()})


def _kept(value: Value) -> object:
    return {"typed": value.text} if isinstance(value, Typed) else as_answer(value)


def restored(text: str) -> dict[str, tuple[Value, ...]]:
    """The opposite of `stored`; an empty text is no answers."""
    if not text:
        return {}
    return {
        link: tuple(Typed(one.typed) if one.typed is not None else as_value(one) for one in kept)
        for link, kept in _decoder.decode(text).items()
    }


def real(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Without what is no answer yet."""
    return tuple(value for value in values if not isinstance(value, Typed))
