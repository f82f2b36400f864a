"""The words of a case: marks of status, gates, tasks and letters, and what stands on the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from varde.care.pathways.forms.choices import LetterState
from varde.care.pathways.rules.gates import Verdict
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.template import GATES, ROLES, STAGES, Stage, Words
from varde.foundation.authorisation import roles
from varde.foundation.ui.marks import Mark

STATUS: dict[object, Mark] = {
    Status.REFERRED: Mark(gettext_lazy("Henvist"), "Inbox", "info"),
    Status.REJECTED: Mark(gettext_lazy("Avslått"), "XMarkOctagon", "neutral"),
    Status.PREPARING: Mark(gettext_lazy("Under arbeid"), "Hourglass", "info"),
    Status.ACTIVE: Mark(gettext_lazy("Aktiv"), "CheckmarkCircle", "success"),
    Status.PAUSED: Mark(gettext_lazy("På pause"), "Pause", "warning"),
    Status.WINDING_DOWN: Mark(gettext_lazy("Avvikles"), "Roadblock", "warning"),
    Status.ENDED: Mark(gettext_lazy("Avsluttet"), "Archive", "neutral"),
}
VERDICT: dict[object, Mark] = {
    Verdict.MET: Mark(gettext_lazy("I orden"), "CheckmarkCircle", "success"),
    Verdict.MISSING: Mark(gettext_lazy("Mangler"), "XMarkOctagon", "danger"),
    Verdict.DEFERRED: Mark(gettext_lazy("Utsatt"), "Clock", "warning"),
    Verdict.EXCEPTED: Mark(gettext_lazy("Godkjent unntak"), "SealCheckmark", "warning"),
}
LETTER: dict[object, Mark] = {
    LetterState.DRAFT: Mark(gettext_lazy("Utkast"), "NotePencil", "warning"),
    LetterState.RELEASED: Mark(gettext_lazy("Klar til å sendes"), "Paperplane", "info"),
    LetterState.SENT: Mark(gettext_lazy("Sendt"), "Paperplane", "neutral"),
    LetterState.DELIVERED: Mark(gettext_lazy("Mottatt"), "CheckmarkCircle", "success"),
    LetterState.REJECTED: Mark(gettext_lazy("Avvist av mottakeren"), "XMarkOctagon", "danger"),
    LetterState.DROPPED: Mark(gettext_lazy("Ikke aktuell"), "MinusCircle", "neutral"),
}


def every(count: int, unit: str) -> str:
    """How often, in words: "hver uke", "hver 2. uke"."""
    words = {
        "days": ngettext("hver dag", "hver %(count)s. dag", count),
        "working_days": ngettext("hver arbeidsdag", "hver %(count)s. arbeidsdag", count),
        "weeks": ngettext("hver uke", "hver %(count)s. uke", count),
        "months": ngettext("hver måned", "hver %(count)s. måned", count),
    }
    return words[unit] % {"count": count}


def said(words: Words) -> str:
    """Our own two-language texts, in the language of the page."""
    return words.said_in(get_language() or "nb")


def role_word(code: str) -> str:
    """The title of a role, in words; a name is given back as it is."""
    if code in ROLES:
        return said(ROLES[code])
    return str(roles()[code].title) if code in roles() else code


def gate_word(code: str) -> str:
    return said(GATES[code][1]) if code in GATES else code


def stage_word(code: str) -> str:
    return said(STAGES[Stage(code)])


@dataclass(frozen=True, slots=True)
class Told:
    """How one code of the timeline is shown. `kind` is what the filter knows it by."""

    words: Any
    icon: str
    kind: str
    color: str = "neutral"


KINDS = {
    "course": gettext_lazy("Forløpet"),
    "steps": gettext_lazy("Steg og oppgaver"),
    "gates": gettext_lazy("Krav og unntak"),
    "letters": gettext_lazy("Meldinger"),
    "around": gettext_lazy("Grunnlag, tilpasninger og utrygghet"),
    "others": gettext_lazy("Alarmer og utstyr"),
}
EVENTS = {
    "referred": Told(gettext_lazy("Henvist"), "Inbox", "course", "info"),
    "accepted": Told(gettext_lazy("Henvisningen er godtatt"), "Checkmark", "course", "success"),
    "rejected": Told(gettext_lazy("Henvisningen er avslått"), "XMarkOctagon", "course"),
    "taken": Told(gettext_lazy("Tok ansvaret for forløpet"), "PersonCheckmark", "course"),
    "responsible": Told(gettext_lazy("Ny ansvarlig for forløpet"), "PersonCheckmark", "course"),
    "assessed": Told(gettext_lazy("Kartleggingen er ferdig"), "Clipboard", "course", "success"),
    "allocated": Told(gettext_lazy("Tjenesten er tildelt"), "SealCheckmark", "course", "success"),
    "declined": Told(gettext_lazy("Tjenesten er ikke gitt"), "XMarkOctagon", "course"),
    "installed": Told(gettext_lazy("Utstyret er satt opp og tilpasset"), "Wrench", "course", "success"),
    "started": Told(gettext_lazy("Tjenesten startet"), "Play", "course", "success"),
    "paused": Told(gettext_lazy("Satt på pause"), "Pause", "course", "warning"),
    "pause_prolonged": Told(gettext_lazy("Pausen er forlenget"), "Pause", "course", "warning"),
    "pause_overdue": Told(
        gettext_lazy("Pausen er over, og ingen har gjenopptatt tjenesten"),
        "ExclamationmarkTriangle",
        "course",
        "danger",
    ),
    "resumed": Told(gettext_lazy("Gjenopptatt"), "Play", "course", "success"),
    "evaluation_opened": Told(gettext_lazy("Evalueringen begynte"), "BarChart", "course", "info"),
    "given": Told(gettext_lazy("Ansvaret er gitt til en kollega"), "PersonPlus", "course"),
    "handover_waits": Told(
        gettext_lazy("Tilbudet er ubesvart etter ett døgn"), "Hourglass", "course", "warning"
    ),
    "evaluated": Told(gettext_lazy("Evaluert"), "BarChart", "course", "success"),
    "extended": Told(gettext_lazy("Tjenesten fortsetter"), "ArrowRight", "course", "success"),
    "changed": Told(gettext_lazy("Tjenesten fortsetter, endret"), "ArrowRight", "course", "success"),
    "decided": Told(gettext_lazy("Bestemt etter evalueringen"), "SealCheckmark", "course", "success"),
    "winding_down": Told(gettext_lazy("Tjenesten avvikles"), "Roadblock", "course", "warning"),
    "winding_down_undone": Told(gettext_lazy("Avviklingen er angret"), "ArrowUndo", "course", "success"),
    "ended": Told(gettext_lazy("Avsluttet"), "Archive", "course"),
    "signed": Told(gettext_lazy("Gjort"), "Checkmark", "steps", "success"),
    "to_check": Told(gettext_lazy("Gjort, venter på kontroll av en annen"), "Hourglass", "steps"),
    "sent_back": Told(gettext_lazy("Sendt tilbake etter kontroll"), "ArrowUndo", "steps", "warning"),
    "set_aside": Told(gettext_lazy("Ikke aktuelt"), "MinusCircle", "steps"),
    "task_taken": Told(gettext_lazy("Tok oppgaven"), "PersonCheckmark", "steps"),
    "task_assigned": Told(gettext_lazy("Oppgaven er fordelt"), "PersonCheckmark", "steps"),
    "need": Told(gettext_lazy("Nye steg åpnet"), "Plus", "steps"),
    "rhythm": Told(gettext_lazy("Hvor ofte er endret"), "Calendar", "steps"),
    "text_copied": Told(gettext_lazy("Ført i journal"), "ClipboardCheckmark", "steps"),
    "gate_signed": Told(gettext_lazy("Kravet er bekreftet"), "SealCheckmark", "gates", "success"),
    "deferral": Told(gettext_lazy("Kravet er utsatt"), "Clock", "gates", "warning"),
    "exception": Told(gettext_lazy("Unntak er godkjent"), "SealCheckmark", "gates", "warning"),
    "gate_reopened": Told(
        gettext_lazy("Kravet står åpent igjen"), "ExclamationmarkTriangle", "gates", "danger"
    ),
    "letter_drafted": Told(gettext_lazy("Utkast til melding"), "NotePencil", "letters"),
    "letter_released": Told(gettext_lazy("Meldingen er lest og godkjent"), "Checkmark", "letters"),
    "letter_sent": Told(gettext_lazy("Meldingen er sendt"), "Paperplane", "letters", "info"),
    "letter_received": Told(gettext_lazy("Meldingen er mottatt"), "CheckmarkCircle", "letters", "success"),
    "letter_rejected": Told(gettext_lazy("Meldingen ble avvist"), "XMarkOctagon", "letters", "danger"),
    "letter_dropped": Told(gettext_lazy("Meldingen sendes ikke"), "MinusCircle", "letters"),
    "ground": Told(gettext_lazy("Grunnlag valgt"), "Book", "around", "success"),
    "ground_reviewed": Told(gettext_lazy("Grunnlaget er vurdert på nytt"), "Book", "around"),
    "objection": Told(
        gettext_lazy("Innvending: grunnlaget falt bort"), "ExclamationmarkTriangle", "around", "danger"
    ),
    "consent_given": Told(gettext_lazy("Samtykke gitt"), "Checkmark", "around", "success"),
    "consent_withdrawn": Told(gettext_lazy("Samtykke trukket"), "XMark", "around", "warning"),
    "adaptation_recommended": Told(gettext_lazy("Tilpasning anbefalt"), "Wrench", "around"),
    "adaptation_set": Told(gettext_lazy("Tilpasning satt"), "Wrench", "around", "success"),
    "adaptation_compared": Told(gettext_lazy("Tilpasning sett på igjen"), "Wrench", "around"),
    "adaptation_ended": Told(gettext_lazy("Tilpasning avsluttet"), "Wrench", "around"),
    "concern": Told(gettext_lazy("Noen er utrygg"), "HandHeart", "around", "warning"),
    "concern_answered": Told(gettext_lazy("Utrygghet besvart"), "HandHeart", "around", "success"),
    "handover_proposed": Told(
        gettext_lazy("Tilbudt en annen organisasjon"), "Handshake", "course", "warning"
    ),
    "handover_accepted": Told(gettext_lazy("Overtatt"), "Handshake", "course", "success"),
    "handover_rejected": Told(gettext_lazy("Overføringen ble avslått"), "Handshake", "course", "warning"),
    "handover_withdrawn": Told(gettext_lazy("Tilbudet er trukket tilbake"), "Handshake", "course"),
}
UNKNOWN = Told(gettext_lazy("Hendelse"), "Circle", "course")


def codes_of(kind: str) -> tuple[str, ...]:
    """The codes that a choice of the filter shows; none for everything and for what other apps tell."""
    return tuple(code for code, told in EVENTS.items() if told.kind == kind)


def task_title(task: Any) -> str:
    """What the task asks for, in words that make sense on a button."""
    return str(task.title)


def deadline(due: Any, late: bool) -> str:
    return _("Forfalt") if late else _("Frist")


def said_text(words: Any) -> str:
    """A text of the questionnaires (Norwegian and English) in the language of the page."""
    return str(words.said(get_language() or "nb"))
