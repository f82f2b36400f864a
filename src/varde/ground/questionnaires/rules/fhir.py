"""The part of FHIR R4 Questionnaire that Varde understands, as strict structs.

An element that is not here is refused by name (see `reading`). Source: hl7.org/fhir/R4/questionnaire.html, and the
extensions named below. Extensions of our own carry a `urn:varde:` address.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

MIN_VALUE: Final = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE: Final = "http://hl7.org/fhir/StructureDefinition/maxValue"
UNIT: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
ORDINAL: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"
SCORE: Final = "urn:varde:fhir:score"
"""A score on the Questionnaire: sub-extensions code, title, rule (sum | mean | max), item (each), band (from, text)."""


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Frozen; an unknown element is an error; an element that says nothing is left out when written."""


class Coding(Struct, frozen=True, kw_only=True):
    """A coded answer. Two are the same answer when system and code are."""

    system: str = ""
    code: str
    display: str = ""
    display_more: Element | None = msgspec.field(name="_display", default=None)
    extension: tuple[Extension, ...] = ()


class Quantity(Struct, frozen=True, kw_only=True):
    value: Decimal
    unit: str = ""
    system: str = ""
    code: str = ""


class Extension(Struct, frozen=True, kw_only=True):
    url: str
    value_string: str | None = None
    value_code: str | None = None
    value_integer: int | None = None
    value_decimal: Decimal | None = None
    value_date: date | None = None
    value_coding: Coding | None = None
    extension: tuple[Extension, ...] = ()


class Element(Struct, frozen=True, kw_only=True):
    """What stands beside a primitive (`_text`): its translations."""

    extension: tuple[Extension, ...]


class EnableWhen(Struct, frozen=True, kw_only=True):
    question: str
    operator: str
    answer_boolean: bool | None = None
    answer_decimal: Decimal | None = None
    answer_integer: int | None = None
    answer_date: date | None = None
    answer_string: str | None = None
    answer_coding: Coding | None = None
    answer_quantity: Quantity | None = None


class AnswerOption(Struct, frozen=True, kw_only=True):
    value_coding: Coding


class QuestionnaireItem(Struct, frozen=True, kw_only=True):
    link_id: str
    code: tuple[Coding, ...] = ()
    prefix: str = ""
    text: str = ""
    text_more: Element | None = msgspec.field(name="_text", default=None)
    type: str
    required: bool = False
    repeats: bool = False
    max_length: int | None = None
    enable_when: tuple[EnableWhen, ...] = ()
    enable_behavior: str = ""
    answer_option: tuple[AnswerOption, ...] = ()
    extension: tuple[Extension, ...] = ()
    item: tuple[QuestionnaireItem, ...] = ()


class Questionnaire(Struct, frozen=True, kw_only=True):
    """`name` is the code by which steps and responses know the form; `url` and `version` are its address."""

    resource_type: str
    id: str = ""
    language: str = ""
    url: str
    version: str
    name: str
    title: str
    title_more: Element | None = msgspec.field(name="_title", default=None)
    status: str
    subject_type: tuple[str, ...] = ()
    date: date | None = None
    publisher: str = ""
    description: str = ""
    description_more: Element | None = msgspec.field(name="_description", default=None)
    purpose: str = ""
    copyright: str = ""
    extension: tuple[Extension, ...] = ()
    item: tuple[QuestionnaireItem, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """One answer of a QuestionnaireResponse; exactly one of them is set."""

    value_boolean: bool | None = None
    value_decimal: Decimal | None = None
    value_integer: int | None = None
    value_date: date | None = None
    value_string: str | None = None
    value_coding: Coding | None = None
    value_quantity: Quantity | None = None


class ResponseItem(Struct, frozen=True, kw_only=True):
    link_id: str
    text: str = ""
    answer: tuple[Answer, ...] = ()
    item: tuple[ResponseItem, ...] = ()


class Reference(Struct, frozen=True, kw_only=True):
    reference: str = ""
    display: str = ""


class QuestionnaireResponse(Struct, frozen=True, kw_only=True):
    resource_type: str
    id: str = ""
    questionnaire: str
    status: str
    subject: Reference | None = None
    authored: str = ""
    author: Reference | None = None
    item: tuple[ResponseItem, ...] = ()


_encoder = msgspec.json.Encoder(decimal_format="number")


def written(resource: Struct) -> bytes:
    """The JSON of a resource; decimals as numbers, exactly as they were read."""
    return _encoder.encode(resource)


def encoded(plain: object) -> str:
    """Anything of structs and plain values as JSON text."""
    return _encoder.encode(plain).decode()


def plain(resource: Struct) -> dict[str, Any]:
    """A resource as dicts and lists, for what builds on it."""
    return msgspec.json.decode(written(resource))
