"""The text of letters and of what goes to the patient record: made from data, in bokmål, for a person to read and release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from varde.care.pathways.rules.template import Audience


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a case when a text is made. Words, not codes; empty means not known."""

    service: str
    arrangement: str
    owner: str
    allocated_on: date | None = None
    given: str = ""
    reference: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    responsible: str = ""
    medical: str = ""
    gp: str = ""
    other_services: tuple[str, ...] = ()
    adaptations: tuple[str, ...] = ()
    evaluation: str = ""
    next_on: date | None = None
    contact: str = ""


def day(one: date | None) -> str:
    return one.strftime("%d.%m.%Y") if one else ""


def _lines(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{label}: {value}" for label, value in pairs if value]


HEADS: Final = {
    "referred": "{owner} har fått en henvisning om {service}, og kartlegger behovet nå.",
    "allocated": "Pasienten er tildelt {service} fra {owner}. Tjenesten er ikke i gang ennå.",
    "start": "Pasienten har fått {service} fra {owner}.",
    "underway": "Dette gjelder {service} fra {owner}.",
    "end": "{service} fra {owner} er avsluttet.",
}
HEADS_TO_THEM: Final = HEADS | {
    "referred": "{owner} har fått en henvisning om {service}. Vi tar kontakt for å avtale et besøk der vi kartlegger behovet.",
    "allocated": "Du er tildelt {service} fra {owner}. Vi tar kontakt for å avtale når utstyret skal settes opp.",
    "start": "Du har fått {service} fra {owner}.",
}
"""How a letter begins, by moment: to those around the patient, and to the patient."""

# A text to somebody outside carries these even when nobody has filled them in: the gap must be seen.
MISSING: Final = "(fyll inn)"


def in_a_sentence(name: str) -> str:
    """A service's name as it stands inside a sentence: "medisindispenser", but "GPS"."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def letter(told: Told, moment: str, to: Audience) -> str:
    """A draft, with the mandatory content: other services and the name of the GP."""
    heads = HEADS_TO_THEM if to is Audience.RECIPIENT else HEADS
    head = heads[moment].format(service=in_a_sentence(told.service), owner=told.owner)
    head = head[0].upper() + head[1:]
    facts = _lines(
        [
            ("Oppfølging", told.arrangement),
            ("Startet", day(told.started_on)),
            ("Avsluttet", day(told.ended_on) if moment == "end" else ""),
            ("Årsak", told.end_reason if moment == "end" else ""),
            ("Medisinsk ansvarlig", told.medical),
            ("Neste evaluering", day(told.next_on) if moment != "end" else ""),
        ]
    )
    must = _lines(
        [
            ("Andre tjenester", ", ".join(told.other_services) or MISSING),
            ("Fastlege", told.gp or MISSING),
            ("Kontakt hos oss", told.responsible or told.contact or MISSING),
        ]
    )
    return "\n".join([head, "", *facts, *told.adaptations, "", *must]).strip()


@dataclass(frozen=True, slots=True)
class Compared:
    """One adaptation at an evaluation: what, as recommended, as set, and how it went."""

    subject: str
    recommended: str
    setting: str = ""
    compared: str = ""
    doses: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def adaptation_line(one: Compared) -> str:
    doses = "; ".join(f"dose kl. {at}, senest kl. {latest}" for at, latest in one.doses)
    said = one.setting or f"anbefalt: {one.recommended}"
    return f"{one.subject}: " + ". ".join(part for part in (said, doses, one.compared) if part)


def record_text(kind: str, told: Told, adaptations: Sequence[Compared] = ()) -> str:
    """The text for the patient record: allocation, adaptations, action_plan, evaluation or end."""
    lines = [adaptation_line(one) for one in adaptations]
    if kind == "allocation":
        reference = f" ({told.reference})" if told.reference else ""
        return "\n".join(
            [
                f"{told.service} er tildelt {day(told.allocated_on)} som {told.given.lower()}{reference}.",
                *_lines([("Oppfølging", told.arrangement), ("Ansvarlig", told.responsible)]),
            ]
        )
    if kind == "adaptations":
        return "\n".join([f"Tilpasninger for {told.service}:", *lines])
    if kind == "action_plan":
        return "\n".join(
            [
                f"{told.service} startet {day(told.started_on)}.",
                *_lines([("Ansvarlig", told.responsible)]),
                *lines,
            ]
        )
    if kind == "evaluation":
        after = _lines([("Neste evaluering", day(told.next_on))])
        return "\n".join([f"{told.service} er evaluert.", told.evaluation, *lines, *after])
    return "\n".join(
        [f"{told.service} er avsluttet {day(told.ended_on)}.", *_lines([("Årsak", told.end_reason)])]
    )
