"""Steps and tasks: signed by one or two, sent back, set aside, taken, given to somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.running import (
    AssignForm,
    NeedForm,
    RhythmForm,
    SendBackForm,
    SetAsideForm,
    SignForm,
)
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.shown import needs_of, rhythms_of, staff_choices, step_beside


def _sign(look: Looking, given: dict[str, Any]) -> Any:
    done = step_beside(look)["response"]
    key = done.id if done is not None else None
    return actions.sign_step(look.actor, task_id=look.key, response_id=key, now=look.now, **given)


def _check(look: Looking, given: dict[str, Any]) -> Any:
    return actions.check_step(look.actor, task_id=look.key, now=look.now)


def _send_back(look: Looking, given: dict[str, Any]) -> Any:
    return actions.send_back(look.actor, task_id=look.key, now=look.now, **given)


def _set_aside(look: Looking, given: dict[str, Any]) -> Any:
    return actions.set_aside(look.actor, task_id=look.key, now=look.now, **given)


def _take(look: Looking, given: dict[str, Any]) -> Any:
    return actions.take_task(look.actor, task_id=look.key, now=look.now)


def _assign(look: Looking, given: dict[str, Any]) -> Any:
    return actions.assign_task(look.actor, task_id=look.key, to=UUID(given["to"]), now=look.now)


def _need(look: Looking, given: dict[str, Any]) -> Any:
    return actions.open_need(look.actor, case_id=look.case.pk, now=look.now, **given)


def _rhythm(look: Looking, given: dict[str, Any]) -> Any:
    step, _, count = given["count"].rpartition(":")
    return actions.set_rhythm(look.actor, case_id=look.case.pk, step=step, count=int(count), now=look.now)


def _step(look: Looking) -> Beside:
    return Beside({}, {}, step_beside(look))


def _staff(look: Looking) -> Beside:
    return Beside({"to": staff_choices(look)}, {}, step_beside(look))


def _needs(look: Looking) -> Beside:
    return Beside({"need": needs_of(look.case)}, {}, {})


def _rhythms(look: Looking) -> Beside:
    tasks = queries.tasks_of(look.actor, case_id=look.case.pk, now=look.now)
    kept = {one.code: one.repeat["count"] for one in tasks if one.repeat}
    return Beside({"count": rhythms_of(look.case, kept)}, {}, {})


ACTS = {
    "steg": Act(
        gettext_lazy("Gjør steget"),
        P.WORK,
        _sign,
        gettext_lazy("Steget er signert."),
        form=SignForm,
        button=gettext_lazy("Gjort, signer"),
        template="pathways/act_step.html",
        beside=_step,
        anchor="#na",
    ),
    "kontroll": Act(
        gettext_lazy("Kontroller det en annen har gjort"),
        P.WORK,
        _check,
        gettext_lazy("Kontrollen er signert."),
        button=gettext_lazy("Kontrollert, signer"),
        template="pathways/act_step.html",
        beside=_step,
        anchor="#na",
    ),
    "send-tilbake": Act(
        gettext_lazy("Send tilbake"),
        P.WORK,
        _send_back,
        gettext_lazy("Steget er sendt tilbake og må gjøres på nytt."),
        form=SendBackForm,
        icon="ArrowUndo",
        template="pathways/act_step.html",
        beside=_step,
    ),
    "sett-til-side": Act(
        gettext_lazy("Sett steget til side"),
        P.WORK,
        _set_aside,
        gettext_lazy("Steget er satt til side som ikke aktuelt."),
        form=SetAsideForm,
        icon="MinusCircle",
        template="pathways/act_step.html",
        beside=_step,
    ),
    "ta-oppgaven": Act(
        gettext_lazy("Ta oppgaven"), P.WORK, _take, gettext_lazy("Oppgaven er din."), icon="PersonCheckmark"
    ),
    "gi-oppgaven": Act(
        gettext_lazy("Gi oppgaven til en kollega"),
        P.LEAD,
        _assign,
        gettext_lazy("Kollegaen har fått oppgaven, og kan åpne kortet til den er gjort."),
        form=AssignForm,
        icon="PersonPlus",
        template="pathways/act_step.html",
        beside=_staff,
    ),
    "hendelse": Act(
        gettext_lazy("Åpne steg for noe som har hendt"),
        P.WORK,
        _need,
        gettext_lazy("Stegene som hører til, er åpnet."),
        form=NeedForm,
        button=gettext_lazy("Åpne stegene"),
        icon="Plus",
        beside=_needs,
        lead=gettext_lazy("Velg hva som har hendt. Da åpner stegene som hører til."),
    ),
    "hvor-ofte": Act(
        gettext_lazy("Endre hvor ofte noe skal gjøres"),
        P.WORK,
        _rhythm,
        gettext_lazy("Lagret."),
        form=RhythmForm,
        button=gettext_lazy("Lagre"),
        icon="Calendar",
        beside=_rhythms,
    ),
}
