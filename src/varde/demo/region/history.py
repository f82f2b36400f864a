"""A month of closed alarms, with the events, causes, measures and record texts that closing leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from varde.care.alarms.actions.shipped import shipped_plans, shipped_rules
from varde.care.alarms.models import Alarm, AlarmEvent, RecordText
from varde.care.alarms.rules.codes import CompositionEvent as E
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.rules.plan import plan_row, select
from varde.care.alarms.rules.text import By, Happened, Story, record_text
from varde.care.alarms.rules.triage import Fact, judge
from varde.demo.day import hour_of_day
from varde.demo.region.places import AGDER
from varde.demo.region.plot import Ground, Plot
from varde.demo.region.visitors import KRISTIANSAND_NUMBER
from varde.foundation.accounts.models import User
from varde.ground.people.models import Recipient
from varde.kernel.clock import OSLO, local

DAYS: Final = 30
MOST: Final = 1_500
WAITING: Final = timedelta(hours=36)  # a younger record text has not been copied yet
CAUSES: Final = (
    ("toilet", "care_given", 16), ("moving", "care_given", 12), ("personal_care", "care_given", 8),
    ("medicine", "medicine_given", 7), ("missed_visit", "talked", 7), ("unsafe", "talked", 16),
    ("practical", "talked", 9), ("accident", "no_measure", 14), ("pain", "doctor", 4),
    ("acute_illness", "called_113", 1), ("not_found_out", "supervised", 2),
)  # fmt: skip
NOTES: Final = (
    "",
    "",
    "",
    "Avtalt at hjemmetjenesten ser innom.",
    "Ville bare høre en stemme.",
    "Alt i orden.",
)


@dataclass(frozen=True, slots=True)
class _Told:
    """One alarm from the past, before it is rows."""

    person: Recipient
    opened_at: datetime
    code: str
    cause: str
    measures: tuple[str, ...]
    operator: User
    responder: User | None
    note: str


def make(plot: Plot, recipients: dict[str, list[Recipient]]) -> None:
    told = [one for number, people in recipients.items() for one in _of(plot, number, people)]
    told = sorted(told, key=lambda one: (one.opened_at, one.person.pk))[-MOST:]
    alarms, events, texts = [], [], []
    for number, one in enumerate(told):
        chance = plot.chance("past", number)
        alarm = _alarm(one, chance)
        steps = _steps(one, chance)
        alarm.taken_at, alarm.closed_at = steps[0][0], steps[-1][0]
        alarms.append(alarm)
        events += _events(alarm, one, steps)
        texts.append(_text(plot, alarm, steps))
    Alarm.objects.bulk_create(alarms, batch_size=500)
    AlarmEvent.objects.bulk_create(events, batch_size=500)
    RecordText.objects.bulk_create(texts, batch_size=500)


def _of(plot: Plot, number: str, people: list[Recipient]) -> list[_Told]:
    ground = plot.grounds[number]
    assert ground.place is not None
    has_desk = "desk" in ground.staff
    desk = (
        ground if has_desk else plot.grounds[AGDER if ground.place.centre == AGDER else KRISTIANSAND_NUMBER]
    )
    made = []
    for turn, person in enumerate(people):
        chance = plot.chance("history", number, turn)
        for _ in range(chance.choices((0, 1, 2, 3, 6), (25, 35, 22, 13, 5))[0]):
            made.append(_one(plot, ground, desk, person, chance))
    return made


def _one(plot: Plot, ground: Ground, desk: Ground, person: Recipient, chance: Random) -> _Told:
    day = local(plot.now) - timedelta(days=chance.randint(0, DAYS - 1), hours=2)
    opened = day.replace(hour=hour_of_day(chance), minute=chance.randint(0, 59), second=chance.randint(0, 59))
    if opened >= day:
        opened -= timedelta(days=1)
    fell = chance.random() < 0.06
    cause, measure, _ = chance.choices(CAUSES, [weight for _, _, weight in CAUSES])[0]
    code = "3"
    measures: tuple[str, ...] = (measure,)
    if fell:
        code = "4.1" if person.may_fall else "3"
        cause, measures = chance.choice(("fall", "fall", "fall_injury")), ("visited", "helped_up")
    rides = fell or measure == "care_given"
    team = ground.staff["night" if not 7 <= opened.hour < 22 else "care"]
    return _Told(
        person,
        opened.astimezone(plot.now.tzinfo),
        code,
        cause,
        (*measures, "visited") if rides and not fell else measures,
        chance.choice(desk.staff["desk"]),
        chance.choice(team) if rides else None,
        chance.choice(NOTES),
    )


def _alarm(one: _Told, chance: Random) -> Alarm:
    facts = {Fact(name) for name in one.person.facts if name in set(Fact)}
    if not 6 <= local(one.opened_at).hour < 22:
        facts.add(Fact.NIGHT)
    judged = judge(one.code, facts, shipped_rules())
    plan = select(shipped_plans(), "", one.code, local(one.opened_at))
    stamp = int(one.opened_at.timestamp() * 1000)
    key = (stamp << 80) | (0x7 << 76) | (chance.getrandbits(12) << 64) | (0x2 << 62) | chance.getrandbits(62)
    return Alarm(
        id=UUID(int=key),
        owner_id=one.person.owner_id,
        recipient=one.person,
        kind="alarm",
        code=judged.code,
        card=judged.card,
        why={"nb": judged.why.nb, "en": judged.why.en},
        severity=judged.severity,
        urgency=judged.urgency,
        opened_at=one.opened_at,
        state=State.CLOSED,
        plan=plan_row(plan),
        level=1,
        ring=1,
        cause=one.cause,
        measures=list(one.measures),
    )


Step = tuple[datetime, Verb, E, By, User, str]


def _steps(one: _Told, chance: Random) -> list[Step]:
    """What was done, in order, by whom."""
    at = one.opened_at
    steps: list[Step] = []

    def then(least: int, most: int, verb: Verb, vkp: E, by: By, note: str = "") -> None:
        nonlocal at
        at += timedelta(seconds=chance.randint(least, most))
        who = one.operator if by is By.OPERATOR or one.responder is None else one.responder
        steps.append((at, verb, vkp, by, who, note))

    then(4, 50, Verb.TAKE, E.HANDLED, By.OPERATOR)
    then(5, 40, Verb.TALK, E.CONVERSATION, By.OPERATOR, one.note)
    if one.responder is not None:
        then(40, 150, Verb.DISPATCH, E.DISPATCHED, By.OPERATOR)
        then(20, 110, Verb.SET_OUT, E.DISPATCH_ACCEPTED, By.RESPONDER)
        then(240, 1500, Verb.ARRIVE, E.ACTION, By.RESPONDER)
        then(300, 1500, Verb.DONE, E.MEASURE, By.RESPONDER)
    then(40, 300, Verb.CLOSE, E.RECEIPTED, By.OPERATOR if one.responder is None else By.RESPONDER)
    return steps


def _events(alarm: Alarm, one: _Told, steps: list[Step]) -> list[AlarmEvent]:
    common = {"owner_id": alarm.owner_id, "alarm": alarm}
    rows = [AlarmEvent(**common, at=one.opened_at, vkp=E.REPORTED, verb="reported")]
    for at, verb, vkp, by, who, note in steps:
        rows.append(
            AlarmEvent(
                **common,
                at=at,
                vkp=vkp,
                verb=verb,
                actor=who.pk,
                actor_name=who.name,
                actor_role=by,
                text=note,
            )
        )
    end, _, _, _, who, _ = steps[-1]
    said = [(E.CAUSE, "cause", alarm.cause), *((E.MEASURE, "measure", code) for code in alarm.measures)]
    rows += [
        AlarmEvent(**common, at=end, vkp=vkp, verb=verb, actor=who.pk, actor_name=who.name, text=code)
        for vkp, verb, code in said
    ]
    return rows


def _text(plot: Plot, alarm: Alarm, steps: list[Step]) -> RecordText:
    end = steps[-1][0]
    happened = tuple(Happened(at, verb, by, note) for at, verb, _, by, _, note in steps)
    story = Story(
        code=alarm.code,
        severity=alarm.picture().severity,
        opened_at=alarm.opened_at,
        closed_at=end,
        events=happened,
        causes=(alarm.cause,),
        measures=tuple(alarm.measures),
    )
    row = RecordText(owner_id=alarm.owner_id, alarm=alarm, text=record_text(story, OSLO), made_at=end)
    if plot.now - end > WAITING:
        row.copied_at, row.copied_by = end + timedelta(minutes=30), "Hjemmetjenesten"
    return row
