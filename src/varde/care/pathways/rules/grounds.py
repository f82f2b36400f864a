"""Legal grounds [rettsgrunnlag] and consents [samtykker] as data (A5), each with its source and its conditions.

A ground is what makes care lawful; a consent is one person's yes to one thing, kept apart and withdrawable. Next of kin
never consent for an adult. The data stand in defaults/grounds.yaml; the law they render is named in each `source`.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from varde.care.pathways.rules.template import Words
from varde.kernel.yaml import load as load_yaml

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Some = Annotated[tuple[Words, ...], Meta(min_length=1)]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One condition that the clinician has to answer yes to. `code` stays through versions."""

    code: Code
    text: Words


class GroundRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ground. `services`: the service types it can carry; empty: all.

    `consents`: kinds of consent that must be given for it. `clinician`: who judges and answers for it.
    `review_months`: it is judged again at least that often. `stands_against_objection`: whether the ground can hold
    while the person objects; where it cannot, an objection ends it the same day.
    """

    code: Code
    name: Words
    source: str
    about: Words
    conditions: Annotated[tuple[Condition, ...], Meta(min_length=1)]
    clinician: Words
    review_months: Annotated[int, Meta(ge=1, le=24)]
    stands_against_objection: bool = False
    holds_for: Literal["can_consent", "cannot_consent", "anybody"] = "anybody"
    services: tuple[str, ...] = ()
    consents: tuple[Code, ...] = ()
    afterwards: tuple[Words, ...] = ()


class ConsentRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of consent. `givers`: who can give it; `when_withdrawn`: what happens the same day."""

    code: Code
    name: Words
    about: Words
    givers: Annotated[tuple[str, ...], Meta(min_length=1)]
    when_withdrawn: Words


class Grounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    grounds: Annotated[tuple[GroundRule, ...], Meta(min_length=1)]
    consents: Annotated[tuple[ConsentRule, ...], Meta(min_length=1)]


GIVERS: Final[dict[str, Words]] = {
    "self": Words("Tjenestemottakeren selv", "The recipient"),
    "parent": Words("Foreldre til barn under 16 år", "Parents of a child under 16"),
    "guardian": Words(
        "Verge eller fullmektig, innenfor fullmakten", "Guardian or attorney, within the mandate"
    ),
    "co_resident": Words("Den som bor der også, for seg selv", "Who lives there too, for themselves"),
}
"""Who can give a consent. Next of kin are not among them: they never consent for an adult. Ages: rules/consents.py."""


class GroundFault(ValueError):
    """The data of the grounds contradict themselves, or a ground does not fit what is known."""


def grounds_from_text(text: str) -> Grounds:
    """The shipped grounds from the text of grounds.yaml. Raises GroundFault, msgspec.ValidationError or yaml.YAMLError."""
    data: Any = load_yaml(text)
    held = msgspec.convert(data, Grounds, strict=True)
    kinds = [kind.code for kind in held.consents]
    codes = [ground.code for ground in held.grounds]
    if len(set(kinds)) != len(kinds) or len(set(codes)) != len(codes):
        raise GroundFault("a code stands twice")
    for ground in held.grounds:
        if not set(ground.consents) <= set(kinds):
            raise GroundFault(f"{ground.code}: unknown consent")
        if len({one.code for one in ground.conditions}) != len(ground.conditions):
            raise GroundFault(f"{ground.code}: a condition stands twice")
    for kind in held.consents:
        if not set(kind.givers) <= GIVERS.keys():
            raise GroundFault(f"{kind.code}: unknown giver")
    return held


def possible(
    grounds: Iterable[GroundRule], *, service_type: str, can_consent: bool, objects: bool
) -> tuple[GroundRule, ...]:
    """The grounds that can carry this service for this person, in the order of the data.

    can_consent: the person is competent, or somebody may consent in her place (parents of a child)."""
    return tuple(
        one
        for one in grounds
        if (not one.services or service_type in one.services)
        and one.holds_for in ("anybody", "can_consent" if can_consent else "cannot_consent")
        and (one.stands_against_objection or not objects)
    )


def unmet(ground: GroundRule, met: Iterable[str]) -> tuple[Condition, ...]:
    """The conditions that have not been answered yes."""
    answered = set(met)
    return tuple(one for one in ground.conditions if one.code not in answered)
