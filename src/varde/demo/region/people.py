"""Recipients with everything around them: address, way in, next of kin, risks, adaptations, next visit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from varde.demo.region.names import LAST, MEN, WOMEN, Line, elder, phone
from varde.demo.region.numbers import national_id
from varde.demo.region.places import STORY, STREETS
from varde.demo.region.plot import Ground, Plot, Rows
from varde.demo.region.story import write_story
from varde.foundation.encryption import search_hash
from varde.ground.people.models import (
    Adaptation,
    Address,
    CareRelation,
    NextOfKin,
    PlannedVisit,
    Recipient,
    RiskNote,
    WayIn,
)
from varde.ground.people.rules.address import Protection
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.clock import local
from varde.kernel.national_id import NationalId

ADAPTATIONS: Final = (
    "Bruker lang tid på å svare. Vent to minutter før du ringer på nytt.",
    "Snakk sakte og tydelig. Hører best på høyre side.",
    "Vil helst bli ringt på telefonen før noen kommer.",
    "Alarmknappen henger på rullatoren om natten.",
    "Blir urolig av fremmede. Si hvor du kommer fra.",
    "Ligger med oksygen om natten. Strømbrudd haster.",
)
RISKS: Final = (
    "Hund i gangen. Den er rolig når beboeren er til stede.",
    "Glatt trapp fra garasjen når det fryser.",
    "Røyker i stuen. Oksygenapparat på soverommet.",
    "Løse tepper i gangen.",
    "Smitte: bruk munnbind og hansker.",
    "Står ofte vått i kjellergangen.",
)
KIN: Final = (
    ("datter", WOMEN),
    ("sønn", MEN),
    ("niese", WOMEN),
    ("nabo", WOMEN + MEN),
    ("søster", WOMEN),
    ("svigersønn", MEN),
)
LONG_AGO: Final = datetime(2024, 3, 1, 9, tzinfo=UTC)
BOXES: Final = (
    "Ved inngangsdøra, til høyre",
    "På boden ved garasjen",
    "Under postkassen",
    "Bak huset, ved vannutkasteren",
)
LANGUAGES: Final = ("no",) * 44 + ("en", "pl", "uk", "se")


def make(plot: Plot, shares: dict[str, int]) -> dict[str, list[Recipient]]:
    """Recipients by municipality number. The first one of Froland is the person of the story."""
    rows, used = Rows(), set[str]()
    made: dict[str, list[Recipient]] = {}
    for number, count in shares.items():
        ground = plot.grounds[number]
        made[number] = [_person(plot, ground, turn, rows, used) for turn in range(count)]
    write_story(plot, made[STORY][0], rows)
    Recipient.objects.bulk_create(rows.recipients, batch_size=1000)
    for model, these in rows.around.items():
        model.objects.bulk_create(these, batch_size=1000)
    return made


def _person(plot: Plot, ground: Ground, turn: int, rows: Rows, used: set[str]) -> Recipient:
    assert ground.place is not None
    chance = plot.chance("person", ground.place.number, turn)
    today = local(plot.now).date()
    is_story = ground.place.number == STORY and turn == 0
    born = _born(chance, today, 84 if is_story else None)
    row = _recipient(plot, ground, chance, national_id(born, chance, used))
    rows.recipients.append(row)
    if not is_story:
        _home(ground, row, chance, today, rows)
        _people_around(plot, ground, row, chance, rows)
        _what_to_know(plot, row, chance, rows)
    return row


def _born(chance: Random, today: date, age: int | None) -> date:
    years = age if age is not None else min(101, max(19, round(chance.gauss(82, 8))))
    return today - timedelta(days=int(years * 365.25) + chance.randint(30, 330))


def _recipient(plot: Plot, ground: Ground, chance: Random, number: NationalId) -> Recipient:
    name = elder(chance)
    row = Recipient(
        owner_id=ground.id,
        name=name,
        name_key=name.casefold(),
        birth_date=number.birth_date,
        national_id=number.value,
        national_kind=number.kind,
        national_key=search_hash(number.value, context="people.national_id"),
        phone=phone(Line.RECIPIENT, plot.next_phone()),
        language=chance.choice(LANGUAGES),
        hearing=chance.choices(("usual", "hard", "deaf"), (70, 28, 2))[0],
        sight=chance.choices(("usual", "low", "blind"), (78, 20, 2))[0],
        speech=chance.choices(("usual", "unclear", "none"), (91, 8, 1))[0],
        memory=chance.choices(("usual", "forgets", "lost"), (72, 22, 6))[0],
    )
    row.lives_alone = chance.random() < 0.72
    row.may_fall = chance.random() < 0.3
    row.may_wander = row.memory != "usual" and chance.random() < 0.3
    row.critical_medicine = chance.random() < 0.08
    row.power_dependent = chance.random() < 0.03
    row.seizures = chance.random() < 0.03
    return row


def _home(ground: Ground, row: Recipient, chance: Random, today: date, rows: Rows) -> None:
    assert ground.place is not None
    levels = (Protection.ORDINARY, Protection.CONFIDENTIAL, Protection.STRICTLY_CONFIDENTIAL)
    rows.add(
        Address(
            owner_id=ground.id,
            recipient=row,
            street=f"{chance.choice(STREETS)} {chance.randint(1, 89)}",
            postal_code=ground.place.postal_code,
            postal_place=ground.place.postal_place,
            door_note=chance.choice(
                ("", "", "", "Inngang fra hagen", "2. etasje, heis", "Kode på porten: ring på")
            ),
            protection=chance.choices(levels, (985, 10, 5))[0],
            starts_on=today - timedelta(days=chance.randint(200, 6000)),
        )
    )
    kind = chance.choices(("key_box", "key", "e_lock"), (65, 20, 15))[0]
    places = {"key_box": chance.choice(BOXES), "key": "Nøkkelskapet på vaktrommet", "e_lock": "Inngangsdøra"}
    rows.add(
        WayIn(
            owner_id=ground.id,
            recipient=row,
            kind=kind,
            location=places[kind],
            code=f"{chance.randint(0, 9999):04d}" if kind == "key_box" else f"Krok {chance.randint(1, 80)}",
            added_at=LONG_AGO,
        )
    )


def _people_around(plot: Plot, ground: Ground, row: Recipient, chance: Random, rows: Rows) -> None:
    today = local(plot.now).date()
    for _ in range(chance.choices((0, 1, 2), (15, 55, 30))[0]):
        receives = chance.random() < 0.25
        relation, first = chance.choice(KIN)
        rows.add(
            NextOfKin(
                owner_id=ground.id,
                recipient=row,
                name=f"{chance.choice(first)} {chance.choice(LAST)}",
                relation=relation,
                phone=phone(Line.NEXT_OF_KIN, plot.next_phone()),
                may_know=chance.choice(("Alt om alarmer", "At det har vært utrykning", "")),
                told_from=today - timedelta(days=200),
                accepted_on=today - timedelta(days=200) if receives else None,
                receives_from=today - timedelta(days=199) if receives else None,
                receives_until=today + timedelta(days=166) if receives else None,
                has_key=receives,
            )
        )
    if chance.random() < 0.6:
        _cared_for(plot, ground, row, chance, rows)


def _cared_for(plot: Plot, ground: Ground, row: Recipient, chance: Random, rows: Rows) -> None:
    """Home care knows the person, and comes next at a known hour."""
    care = ground.units["care"]
    rows.add(
        CareRelation(
            owner_id=ground.id,
            recipient=row,
            kind=HolderKind.UNIT,
            holder=care.pk,
            holder_name=care.name,
            basis=Basis.CASE,
            starts_at=plot.now - timedelta(days=90),
        )
    )
    starts = plot.now + timedelta(minutes=15 * chance.randint(1, 80))
    starts = starts.replace(minute=starts.minute // 15 * 15, second=0, microsecond=0)
    rows.add(
        PlannedVisit(
            owner_id=ground.id,
            recipient=row,
            unit=care,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=20),
        )
    )


def _what_to_know(plot: Plot, row: Recipient, chance: Random, rows: Rows) -> None:
    today = local(plot.now).date()
    if chance.random() < 0.3:
        text = chance.choice(ADAPTATIONS)
        rows.add(
            Adaptation(
                owner_id=row.owner_id,
                recipient=row,
                text=text,
                set_on=today - timedelta(days=chance.randint(5, 300)),
            )
        )
    if chance.random() < 0.2:
        seen = today - timedelta(days=chance.randint(5, 150))
        rows.add(
            RiskNote(
                owner_id=row.owner_id,
                recipient=row,
                text=chance.choice(RISKS),
                observed_on=seen,
                review_due_on=seen + timedelta(days=180),
                written_by=row.owner_id,
                written_by_name="Hjemmetjenesten",
            )
        )
