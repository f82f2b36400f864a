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


# A text to somebody outside carries these even when nobody has filled them in: the gap must be seen.
MISSING: Final = "(fyll inn)"


def letter(told: Told, moment: str, to: Audience) -> str:
    """A draft, with the mandatory content: other services and the name of the GP."""
    head = {
        "start": f"Pasienten har fått {told.service} fra {told.owner}.",
        "underway": f"Dette gjelder {told.service} fra {told.owner}.",
        "end": f"{told.service} fra {told.owner} er avsluttet.",
    }[moment]
    if to in (Audience.RECIPIENT, Audience.NEXT_OF_KIN):
        head = {
            "start": f"Du har fått {told.service} fra {told.owner}.",
            "underway": f"Dette gjelder {told.service} fra {told.owner}.",
            "end": f"{told.service} fra {told.owner} er avsluttet.",
        }[moment]
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
