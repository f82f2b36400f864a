"""The service model of the region: all 25 stand on Agder's edition, each as far as it has come; Froland in detail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from varde.demo.region.past import Past
from varde.demo.region.places import STORY
from varde.foundation.accounts.models import User
from varde.governance.servicemodel import actions
from varde.governance.servicemodel.models import Adoption, Answer, Charge, TaskStatus, Upgrade
from varde.governance.servicemodel.queries.editions import model_of
from varde.governance.servicemodel.rules.codes import State, Status, Technology
from varde.ground.organisations.models import Organisation, OrganisationKind
from varde.kernel.clock import local

EDITION: Final = ("agder-2025", "2025.1")
LEADER, CONTACT, TRAINER = "Kari Nygård", "Lise Strand", "Ola Myhre"
HELD: Final = {
    "recipient.allocate": "Tone Bakken",
    "recipient.install": TRAINER,
    "recipient.respond": LEADER,
    "recipient.evaluate": LEADER,
    "support.helpdesk": TRAINER,
    "support.store": "Geir Holt",
    "upkeep.privacy": "Hanne Vik",
}
ASKED: Final = (
    ("recipient.respond", "Hvem rykker ut når nattpatruljen er på et annet oppdrag?", LEADER, -3),
    (
        "recipient.evaluate",
        "Skal fastlegen få vite om evalueringen, eller bare når noe endres?",
        "Tone Bakken",
        12,
    ),
    ("support.store", "Kan vi dele lager med Birkenes?", "Geir Holt", 30),
)


def make(past: Past) -> int:
    """How many municipalities have a model now."""
    towns = list(Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY).order_by("name"))
    for town in towns:
        _stand(past, town)
    _statuses(past, towns)
    _answers(past, towns)
    _froland(past)
    return len(towns)


def _stand(past: Past, town: Organisation) -> None:
    at = past.now - timedelta(days=past.chance("model", town.name).randint(60, 400))
    edition, version = EDITION
    Adoption.objects.create(owner=town, edition=edition, version=version, adopted_at=at)
    by: dict[str, Any] = {"by": town.pk, "by_name": "Tjenesteeieren"}
    Upgrade.objects.create(owner=town, edition=edition, version=version, at=at, **by)


def _statuses(past: Past, towns: list[Organisation]) -> None:
    """Alarms are settled nearly everywhere; remote follow-up has only begun."""
    far = {
        Technology.ALARM: 0.9,
        Technology.DISPENSER: 0.7,
        Technology.LOCATING: 0.5,
        Technology.FOLLOW_UP: 0.35,
    }
    rows = []
    for town in towns:
        chance = past.chance("model", "status", town.name)
        eager = chance.uniform(0.6, 1.2)
        for key, _number, _task in model_of(*EDITION).tasks():
            for technology, share in far.items():
                come = chance.random() / eager
                status = Status.SETTLED if come < share * 0.6 else Status.UNDER_WAY if come < share else None
                if status is not None:
                    rows.append(
                        _row(past, town, TaskStatus, chance, task=key, technology=technology, status=status)
                    )
    TaskStatus.objects.bulk_create(rows)


def _answers(past: Past, towns: list[Organisation]) -> None:
    states = (State.YES, State.YES, State.YES, State.PARTLY, State.NO)
    lines = [
        f"{key}/checklist/{point.code}"
        for key, _number, task in model_of(*EDITION).tasks()
        for point in task.checklist
        if not point.heading
    ]
    rows = []
    for town in towns:
        chance = past.chance("model", "answers", town.name)
        for address in chance.sample(lines, int(len(lines) * chance.uniform(0.25, 0.8))):
            review = local(past.now).date() + timedelta(days=chance.randint(-10, 350))
            more = {"address": address, "state": chance.choice(states), "review_on": review}
            rows.append(_row(past, town, Answer, chance, **more))
    Answer.objects.bulk_create(rows)


def _row(past: Past, town: Organisation, model: Any, chance: Random, **more: Any) -> Any:
    at = past.now - timedelta(days=chance.randint(1, 59))
    return model(owner=town, at=at, by=town.pk, by_name="Tjenesteeieren", **more)


def _froland(past: Past) -> None:
    """Names, questions, a note and words of their own."""
    boss, town = past.staff(STORY)["unit_leader"], past.place(STORY)
    people = {user.name: user.pk for user in User.objects.filter(name__in={LEADER, CONTACT, *HELD.values()})}
    began = past.now - timedelta(days=40)
    for task, by, name in (("", "municipality", LEADER), ("", "contact", CONTACT)):
        _charge(boss, town, task, by, name, people, began)
    for task, name in HELD.items():
        _charge(boss, town, task, "municipality", name, people, began)
    for task, question, name, days in ASKED:
        due: date = local(past.now).date() + timedelta(days=days)
        values = {"question": question, "name": name, "user_id": people.get(name), "due_on": due}
        row = actions.raise_clarification(boss, owner_id=town.pk, task=task, values=values, now=began)
        if task == "support.store":
            answer = "Ja, for medisindispensere. Avtalen ligger i kvalitetssystemet."
            actions.answer_clarification(boss, clarification_id=row.pk, answer=answer, now=began)
    note = "Nattpatruljen og responssenteret møtes første torsdag i måneden."
    actions.write_note(boss, owner_id=town.pk, task="recipient.respond", text=note, now=began)
    own = "Vi øver på strømbrudd to ganger i året"
    actions.add_point(boss, owner_id=town.pk, task="recipient.respond", section="checklist", nb=own)


def _charge(
    boss: Any, town: Organisation, task: str, by: str, name: str, people: dict[str, Any], now: datetime
) -> Charge:
    deputy = TRAINER if name != TRAINER else LEADER
    values = {
        "name": name,
        "user_id": people.get(name),
        "deputy_id": people.get(deputy),
        "deputy_name": deputy,
    }
    where = {"task": task, "arrangement": "all", "by": by}
    return actions.name_responsible(boss, owner_id=town.pk, values=values, now=now, **where)
