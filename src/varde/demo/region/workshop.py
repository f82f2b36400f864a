"""Improvement in Froland: a workshop that is over and what it led to, one that is planned, and proposals in every state."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from varde.demo.region.past import Past
from varde.demo.region.places import STORY
from varde.foundation.ids import new_id
from varde.governance.improvement import actions, queries
from varde.governance.improvement.rules.codes import Effect
from varde.governance.improvement.rules.lifecycle import Turn, Verb
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

DAYS_AGO: Final = 60
# Where the group put each question. What is not named here was well under control.
PLACED: Final = {
    "begin": ("access", "idle", "stock_level", "unsafe", "ending"),
    "keep": ("needs", "adapt", "place", "alerts", "speed", "sound", "follow_up", "risk"),
    "watch": ("stock_sharing", "leader", "sharing", "fault_work"),
}
NOTES: Final = {
    "access": "Ingen rydder i tilgangene når vikarene slutter etter sommeren.",
    "idle": "Ni apparater lå på lageret i vår, og vi betalte for alle.",
    "unsafe": "Pårørende ringer den de kjenner. De bør ha ett nummer.",
}
PEOPLE: Final = (
    ("Kari Nygård", "avdelingsleder"),
    ("Ola Myhre", "ressursperson"),
    ("Marit Tveit", "sykepleier"),
    ("Geir Holt", "tekniker"),
)
WEIGHED: Final = {"access": (4, 2), "idle": (4, 1), "stock_level": (2, 3), "unsafe": (5, 2), "ending": (3, 4)}


def make(past: Past) -> None:
    staff = past.staff(STORY)
    leader, keeper, nurse = staff["unit_leader"], staff["superuser"], staff["home_care"]
    _workshop(past, keeper, nurse)
    _decisions(past, leader, keeper, nurse)
    _own(past, leader, nurse)
    coming = {"title": "Hva får vi igjen for medisindispenserne?", "minutes": 120}
    _planned(past, keeper, "4", local(past.now).date() + timedelta(days=6), coming)


def _at(past: Past, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day so many days ago; never after now."""
    day = local(past.now).date() - timedelta(days=days)
    return min(instant_at(day, time(hour, minute)), past.now - timedelta(minutes=1))


def _planned(past: Past, who: Actor, activity: str, day: Any, more: dict[str, Any]) -> Any:
    led = queries.facilitators(who, now=past.now).get(pk=who.id)
    values = {"owner": past.place(STORY), "unit": None, "held_on": day, "facilitator": led, **more}
    return actions.plan_session(who, activity=activity, values=values)


def _workshop(past: Past, keeper: Actor, nurse: Actor) -> None:
    """1a, placed by two people in turn; a question that was moved; notes; ended, and made proposals of."""
    day = local(_at(past, DAYS_AGO)).date()
    more = {"title": "Hva bør vi i Froland bli bedre på?", "minutes": 150}
    row = _planned(past, keeper, "1a", day, more)
    here: dict[str, Any] = {"session_id": row.pk}
    actions.add_participants(keeper, **here, people=PEOPLE)
    actions.turn_session(keeper, **here, turn=Turn.START, now=_at(past, DAYS_AGO, 12))
    placed = {question: cell for cell, ones in PLACED.items() for question in ones}
    words = [("risk", "watch"), *((one, placed.get(one, "rest")) for one in _questions(keeper, row.pk))]
    for turn, (question, cell) in enumerate(words):
        who, at = (keeper, nurse)[turn % 2], _at(past, DAYS_AGO, 12, 2) + timedelta(minutes=4 * turn)
        actions.place(who, **here, question=question, cell=cell, now=at)
    for question, text in NOTES.items():
        values, at = {"question": question, "text": text}, _at(past, DAYS_AGO, 14, 10)
        actions.write(nurse, **here, part="notes", line=new_id(), values=values, now=at)
    actions.turn_session(keeper, **here, turn=Turn.END, now=_at(past, DAYS_AGO, 14, 25))
    chosen = [("questions", question) for question in PLACED["begin"]]
    actions.propose_from_session(keeper, **here, chosen=chosen, now=_at(past, DAYS_AGO, 14, 30))


def _questions(actor: Actor, key: Any) -> list[str]:
    found = queries.run(actor, session_id=key).outcome
    return [one.question.code for one in found.unplaced]


def _decisions(past: Past, leader: Actor, keeper: Actor, nurse: Actor) -> None:
    """Of the five: checked, waiting for its check, to be done, put off; the last one nobody has decided on."""
    rows = {one.line: one for one in queries.proposals(leader) if one.line}
    people = {one.pk: one for one in queries.people(leader, now=past.now)}
    owned = {"responsible": people[keeper.id], "deputy": people[nurse.id]}
    for line, (value, effort) in WEIGHED.items():
        values = {"value": value, "effort": effort, **(owned if line != "ending" else {})}
        actions.save_proposal(leader, row=rows[line], values={**values, "task": rows[line].task})
    today = local(past.now).date()
    for line, ago, ahead, reason in (
        ("idle", 55, -5, "Det koster lite og gir penger tilbake med en gang."),
        ("access", 55, 0, "Vi må vite hvem som ser hva."),
        ("unsafe", 50, 40, "Det er dette pårørende spør oss om."),
    ):
        about: dict[str, Any] = {"proposal_id": rows[line].pk, "verb": Verb.CHOOSE, "reason": reason}
        actions.decide(leader, **about, on=today + timedelta(days=ahead), now=_at(past, ago))
    why = "Vi venter på tallene fra det nye lageret."
    later: dict[str, Any] = {"proposal_id": rows["stock_level"].pk, "verb": Verb.POSTPONE, "reason": why}
    actions.decide(leader, **later, on=today + timedelta(days=90), now=_at(past, 55))
    for line, text in (
        ("idle", "Fast gjennomgang den første mandagen i måneden."),
        ("access", "Liste fra lønn."),
    ):
        actions.finish(keeper, proposal_id=rows[line].pk, text=text, now=_at(past, 40))
    seen = "Fra ni ubrukte apparater til to. Abonnementene er stoppet."
    actions.note_effect(keeper, proposal_id=rows["idle"].pk, effect=Effect.HOPED, seen=seen, now=_at(past, 5))


def _own(past: Past, leader: Actor, nurse: Actor) -> None:
    """Two that somebody wrote by themselves: one declined, one new."""
    for days, title, source, technology, text in (
        (30, "Egen app for pårørende", "users", "", "Pårørende vil se når vi har vært der."),
        (
            3,
            "Opplæring på nattevakt i digitalt tilsyn",
            "staff",
            "supervision",
            "Tre av fem om natta er vikarer.",
        ),
    ):
        values = {
            "owner": past.place(STORY), "title": title, "description": text, "source": source, "technology": technology,
            "task": "upkeep.train" if technology else "upkeep.needs", "now": _at(past, days),
        }  # fmt: skip
        row = actions.save_proposal(nurse, row=None, values=values)
        if source == "users":
            no = "Leverandøren har dette i neste versjon. Vi lager ikke noe eget."
            about: dict[str, Any] = {"proposal_id": row.pk, "verb": Verb.DECLINE, "reason": no, "on": None}
            actions.decide(leader, **about, now=_at(past, 20))
