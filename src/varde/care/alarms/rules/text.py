"""The text for the patient record (journal): composed once from the alarm's event rows, in plain Norwegian.

It says what happened, when, who did what by role, the cause and the measures. It names no colleague, no next of kin and no
other person: who they were stands in Varde's own log, which has another purpose and other readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final

from varde.care.alarms.rules.codes import CAUSES, MEASURES, SEVERITY_NAMES, Severity, alert_name
from varde.care.alarms.rules.lifecycle import Verb


class By(StrEnum):
    """The part somebody had, in the words of the record."""

    OPERATOR = "operator"
    RESPONDER = "responder"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Happened:
    """One event row of the alarm. at: aware. note: what the doer wrote for the record, "" if nothing.

    place: who was called in ("113", "fastlege", "hjemmetjenesten") for CALL_EMERGENCY, PASS_ON and DISPATCH, or "".
    """

    at: datetime
    verb: Verb
    by: By
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What the text is made of. code: alert code. causes, measures: codes of CAUSES and MEASURES. repeats: further signals."""

    code: str
    severity: Severity
    opened_at: datetime
    closed_at: datetime
    events: tuple[Happened, ...]
    causes: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    repeats: int = 0


_WHO: Final = {By.OPERATOR: "Operatør", By.RESPONDER: "Utrykning", By.SYSTEM: "Varde"}

_SAID: Final[dict[Verb, str]] = {
    Verb.TAKE: "tok alarmen",
    Verb.TALK: "snakket med tjenestemottaker",
    Verb.DISPATCH: "sendte utrykning",
    Verb.ACCEPT: "tok oppdraget",
    Verb.SET_OUT: "dro av sted",
    Verb.ARRIVE: "var framme",
    Verb.NEED_HELP: "ba om hjelp på stedet",
    Verb.HELP_COMES: "sa at hjelp var på vei",
    Verb.DONE: "var ferdig på stedet",
    Verb.WAIT: "avtalte å vente",
    Verb.CALL_EMERGENCY: "varslet nødetat",
    Verb.CONFIRM_HANDOVER: "bekreftet at nødetaten hadde overtatt",
    Verb.CONFIRM_AT_DOOR: "bekreftet at nødetaten hadde overtatt",
    Verb.PASS_ON: "ga saken videre",
    Verb.INFORM_KIN: "varslet pårørende",
    Verb.NOTE: "noterte",
    Verb.NOBODY_ANSWERED: "fikk ikke svar på utrykningen",
    Verb.EXTEND: "mottok nytt signal",
    Verb.LOSE_HOLD: "ringte på nytt fordi ingen fulgte opp",
}
"""What a reader of the record needs. Verbs not listed are the centre's own housekeeping and are left out."""

_WITH_PLACE: Final[dict[Verb, str]] = {
    Verb.DISPATCH: "sendte utrykning: {place}",
    Verb.CALL_EMERGENCY: "varslet {place}",
    Verb.PASS_ON: "ga saken videre til {place}",
}


def record_text(story: Story, zone: tzinfo) -> str:
    """The text, one line per event, in local wall-clock time of `zone`. Same story, same text."""
    start = story.opened_at.astimezone(zone)
    lines = [
        f"{alert_name(story.code)} {start:%d.%m.%Y} kl. {start:%H:%M}. Alvorlighet: {SEVERITY_NAMES[story.severity].lower()}.",
        *_event_lines(story, zone),
    ]
    if story.repeats:
        times = "én gang" if story.repeats == 1 else f"{story.repeats} ganger"
        lines.append(f"Signalet kom {times} til mens alarmen var åpen.")
    lines.append(f"Årsak: {_listed(story.causes, CAUSES)}.")
    lines.append(f"Tiltak: {_listed(story.measures, MEASURES)}.")
    end = story.closed_at.astimezone(zone)
    lines.append(f"Avsluttet kl. {_clock(end, start)}.")
    return "\n".join(lines)


def _event_lines(story: Story, zone: tzinfo) -> list[str]:
    start = story.opened_at.astimezone(zone)
    lines: list[str] = []
    for event in sorted(story.events, key=lambda one: one.at):
        said = _SAID.get(event.verb)
        if said is None:
            continue
        if event.place and event.verb in _WITH_PLACE:
            said = _WITH_PLACE[event.verb].format(place=_one_line(event.place))
        note = _one_line(event.note)
        if event.verb is Verb.NOTE and not note:
            continue
        line = f"Kl. {_clock(event.at.astimezone(zone), start)}: {_WHO[event.by]} {said}"
        line = f"{line}: {note}" if note else line
        finished = line if line.endswith((".", "!", "?")) else f"{line}."
        if not lines or lines[-1] != finished:
            lines.append(finished)
    return lines


def _clock(moment: datetime, start: datetime) -> str:
    """The time, with the date when it is another day than the alarm came."""
    return (
        f"{moment:%H:%M}" if moment.date() == start.date() else f"{moment:%H:%M} {moment:%d.%m.}".rstrip(".")
    )


def _listed(codes: Sequence[str], names: dict[str, str]) -> str:
    words = [names[code] for code in dict.fromkeys(codes) if code in names]
    if not words:
        return "ikke oppgitt"
    first, *rest = words
    return ", ".join([first.lower(), *(word.lower() for word in rest)])


def _one_line(text: str) -> str:
    return " ".join(text.split())
