"""How far the region has come: a status per technology everywhere, two introductions under way and one that is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from varde.demo.region.plot import Ground, Plot
from varde.governance.adoption import actions
from varde.governance.adoption.models import Introduction, TechnologyStatus
from varde.governance.adoption.queries.content import editions, newest
from varde.governance.adoption.rules.codes import Part, Status, Technology, Word
from varde.governance.adoption.rules.content import points_of
from varde.ground.organisations.queries import actor_for_user
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

STORY, CITY = "4214", "4204"
# Technology → of ten municipalities, how many have it in operation, are introducing it, considering it, have stopped.
SPREAD: Final[Mapping[Technology, tuple[int, int, int, int]]] = {
    Technology.ALARM: (10, 0, 0, 0),
    Technology.DISPENSER: (6, 2, 2, 0),
    Technology.LOCATING: (5, 2, 2, 1),
    Technology.SUPERVISION: (3, 3, 3, 0),
    Technology.CALL: (2, 1, 3, 1),
    Technology.FOLLOW_UP: (3, 3, 3, 0),
}
ORDER: Final = (Status.IN_OPERATION, Status.INTRODUCING, Status.CONSIDERING, Status.STOPPED)
BEFORE: Final[Mapping[Status, tuple[Status, ...]]] = {
    Status.CONSIDERING: (),
    Status.INTRODUCING: (Status.CONSIDERING,),
    Status.IN_OPERATION: (Status.CONSIDERING, Status.INTRODUCING),
    Status.STOPPED: (Status.CONSIDERING, Status.INTRODUCING),
}
MOVED: Final = {(STORY, "supervision"), (STORY, "dispenser"), (CITY, "follow_up")}  # by an introduction
LEARNED: Final = (
    "Én bygning om gangen går best. Natta må ha egen opplæring, og nettet må sjekkes før utstyret kommer.",
    "Sjekklisten fra sone sør virket. Pårørende vil vite mer før start, så brevet er skrevet om.",
)
SAID: Final = {"coverage": "Dårlig dekning i to bygninger", "kin": "Flere pårørende ringte og lurte"}


class Scene:
    """One municipality, and who acts there at a past time."""

    def __init__(self, plot: Plot, ground: Ground, leader: Any, helper: Any) -> None:
        self.plot, self.ground = plot, ground
        self.leader: Actor = actor_for_user(leader, now=plot.now)
        self.helper: Actor = actor_for_user(helper, now=plot.now)

    def at(self, days: int, hour: int = 10) -> datetime:
        return instant_at(local(self.plot.now).date() - timedelta(days=days), time(hour))

    def start(self, technology: Technology, goals: str, days: int, evaluate_in: int | None) -> Introduction:
        now, today = self.at(days), local(self.plot.now).date()
        values = {
            "goals": goals,
            "responsible_id": self.leader.id,
            "responsible_name": self.leader.name,
            "deputy_id": self.helper.id,
            "deputy_name": self.helper.name,
            "starts_on": local(now).date(),
            "evaluate_on": None if evaluate_in is None else today + timedelta(days=evaluate_in),
        }
        return actions.start_introduction(
            self.leader, owner_id=self.ground.id, technology=technology, values=values, now=now
        )

    def answer(self, row: Introduction, part: Part, days: int, note: str, words: str = "yyyp") -> None:
        """Every point in turn: y is yes, p partly, n no, and - leaves the rest unanswered."""
        said = {"y": Word.YES, "p": Word.PARTLY, "n": Word.NO}
        for turn, (address, _point) in enumerate(points_of(editions()[row.edition], part)):
            letter = words[turn % len(words)]
            if letter == "-":
                return
            actions.answer_point(
                self.helper,
                introduction_id=row.pk,
                address=address,
                word=said[letter],
                note=note if letter != "y" or part is Part.CRITERIA else "",
                now=self.at(days, 9),
            )

    def unit(self, row: Introduction, name: str, planned: int, unit: UUID | None = None) -> UUID:
        day = local(self.at(planned)).date()
        return actions.add_unit(
            self.leader,
            introduction_id=row.pk,
            name=name,
            unit_id=unit,
            planned_on=day,
            now=self.at(planned + 20),
        ).pk

    def run(self, unit: UUID, started: int, learned: int | None, text: str = "") -> None:
        now = self.at(started)
        actions.start_unit(self.leader, unit_id=unit, started_on=local(now).date(), now=now)
        if learned is not None:
            now = self.at(learned)
            actions.write_learning(
                self.helper, unit_id=unit, evaluated_on=local(now).date(), learned=text, now=now
            )

    def evaluate(self, row: Introduction, days: int, low: int, next_in: int | None) -> None:
        """Every factor between `low` and two more, by chance."""
        chance = self.plot.chance("mto", row.technology, days)
        now, today = self.at(days, 13), local(self.plot.now).date()
        codes = [factor.code for ones in editions()[newest()].factors.values() for factor in ones]
        given: dict[str, tuple[int | None, str]] = {
            code: (min(5, low + chance.randint(0, 2)), "") for code in codes
        }
        given |= {code: (low, text) for code, text in SAID.items()}
        given["payment"] = (None, "")
        values = {
            "held_on": local(now).date(),
            "who": "Avdelingsleder, ressursperson og tre fra hjemmetjenesten",
            "summary": "Vi er på rett vei, og vet hva vi skal gjøre noe med.",
            "next_on": None if next_in is None else today + timedelta(days=next_in),
        }
        actions.evaluate(self.helper, introduction_id=row.pk, values=values, ratings=given, now=now)


def make(plot: Plot) -> None:
    story, city = plot.grounds[STORY], plot.grounds[CITY]
    _statuses(plot)
    froland = Scene(plot, story, _named(plot, "Kari Nygård"), _named(plot, "Ola Myhre"))
    _over(froland)
    _under_way(froland)
    kristiansand = Scene(plot, city, city.staff["leader"][0], city.staff["technology"][0])
    _begun(kristiansand)
    _shared(froland, kristiansand)
    _goals(plot, froland)


def _named(plot: Plot, name: str) -> Any:
    return next(user for user, _title in plot.visitors if user.name == name)


def _statuses(plot: Plot) -> None:
    rows: list[TechnologyStatus] = []
    for key, ground in plot.grounds.items():
        if ground.place is None:
            continue
        for technology, shares in SPREAD.items():
            if (key, technology.value) not in MOVED:
                rows += _history(plot, key, technology, shares)
    TechnologyStatus.objects.bulk_create(rows)


def _history(plot: Plot, key: str, technology: Technology, shares: tuple[int, ...]) -> list[TechnologyStatus]:
    """What was said and when, up to what holds now; nothing where nobody has said anything."""
    chance, ground = plot.chance("spread", key, technology), plot.grounds[key]
    tenth = chance.randrange(10)
    upto = zip(ORDER, accumulate(shares), strict=True)
    status = next((one for one, end in upto if tenth < end), None)
    if status is None:
        return []
    leader = ground.staff["leader"][0]
    days = [chance.randint(30, 500) for _ in (*BEFORE[status], status)]
    ago = [sum(days[turn:]) for turn in range(len(days))]
    return [
        TechnologyStatus(
            owner=ground.organisation,
            technology=technology,
            status=one,
            since=local(plot.now - timedelta(days=past)).date(),
            at=plot.now - timedelta(days=past - 1),
            by=leader.pk,
            by_name=leader.name,
        )
        for one, past in zip((*BEFORE[status], status), ago, strict=True)
    ]


def _over(scene: Scene) -> None:
    """Dispensers in Froland: two units, evaluated, and over."""
    row = scene.start(
        Technology.DISPENSER, "Færre besøk bare for å gi medisin, og riktig dose til rett tid.", 520, None
    )
    scene.answer(row, Part.GROUNDWORK, 515, "Følges opp i sone sør")
    south = scene.unit(row, "Hjemmetjenesten sør", 470)
    scene.run(south, 470, 380, "Fyll rullene to og to den første måneden. Ha reservenøkkel på vakta.")
    north = scene.unit(row, "Hjemmetjenesten nord", 370)
    scene.run(north, 365, 250, "Alt var klart fra første dag. Apoteket må få beskjed en uke før.")
    scene.answer(row, Part.CRITERIA, 170, "Sett i møte med enhetslederne", "y")
    actions.finish_introduction(scene.leader, introduction_id=row.pk, now=scene.at(160))
    scene.answer(row, Part.OPERATION, 40, "Tas opp på fagdagen", "yyp")


def _under_way(scene: Scene) -> None:
    """Digital supervision in Froland: one unit through, one running, one that waits for what it learns."""
    goals = "Roligere netter for dem som har tilsyn, og færre turer for nattpatruljen."
    row = scene.start(Technology.SUPERVISION, goals, 200, 30)
    scene.answer(row, Part.GROUNDWORK, 180, "Politikerne får sak til høsten")
    scene.answer(row, Part.ROADMAP, 175, "Arbeides med", "yyyyyyyyyypy-")
    south = scene.unit(row, "Hjemmetjenesten sør", 140)
    scene.run(south, 138, None)
    scene.evaluate(row, 130, 2, 30)
    learned = scene.at(75)
    actions.write_learning(
        scene.helper, unit_id=south, evaluated_on=local(learned).date(), learned=LEARNED[0], now=learned
    )
    north = scene.unit(row, "Hjemmetjenesten nord", 60)
    scene.run(north, 58, None)
    scene.evaluate(row, 12, 3, 75)
    scene.unit(row, "Nattpatruljen", 2, scene.ground.units["night"].pk)


def _begun(scene: Scene) -> None:
    """Remote follow-up in Kristiansand: the groundwork is half done."""
    goals = "Personer med KOLS og hjertesvikt måler hjemme, og får hjelp før de blir dårlige."
    row = scene.start(Technology.FOLLOW_UP, goals, 45, 60)
    scene.answer(row, Part.GROUNDWORK, 20, "Avklares med TMS", "yyyyypyn-")
    scene.unit(row, "Hjemmetjenesten vest", -35)


def _shared(froland: Scene, kristiansand: Scene) -> None:
    """Three from Froland and one from Kristiansand, which Froland has taken over and which has since become newer."""
    made = (
        (froland, "Rutine for nattlig tilsyn med kamera", "supervision", "routine", "KS-2031", "1.2"),
        (froland, "ROS-analyse digitalt tilsyn", "supervision", "risk", "KS-2044", "2.0"),
        (froland, "Brev til pårørende om digitalt tilsyn", "supervision", "information", "KS-2050", "1.1"),
        (kristiansand, "Tjenesteforløp for digital hjemmeoppfølging", "follow_up", "service_pathway", "KRS-118", "1.0"),
    )  # fmt: skip
    names = ("title", "technology", "kind", "reference", "version")
    rows = [
        actions.save_deliverable(
            scene.leader,
            row=None,
            values={
                **dict(zip(names, texts, strict=True)),
                "owner": scene.ground.organisation,
                "is_shared": True,
            },
        )
        for scene, *texts in made
    ]
    actions.take_over(froland.leader, shared_id=rows[-1].pk, owner_id=froland.ground.id)
    actions.save_deliverable(kristiansand.leader, row=rows[-1], values={"version": "1.1"})


def _goals(plot: Plot, froland: Scene) -> None:
    region = next(user for user, _title in plot.visitors if user.name == "Per Dahl")
    secretary = actor_for_user(region, now=plot.now)
    day = local(plot.now).date()
    told = (
        (secretary, plot.grounds["secretariat"], "considered", "partly", "Kommuner med skriftlig rutine, av 25", "19"),
        (secretary, plot.grounds["secretariat"], "ordinary", "partly", "Teknologier i drift i minst halvparten av kommunene", "3"),
        (froland.leader, froland.ground, "considered", "partly", "Tildelinger siste halvår der teknologi ble vurdert", "82"),
        (froland.leader, froland.ground, "ordinary", "partly", "Teknologier i drift hos oss", "4"),
    )  # fmt: skip
    for actor, ground, goal, reached, what, figure in told:
        values = {
            "owner": ground.organisation, "what": what, "goal": goal, "reached": reached, "figure": figure,
            "measured_on": day - timedelta(days=25), "note": "",
        }  # fmt: skip
        actions.save_goal_status(actor, row=None, values=values)
