"""What can be done on the page of a task, as data: the form, who may, and the action behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.governance.servicemodel import actions
from varde.governance.servicemodel.forms import (
    AnswerForm,
    AsideForm,
    NoteForm,
    PointForm,
    QuestionForm,
    ResponsibleForm,
    StatusForm,
    WordsForm,
    initial_of,
)
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries import TaskPage
from varde.governance.servicemodel.rules.codes import State, Status, Technology
from varde.ground.organisations import queries as organisations
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Whose task it is, and what the address of the page asks about."""

    actor: Actor
    owner_id: UUID
    task: TaskPage
    asked: Mapping[str, str]
    now: datetime

    def people(self) -> list[tuple[UUID, str]]:
        return [(one.pk, one.name) for one in organisations.staff(self.actor, now=self.now)]


@dataclass(frozen=True, slots=True)
class Act:
    """`form` makes the form, `perform` calls the action, `done` is what is said afterwards."""

    title: str | Promise
    icon: str
    permission: P
    form: Callable[[Any, Place], forms.Form]
    perform: Callable[[Place, dict[str, Any]], object]
    done: str | Promise


def _answer_form(data: Any, at: Place) -> forms.Form:
    line = next((one for one in at.task.lines if one.shown.address == at.asked.get("address")), None)
    said = line.answer if line else None
    start = {"address": at.asked.get("address", "")}
    if said:
        start |= {"state": said.state, "evidence": said.evidence, "link": said.link}
    return AnswerForm(data, initial=start)


def _question_form(data: Any, at: Place) -> forms.Form:
    point = next((one for one in at.task.suggested if one.address == at.asked.get("address")), None)
    start = {"address": point.address, "question": point.words.nb} if point else {}
    return QuestionForm(data, people=at.people(), initial=start)


def _responsible_form(data: Any, at: Place) -> forms.Form:
    where = {"arrangement": at.asked.get("arrangement", "all"), "by": at.asked.get("by", "municipality")}
    every = [one for ones in at.task.responsible.values() for one in ones]
    charges = {(one.arrangement, one.actor): one.charge for one in every}
    charges[("all", "municipality")] = at.task.charge
    here = initial_of(charges.get((where["arrangement"], where["by"])))
    return ResponsibleForm(data, people=at.people(), initial={**here, **where})


def _words_form(data: Any, at: Place) -> forms.Form:
    address = at.asked.get("address", "")
    every = [one for ones in at.task.sections.values() for one in ones]
    words = next((one.words.nb for one in every if one.address == address), "")
    return WordsForm(data, initial={"address": address, "nb": words})


def _answer(at: Place, given: dict[str, Any]) -> object:
    return actions.answer_line(
        at.actor,
        owner_id=at.owner_id,
        address=given["address"],
        state=State(given["state"]),
        values=given,
        now=at.now,
    )


def _status(at: Place, given: dict[str, Any]) -> None:
    """Only what has changed is written."""
    for code, status in given.items():
        if status and status != at.task.statuses.get(code):
            actions.set_status(
                at.actor,
                owner_id=at.owner_id,
                task=at.task.key,
                technology=Technology(code),
                status=Status(status),
                now=at.now,
            )


def _responsible(at: Place, given: dict[str, Any]) -> object:
    where = {"arrangement": given["arrangement"], "by": given["by"]}
    return actions.name_responsible(
        at.actor, owner_id=at.owner_id, task=at.task.key, values=given, now=at.now, **where
    )


def _note(at: Place, given: dict[str, Any]) -> object:
    return actions.write_note(
        at.actor, owner_id=at.owner_id, task=at.task.key, text=given["text"], now=at.now
    )


def _question(at: Place, given: dict[str, Any]) -> object:
    return actions.raise_clarification(
        at.actor, owner_id=at.owner_id, task=at.task.key, values=given, now=at.now
    )


def _words(at: Place, given: dict[str, Any]) -> object:
    return actions.reword_point(at.actor, owner_id=at.owner_id, address=given["address"], nb=given["nb"])


def _point(at: Place, given: dict[str, Any]) -> object:
    return actions.add_point(at.actor, owner_id=at.owner_id, task=at.task.key, **given)


def _aside(at: Place, given: dict[str, Any]) -> object:
    return actions.set_aside(at.actor, owner_id=at.owner_id, **given)


def _status_form(data: Any, at: Place) -> forms.Form:
    return StatusForm(data, initial=at.task.statuses)


def _plain(form: Any) -> Callable[[Any, Place], forms.Form]:
    return lambda data, at: form(data)


ACTS: dict[str, Act] = {
    "svar": Act(_("Svar på punktet"), "Checkmark", P.ANSWER, _answer_form, _answer, _("Svaret er lagret.")),
    "status": Act(
        _("Status per teknologi"), "Table", P.ANSWER, _status_form, _status, _("Statusen er lagret.")
    ),
    "notat": Act(
        _("Skriv et notat"), "NotePencil", P.ANSWER, _plain(NoteForm), _note, _("Notatet er lagret.")
    ),
    "sporsmal": Act(
        _("Ta opp noe uavklart"),
        "Plus",
        P.ANSWER,
        _question_form,
        _question,
        _("Spørsmålet er tatt opp."),
    ),
    "ansvar": Act(
        _("Hvem har ansvar?"), "Person", P.OWN, _responsible_form, _responsible, _("Ansvaret er lagret.")
    ),
    "ord": Act(
        _("Skriv med egne ord"), "PencilWriting", P.OWN, _words_form, _words, _("Deres ord er lagret.")
    ),
    "punkt": Act(
        _("Legg til et eget punkt"), "Plus", P.OWN, _plain(PointForm), _point, _("Punktet er lagt til.")
    ),
    "til-side": Act(
        _("Legg til side"), "Archive", P.OWN, _plain(AsideForm), _aside, _("Endringen er lagret.")
    ),
}
