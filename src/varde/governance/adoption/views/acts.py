"""What can be done with an introduction and its units, as data: the form, who may, and the action behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.governance.adoption import actions
from varde.governance.adoption.forms import (
    IntroductionForm,
    LearningForm,
    PlannedForm,
    StartForm,
    SureForm,
    UnitForm,
    WhyForm,
    start_of,
)
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.lifecycle import State, Verb, may
from varde.governance.adoption.rules.turns import Stand
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor
from varde.kernel.clock import local


@dataclass(frozen=True, slots=True)
class At:
    """What is acted on: an introduction, and one of its units where the act is about a unit."""

    actor: Actor
    row: Any
    unit: Any
    now: datetime

    @property
    def today(self) -> date:
        return local(self.now).date()


@dataclass(frozen=True, slots=True)
class Act:
    """`stands`: of a unit that the act fits. `says`: what one should know before pressing. `done`: what is said after."""

    title: str | Promise
    icon: str
    verb: Verb
    permission: P
    form: Callable[[Any, At], forms.Form]
    perform: Callable[[At, dict[str, Any]], object]
    done: str | Promise
    says: str | Promise = ""
    stands: tuple[Stand, ...] = ()


def people_of(actor: Actor, now: datetime) -> list[tuple[UUID, str]]:
    return [(one.pk, one.name) for one in organisations.staff(actor, now=now)]


def allowed(actor: Actor, row: Any, one: Act) -> bool:
    return may(State(row.state), one.verb) and actor.may(one.permission, row.owner_id)


def offered(actor: Actor, row: Any) -> dict[str, Act]:
    """The acts on the introduction that fit it now, by their address."""
    return {key: one for key, one in ACTS.items() if allowed(actor, row, one)}


def unit_acts(actor: Actor, unit: Any) -> dict[str, Act]:
    """The acts that fit the unit now."""
    stand = unit.fact.stand
    return {
        key: one
        for key, one in UNIT_ACTS.items()
        if stand in one.stands and allowed(actor, unit.introduction, one)
    }


def _plain(form: Any) -> Callable[[Any, At], forms.Form]:
    return lambda data, at: form(data)


def _change_form(data: Any, at: At) -> forms.Form:
    people = people_of(at.actor, at.now)
    return IntroductionForm(data, places=None, people=people, today=at.today, initial=start_of(at.row))


def _unit_form(data: Any, at: At) -> forms.Form:
    rows = organisations.units(at.actor).filter(owner=at.row.owner_id, is_active=True)
    return UnitForm(data, units=[(one.pk, one.name) for one in rows])


def _learning_form(data: Any, at: At) -> forms.Form:
    start = {"evaluated_on": at.unit.evaluated_on or at.today, "learned": at.unit.learned}
    return LearningForm(data, today=at.today, started_on=at.unit.started_on, initial=start)


def _add_unit(at: At, given: dict[str, Any]) -> object:
    return actions.add_unit(
        at.actor,
        introduction_id=at.row.pk,
        name=given["name"],
        unit_id=given["unit_id"],
        planned_on=given["planned_on"],
        now=at.now,
    )


def _learn(at: At, given: dict[str, Any]) -> object:
    return actions.write_learning(
        at.actor,
        unit_id=at.unit.pk,
        evaluated_on=given["evaluated_on"],
        learned=given["learned"],
        now=at.now,
    )


ACTS: Mapping[str, Act] = {
    "enhet": Act(
        _("Legg til en enhet"),
        "Plus",
        Verb.ADD_UNIT,
        P.LEAD,
        _unit_form,
        _add_unit,
        _("Enheten er lagt til."),
        _("Begynn i det små, med én enhet. De andre følger når den første har skrevet hva den lærte."),
    ),
    "endre": Act(
        _("Endre mål, ansvarlig og datoer"),
        "PencilWriting",
        Verb.CHANGE,
        P.LEAD,
        _change_form,
        lambda at, given: actions.change_introduction(
            at.actor, introduction_id=at.row.pk, values=given, now=at.now
        ),
        _("Endringen er lagret."),
    ),
    "avslutt": Act(
        _("Avslutt innføringen"),
        "CheckmarkCircle",
        Verb.FINISH,
        P.LEAD,
        _plain(SureForm),
        lambda at, given: actions.finish_introduction(at.actor, introduction_id=at.row.pk, now=at.now),
        _("Innføringen er avsluttet. Løsningen er i drift."),
        _("Løsningen går over i drift, og linja har ansvaret. Innføringen kan åpnes igjen."),
    ),
    "apne": Act(
        _("Åpne innføringen igjen"),
        "ArrowUndo",
        Verb.REOPEN,
        P.LEAD,
        _plain(WhyForm),
        lambda at, given: actions.reopen_introduction(
            at.actor, introduction_id=at.row.pk, why=given["why"], now=at.now
        ),
        _("Innføringen er åpnet igjen."),
    ),
    "stans": Act(
        _("Stans"),
        "Stop",
        Verb.STOP,
        P.LEAD,
        _plain(WhyForm),
        lambda at, given: actions.stop_introduction(
            at.actor, introduction_id=at.row.pk, why=given["why"], now=at.now
        ),
        _("Stanset. Alt som er skrevet, blir stående."),
        _("Ingenting blir borte. Dere kan ta det opp igjen når som helst."),
    ),
    "gjenoppta": Act(
        _("Ta opp igjen"),
        "ArrowsCirclepath",
        Verb.RESUME,
        P.LEAD,
        _plain(WhyForm),
        lambda at, given: actions.resume_introduction(
            at.actor, introduction_id=at.row.pk, why=given["why"], now=at.now
        ),
        _("Tatt opp igjen der dere slapp."),
    ),
}
UNIT_ACTS: Mapping[str, Act] = {
    "start": Act(
        _("Start"),
        "Play",
        Verb.START_UNIT,
        P.LEAD,
        lambda data, at: StartForm(data, today=at.today, initial={"started_on": at.today}),
        lambda at, given: actions.start_unit(
            at.actor, unit_id=at.unit.pk, started_on=given["started_on"], now=at.now
        ),
        _("Enheten har startet."),
        _("Fra denne dagen bruker enheten løsningen."),
        (Stand.PLANNED,),
    ),
    "laering": Act(
        _("Skriv hva dere lærte"),
        "NotePencil",
        Verb.LEARN,
        P.CONTRIBUTE,
        _learning_form,
        _learn,
        _("Lagret. Neste enhet kan starte."),
        _("Neste enhet får ikke starte før dette er skrevet."),
        (Stand.STARTED,),
    ),
    "rett": Act(
        _("Rett det dere skrev"),
        "PencilWriting",
        Verb.LEARN,
        P.CONTRIBUTE,
        _learning_form,
        _learn,
        _("Lagret. Det som sto før, finnes i historikken."),
        "",
        (Stand.EVALUATED,),
    ),
    "flytt": Act(
        _("Flytt starten"),
        "Calendar",
        Verb.MOVE_UNIT,
        P.LEAD,
        lambda data, at: PlannedForm(data, initial={"planned_on": at.unit.planned_on}),
        lambda at, given: actions.move_unit(
            at.actor, unit_id=at.unit.pk, planned_on=given["planned_on"], now=at.now
        ),
        _("Datoen er flyttet."),
        "",
        (Stand.PLANNED,),
    ),
    "ta-ut": Act(
        _("Ta ut enheten"),
        "MinusCircle",
        Verb.DROP_UNIT,
        P.LEAD,
        _plain(WhyForm),
        lambda at, given: actions.drop_unit(at.actor, unit_id=at.unit.pk, why=given["why"], now=at.now),
        _("Enheten er tatt ut."),
        _("Enheten skal ikke ha løsningen. Den kan legges til på nytt senere."),
        (Stand.PLANNED,),
    ),
}
