"""The words of every message that leaves the house: a closed list.

A lock screen is read by anybody, and a call is heard by whoever stands near. So a text is chosen by its purpose and
holds no name, no address and no health matter; who it is about stands behind the login.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """Why a message is sent."""

    ALARM = "alarm"
    ALARM_AGAIN = "alarm_again"
    NOBODY_CAME = "nobody_came"
    HANDED_OVER = "handed_over"
    HELP_IS_COMING = "help_is_coming"
    TECHNICAL = "technical"
    HOLE = "hole"
    UNTRAINED = "untrained"
    AGREEMENT_LAPSED = "agreement_lapsed"
    EMERGENCY_ACCESS = "emergency_access"
    STOCK_LOW = "stock_low"
    SUPPLIER_NEAR = "supplier_near"
    SUPPLIER_LATE = "supplier_late"
    DEVIATION = "deviation"
    PROOF_LAPSED = "proof_lapsed"
    CONTACT_CHANGED = "contact_changed"
    LETTER = "letter"
    TEST = "test"


# These call somebody to act; they stop when somebody else has taken the matter.
CALLS: Final = frozenset({Purpose.ALARM, Purpose.ALARM_AGAIN, Purpose.NOBODY_CAME, Purpose.HANDED_OVER})
LANGUAGES: Final = ("nb", "en")
ACCEPT_KEY: Final = "1"
DECLINE_KEY: Final = "2"

_NB: Final[dict[Purpose, str]] = {
    Purpose.ALARM: "Alarm venter.",
    Purpose.ALARM_AGAIN: "Alarmen er fortsatt åpen.",
    Purpose.NOBODY_CAME: "Ingen har tatt alarmen. Du er neste.",
    Purpose.HANDED_OVER: "Du har fått en alarm fra en kollega.",
    Purpose.HELP_IS_COMING: "Noen er på vei.",
    Purpose.TECHNICAL: "Utstyr trenger tilsyn.",
    Purpose.HOLE: "Vaktplanen har udekket tid.",
    Purpose.UNTRAINED: "En mottaker mangler opplæring.",
    Purpose.AGREEMENT_LAPSED: "En samarbeidsavtale har gått ut.",
    Purpose.EMERGENCY_ACCESS: "Noen har brukt nødtilgang. Følg den opp.",
    Purpose.STOCK_LOW: "Et lager går tomt for noe.",
    Purpose.SUPPLIER_NEAR: "En leverandør er nær fristen.",
    Purpose.SUPPLIER_LATE: "En leverandør har brutt fristen.",
    Purpose.DEVIATION: "Et avvik er meldt.",
    Purpose.PROOF_LAPSED: "Noe i tjenestemodellen er ikke på plass lenger.",
    Purpose.CONTACT_CHANGED: "En virksomhet har fått ny kontakt.",
    Purpose.LETTER: "Du har fått en melding om et forløp.",
    Purpose.TEST: "Dette er en prøve. Ingen trenger hjelp nå.",
}
_EN: Final[dict[Purpose, str]] = {
    Purpose.ALARM: "An alarm is waiting.",
    Purpose.ALARM_AGAIN: "The alarm is still open.",
    Purpose.NOBODY_CAME: "Nobody has taken the alarm. You are next.",
    Purpose.HANDED_OVER: "A colleague has given you an alarm.",
    Purpose.HELP_IS_COMING: "Somebody is on the way.",
    Purpose.TECHNICAL: "Equipment needs attention.",
    Purpose.HOLE: "The rota has uncovered hours.",
    Purpose.UNTRAINED: "A receiver lacks training.",
    Purpose.AGREEMENT_LAPSED: "A cooperation agreement has lapsed.",
    Purpose.EMERGENCY_ACCESS: "Somebody used emergency access. Follow it up.",
    Purpose.STOCK_LOW: "A store runs low on something.",
    Purpose.SUPPLIER_NEAR: "A supplier is near its deadline.",
    Purpose.SUPPLIER_LATE: "A supplier has breached its deadline.",
    Purpose.DEVIATION: "A deviation was reported.",
    Purpose.PROOF_LAPSED: "Something in the service model is no longer in place.",
    Purpose.CONTACT_CHANGED: "An organisation has a new contact.",
    Purpose.LETTER: "You have a message about a pathway.",
    Purpose.TEST: "This is a test. Nobody needs help now.",
}
SENTENCES: Final[dict[str, dict[Purpose, str]]] = {"nb": _NB, "en": _EN}
_LOG_IN: Final = {"nb": "Logg inn for å se mer.", "en": "Log in to see more."}
_REPLY: Final = {
    "nb": "Svar 1 hvis du tar den, 2 hvis du ikke kan.",
    "en": "Reply 1 to take it, 2 if you cannot.",
}
_PRESS: Final = {"nb": "Trykk 1 for å ta, 2 for kan ikke.", "en": "Press 1 to take it, 2 if you cannot."}
_HELLO: Final = {"nb": "Dette er Varde.", "en": "This is Varde."}


@dataclass(frozen=True, slots=True)
class Text:
    """What to say and in which language. `detail` is shown behind the login only: it never leaves the house."""

    purpose: Purpose
    language: str = "nb"
    detail: str = ""

    def with_detail(self, detail: str) -> Text:
        return replace(self, detail=detail)


def _language(text: Text) -> str:
    return text.language if text.language in LANGUAGES else "nb"


def sentence(text: Text) -> str:
    """What the message says, and nothing about anybody."""
    return SENTENCES[_language(text)][text.purpose]


def lock_screen(text: Text, *, needs_answer: bool) -> str:
    """SMS, push and the subject line of an e-mail. At most 160 characters, one SMS."""
    language = _language(text)
    # Next of kin have no login; for them the sentence is all there is.
    more = "" if text.purpose == Purpose.HELP_IS_COMING else _LOG_IN[language]
    parts = (f"Varde: {sentence(text)}", more, _REPLY[language] if needs_answer else "")
    return " ".join(part for part in parts if part)


def speech(text: Text, *, needs_answer: bool) -> str:
    """What the voice says when the call is picked up. The keys come twice: one is seldom ready at the first."""
    language = _language(text)
    keys = f"{_PRESS[language]} {_PRESS[language]}" if needs_answer else ""
    return " ".join(part for part in (_HELLO[language], sentence(text), keys) if part)
