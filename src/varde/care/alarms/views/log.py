"""An alarm's log as it is read: what, when, who, and the VKP event behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from varde.care.alarms.queries.desk import PRESSED
from varde.care.alarms.rules.codes import CAUSES, EVENT_NAMES, MEASURES, CompositionEvent
from varde.care.alarms.rules.escalation import LOG_NAMES, LogCode
from varde.care.alarms.rules.lifecycle import VERB_NAMES, Verb

if TYPE_CHECKING:
    from varde.care.alarms.models import AlarmEvent

OTHER = {
    "reported": N_("Signal mottatt"),
    "reset": N_("Apparatet er nullstilt: hjelpen er kommet"),
    "cancel": N_("Avblåst fra apparatet"),
    "info": N_("Mer fra apparatet"),
    "cause": N_("Årsak"),
    "measure": N_("Tiltak"),
    "rested": N_("Tjenesten er på pause: ringte ikke"),
    "put_off": N_("Varslingen feilet, Varde prøver igjen"),
    "call_linked": N_("Oppringningen er koblet til alarmen"),
}
DONE = {
    Verb.TAKE: N_("Tok alarmen"),
    Verb.GIVE: N_("Ga alarmen til en kollega"),
    Verb.RELEASE: N_("La alarmen tilbake"),
    Verb.ASK_HELP: N_("Ba om hjelp"),
    Verb.TALK: N_("Startet samtale"),
    Verb.DISPATCH: N_("Sendte utrykning"),
    Verb.ACCEPT: N_("Tok oppdraget"),
    Verb.DECLINE: N_("Kunne ikke"),
    Verb.NEED_HELP: N_("Trenger hjelp på stedet"),
    Verb.DONE: N_("Ferdig på stedet"),
    Verb.WAIT: N_("Avtalte å vente"),
    Verb.CALL_EMERGENCY: N_("Ringte nødetat"),
    Verb.PASS_ON: N_("Ga saken videre"),
    Verb.INFORM_KIN: N_("Varslet pårørende"),
    Verb.NOTE: N_("Notat"),
    Verb.CLOSE: N_("Avsluttet"),
}
ICONS = {
    Verb.TAKE: "PersonHeadset",
    Verb.TALK: "ChatElipsis",
    Verb.DISPATCH: "Paperplane",
    Verb.ACCEPT: "Checkmark",
    Verb.SET_OUT: "Car",
    Verb.ARRIVE: "House",
    Verb.DONE: "CheckmarkCircle",
    Verb.CLOSE: "CheckmarkCircle",
    Verb.CALL_EMERGENCY: "FirstAid",
    Verb.CONFIRM_HANDOVER: "Handshake",
    Verb.CONFIRM_AT_DOOR: "Handshake",
    Verb.NEED_HELP: "Lifebuoy",
    Verb.ASK_HELP: "Lifebuoy",
    Verb.HELP_COMES: "Lifebuoy",
    Verb.NOTE: "NotePencil",
    Verb.INFORM_KIN: "PersonGroup",
    "reported": "Bell",
    LogCode.RANG: "PhoneFill",
    LogCode.HOLE: "ExclamationmarkTriangle",
    LogCode.NO_VOICE: "PhoneSlash",
}
READ_OUT = (Verb.NOTE, Verb.TALK, Verb.CALL_EMERGENCY)
_VERBS = {verb.value: verb for verb in Verb}
_CODES = {code.value: code for code in LogCode}


def lines(events: Iterable[AlarmEvent]) -> list[dict[str, Any]]:
    """Newest first, so that what just happened is in view."""
    return [_line(event) for event in reversed(list(events)) if event.verb != PRESSED]


def place_called(events: Iterable[AlarmEvent]) -> str:
    """The emergency number that was called last, or ""."""
    return next((one.place for one in reversed(list(events)) if one.verb == Verb.CALL_EMERGENCY), "")


def notes(events: Iterable[AlarmEvent]) -> list[str]:
    """What has been written about the person's state, for whoever reads it out."""
    return [str(one.text) for one in events if one.text and one.verb in READ_OUT]


def _line(event: AlarmEvent) -> dict[str, Any]:
    text = str(event.text)
    if event.verb in ("cause", "measure"):
        text = _({**CAUSES, **MEASURES}.get(text, text))
    who = event.actor_name or _("Varde")
    if event.vkp is not None:
        who = f"{who} · {_(EVENT_NAMES[CompositionEvent(event.vkp)])}"
    title = _title(event)
    return {
        "at": event.at,
        "title": f"{title}: {event.place}" if event.place else title,
        "who": who,
        "text": text,
        "icon": ICONS.get(event.verb, "Circle"),
        "color": "danger" if event.verb in ("reported", "extend", "need_help") else "neutral",
    }


def _title(event: AlarmEvent) -> str:
    if event.verb in _VERBS:
        verb = _VERBS[event.verb]
        return _(DONE.get(verb) or VERB_NAMES[verb])
    if event.verb in _CODES:
        return _(LOG_NAMES[_CODES[event.verb]])
    return _(OTHER[event.verb]) if event.verb in OTHER else event.verb
