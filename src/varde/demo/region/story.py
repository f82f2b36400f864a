"""The person of the story: 84 years, in Froland, with a safety alarm, poor hearing and a key box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from varde.demo.region.names import Line, phone
from varde.demo.region.places import STORY
from varde.demo.region.plot import Plot, Rows
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
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.kernel.clock import local

NAME: Final = "Solveig Lunde"


def write_story(plot: Plot, row: Recipient, rows: Rows) -> None:
    """Fills in the row and puts around it what the operator needs to see."""
    _who_she_is(row)
    ground = plot.grounds[STORY]
    today = local(plot.now).date()
    here = {"owner_id": ground.id, "recipient": row}
    rows.add(
        Address(
            **here,
            street="Vardebakken 12",
            postal_code="4820",
            postal_place="Froland",
            door_note="Rødt hus. Inngang fra tunet.",
            starts_on=today - timedelta(days=9000),
        )
    )
    rows.add(
        WayIn(
            **here,
            kind="key_box",
            location="Til høyre for inngangsdøra, bak blomsterkassen",
            code="2714",
            added_at=plot.now - timedelta(days=400),
        )
    )
    _what_to_know(plot, here, rows)
    _who_comes(plot, row, rows)


def _what_to_know(plot: Plot, here: dict[str, Any], rows: Rows) -> None:
    today = local(plot.now).date()
    rows.add(
        Adaptation(
            **here,
            text="Hører dårlig: snakk tydelig og vent på svar. Svarer ikke alltid i høyttaleren fra soverommet.",
            set_on=today - timedelta(days=48),
        )
    )
    rows.add(
        RiskNote(
            **here,
            text="Bratt og glatt bakke opp til huset når det fryser.",
            observed_on=today - timedelta(days=20),
            review_due_on=today + timedelta(days=160),
            written_by=here["owner_id"],
            written_by_name="Hjemmetjenesten",
        )
    )


def _who_she_is(row: Recipient) -> None:
    row.name, row.name_key = NAME, NAME.casefold()
    row.language, row.hearing, row.sight, row.speech, row.memory = "no", "hard", "usual", "usual", "usual"
    row.lives_alone, row.may_fall, row.may_wander, row.critical_medicine = True, True, False, False
    row.power_dependent = row.seizures = False


def _who_comes(plot: Plot, row: Recipient, rows: Rows) -> None:
    ground = plot.grounds[STORY]
    today = local(plot.now).date()
    here = {"owner_id": ground.id, "recipient": row}
    rows.add(
        NextOfKin(
            **here,
            name="Kristin Lunde",
            relation="datter",
            phone=phone(Line.NEXT_OF_KIN, 0),
            may_know="Alt om alarmer og besøk",
            told_from=today - timedelta(days=400),
        )
    )
    care, night = ground.units["care"], ground.units["night"]
    for unit in (care, night):
        rows.add(
            CareRelation(
                **here,
                kind=HolderKind.UNIT,
                holder=unit.pk,
                holder_name=unit.name,
                basis=Basis.CASE,
                starts_at=plot.now - timedelta(days=300),
            )
        )
    starts = (plot.now + timedelta(hours=6)).replace(minute=0, second=0, microsecond=0)
    rows.add(PlannedVisit(**here, unit=care, starts_at=starts, ends_at=starts + timedelta(minutes=30)))
