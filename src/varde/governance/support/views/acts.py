"""The acts on a ticket as data: what each asks for, who may do it, and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.governance.support import actions, queries
from varde.governance.support.actions import Incident
from varde.governance.support.forms import (
    AssignForm,
    CostForm,
    DeviationForm,
    NoteForm,
    SendForm,
    SolveForm,
    SpareForm,
    TextForm,
)
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Cause, Harm, Verdict
from varde.governance.support.rules.lifecycle import State, Verb, may
from varde.kernel.actor import Actor
from varde.kernel.clock import local

Made = Callable[[Any, Actor, Any, datetime], forms.Form]
Done = Callable[[Actor, UUID, dict[str, Any], datetime], object]


@dataclass(frozen=True, slots=True)
class Act:
    """`form` makes the form, `perform` calls the action, `done` is what is said afterwards."""

    title: str | Promise
    icon: str
    verb: Verb
    permission: P
    form: Made
    perform: Done
    done: str | Promise


def allowed(actor: Actor, row: Any, verb: Verb, permission: P) -> bool:
    """The state allows it, and the actor handles tickets there, or reported this one and reporters may do it."""
    if not may(State(row.state), verb):
        return False
    handles = actor.may(P.HANDLE, row.owner_id)
    return handles or (permission is P.REPORT and row.reported_by == actor.id and actor.may(P.REPORT))


def offered(actor: Actor, row: Any) -> list[tuple[str, Act]]:
    """The acts that fit the ticket now, by their address."""
    found = [(key, one) for key, one in ACTS.items() if allowed(actor, row, one.verb, one.permission)]
    return [
        (key, one) for key, one in found if not (one.verb is Verb.SPARE and row.verdict == Verdict.RAISED)
    ]


def _assign(data: Any, actor: Actor, row: Any, now: datetime) -> forms.Form:
    people = {actor.id: actor.name, **dict(queries.assignable(actor, owner_id=row.owner_id, now=now))}
    return AssignForm(data, people=list(people.items()), initial={"user": row.assigned_to or actor.id})


def _send(data: Any, actor: Actor, row: Any, now: datetime) -> forms.Form:
    rows = queries.levels(actor).filter(owner=row.owner_id)
    return SendForm(data, levels=[(one.pk, str(one)) for one in rows])


def _deviation(data: Any, actor: Actor, row: Any, now: datetime) -> forms.Form:
    today = local(now).date()
    start = {"happened_on": local(row.reported_at).date(), "what": row.what}
    return DeviationForm(data, today=today, initial=start)


def _plain(form: type[forms.Form]) -> Made:
    return lambda data, actor, row, now: form(data)


def _do_solve(actor: Actor, key: UUID, given: dict[str, Any], now: datetime) -> object:
    cause, kroner = Cause(given["cause"]), given["kroner"] or 0
    return actions.solve(actor, ticket_id=key, cause=cause, text=given["text"], kroner=kroner, now=now)


def _do_deviation(actor: Actor, key: UUID, given: dict[str, Any], now: datetime) -> object:
    told = Incident(given["happened_on"], given["what"], given["text"], Harm(given["harm"]), given["measure"])
    return actions.raise_deviation(actor, ticket_id=key, given=told, now=now)


ACTS: dict[str, Act] = {
    "tildel": Act(
        _("Tildel"),
        "PersonPlus",
        Verb.ASSIGN,
        P.HANDLE,
        _assign,
        lambda a, k, v, now: actions.assign(a, ticket_id=k, user_id=v["user"], now=now),
        _("Saken er tildelt."),
    ),
    "send": Act(
        _("Send til leverandøren"),
        "Paperplane",
        Verb.SEND,
        P.HANDLE,
        _send,
        lambda a, k, v, now: actions.send_to_supplier(
            a, ticket_id=k, level_id=v["level"], message=v["message"], now=now
        ),
        _("Saken er sendt. Leverandørens klokke går."),
    ),
    "ta-tilbake": Act(
        _("Ta tilbake"),
        "ArrowUndo",
        Verb.TAKE_BACK,
        P.HANDLE,
        _plain(TextForm),
        lambda a, k, v, now: actions.take_back(a, ticket_id=k, text=v["text"], now=now),
        _("Saken er tatt tilbake. Leverandørens klokke står."),
    ),
    "los": Act(
        _("Løst"),
        "CheckmarkCircle",
        Verb.SOLVE,
        P.HANDLE,
        _plain(SolveForm),
        _do_solve,
        _("Saken er løst. Den som meldte den, bekrefter."),
    ),
    "apne": Act(
        _("Åpne på nytt"),
        "ArrowsCirclepath",
        Verb.REOPEN,
        P.REPORT,
        _plain(TextForm),
        lambda a, k, v, now: actions.reopen(a, ticket_id=k, text=v["text"], now=now),
        _("Saken er åpnet på nytt."),
    ),
    "notat": Act(
        _("Skriv et notat"),
        "NotePencil",
        Verb.NOTE,
        P.REPORT,
        _plain(NoteForm),
        lambda a, k, v, now: actions.note(a, ticket_id=k, text=v["text"], shared=v["shared"], now=now),
        _("Notatet er lagret."),
    ),
    "kostnad": Act(
        _("Før kostnad"),
        "Clipboard",
        Verb.COST,
        P.HANDLE,
        _plain(CostForm),
        lambda a, k, v, now: actions.note_cost(a, ticket_id=k, kroner=v["kroner"], now=now),
        _("Kostnaden er ført."),
    ),
    "avvik": Act(
        _("Meld avvik"),
        "ExclamationmarkTriangle",
        Verb.DEVIATE,
        P.REPORT,
        _deviation,
        _do_deviation,
        _("Avviket er meldt."),
    ),
    "ikke-avvik": Act(
        _("Ikke avvik"),
        "ClipboardCheckmark",
        Verb.SPARE,
        P.HANDLE,
        _plain(SpareForm),
        lambda a, k, v, now: actions.spare_deviation(a, ticket_id=k, reason=v["reason"], now=now),
        _("Vurderingen er lagret."),
    ),
}
