"""Organisations, units and the agreements between them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from varde.demo.region.names import Line, phone
from varde.demo.region.places import (
    AGDER,
    ENDS_SOON,
    HOSPITAL,
    KRISTIANSAND,
    LAPSED,
    OUTSIDE,
    PLACES,
    STORY,
    SUPPLIER,
    Place,
)
from varde.demo.region.plot import Ground, Plot
from varde.ground.organisations.models import (
    Agreement,
    ContactPerson,
    Organisation,
    OrganisationKind,
    Processing,
    Unit,
)

SUPPLIERS: Final = {
    "alarm": "Trygg Varsling Norge AS (oppdiktet)",
    "medicine": "Dosehjelp Norden AS (oppdiktet)",
    "location": "Finn Fram Lokalisering AS (oppdiktet)",
}
HOSPITAL_NAME: Final = "Sørlandet sykehus HF (oppdiktet)"
UNITS: Final = {
    "care": "Hjemmetjenesten",
    "night": "Nattpatruljen",
    "office": "Tjenestekontoret",
    "technology": "Helseteknologi",
}
OPERATORS: Final = ["response_operator"]
CENTRE_HOST: Final = "Arendal"
FOLLOWED_THERE: Final = ("Grimstad", "Froland", "Risør", "Tvedestrand", "Gjerstad", "Vegårshei", "Åmli")
BASIS: Final = "Kommuneloven kapittel 20, oppdiktet avtale i demoen"


def make(plot: Plot) -> None:
    _municipalities(plot)
    _others(plot)
    _units(plot)
    _agreements(plot)
    _contacts(plot)


def _responsible(kind: str, name: str, number: str = "", *, order: int) -> Organisation:
    return Organisation(
        kind=kind,
        name=name,
        municipality_number=number,
        last_resort_name="Kommuneoverlege på vakt" if number else "Vaktleder ved senteret",
        last_resort_phone=phone(Line.LEADER, 900_000 + order),
    )


def _municipalities(plot: Plot) -> None:
    for order, place in enumerate(PLACES):
        name = f"{place.name} kommune"
        row = _responsible(OrganisationKind.MUNICIPALITY, name, place.number, order=order)
        plot.grounds[place.number] = Ground(row, place, {})


def _others(plot: Plot) -> None:
    centre = _responsible(OrganisationKind.CENTRE_HOST, "Responssenter Agder", order=100)
    plot.grounds[AGDER] = Ground(centre, None, {})
    office = Organisation(kind=OrganisationKind.SECRETARIAT, name="Helseteknologisekretariatet i Agder")
    plot.grounds["secretariat"] = Ground(office, None, {})
    plot.suppliers = {
        key: Organisation(kind=OrganisationKind.SUPPLIER, name=name) for key, name in SUPPLIERS.items()
    }
    trust = Organisation(
        kind=OrganisationKind.HOSPITAL_TRUST,
        name=HOSPITAL_NAME,
        last_resort_name="Vakthavende lege",
        last_resort_phone=phone(Line.LEADER, 900_101),
    )
    plot.grounds[HOSPITAL] = Ground(trust, None, {})
    plot.grounds[SUPPLIER] = Ground(plot.suppliers["alarm"], None, {})
    mine = [ground.organisation for ground in plot.grounds.values()]
    Organisation.objects.bulk_create({one.pk: one for one in [*mine, *plot.suppliers.values()]}.values())


def _units(plot: Plot) -> None:
    fresh: list[Unit] = []
    for key, ground in plot.grounds.items():
        if key in OUTSIDE:
            continue
        if ground.place is not None:
            top = Unit(owner=ground.organisation, name="Helse og mestring")
            fresh.append(top)
            for name, title in UNITS.items():
                ground.units[name] = Unit(owner=ground.organisation, name=title, parent=top)
        if key == AGDER or _hosts(ground.place):
            ground.units["desk"] = Unit(owner=ground.organisation, name="Responssenteret")
        if key == AGDER:
            ground.units["technology"] = Unit(owner=ground.organisation, name="Systemdrift og support")
        fresh += ground.units.values()
    Unit.objects.bulk_create([unit for unit in fresh if unit.parent_id is None])
    Unit.objects.bulk_create([unit for unit in fresh if unit.parent_id is not None])


def _hosts(place: Place | None) -> bool:
    return place is not None and place.name == "Kristiansand"


def _agreements(plot: Plot) -> None:
    began = plot.now - timedelta(days=700)
    ends = {LAPSED: plot.now - timedelta(days=1), ENDS_SOON: plot.now + timedelta(days=12)}
    hosts = {
        AGDER: plot.grounds[AGDER],
        KRISTIANSAND: next(g for g in plot.grounds.values() if _hosts(g.place)),
    }
    Agreement.objects.bulk_create(
        Agreement(
            provider=hosts[place.centre].organisation,
            client=plot.grounds[place.number].organisation,
            title=f"Responssenter for {place.name}",
            roles=OPERATORS,
            processing=Processing.PROCESSOR,
            basis=BASIS,
            starts_at=began,
            ends_at=ends.get(place.number),
        )
        for place in PLACES
        if not _hosts(place)
    )
    _regional(plot)
    Agreement.objects.create(
        provider=plot.grounds[SUPPLIER].organisation,
        client=plot.grounds[STORY].organisation,
        title="Support på trygghetsalarmer for Froland",
        roles=["supplier_support"],
        processing=Processing.PROCESSOR,
        basis=BASIS,
        starts_at=began,
    )


def _regional(plot: Plot) -> None:
    """The secretariat compares all 25; Arendal is the host of a follow-up centre for its neighbours."""
    began = plot.now - timedelta(days=500)
    host = next(one for one in PLACES if one.name == CENTRE_HOST)
    sides = [
        ("secretariat", place, "secretariat", Processing.JOINT, "Regionalt samarbeid") for place in PLACES
    ]
    sides += [
        (host.number, place, "follow_up_nurse", Processing.PROCESSOR, f"Oppfølgingssenter for {place.name}")
        for place in PLACES
        if place.name in FOLLOWED_THERE
    ]
    Agreement.objects.bulk_create(
        Agreement(
            provider=plot.grounds[provider].organisation,
            client=plot.grounds[place.number].organisation,
            title=title,
            roles=[role],
            processing=processing,
            basis=BASIS,
            starts_at=began,
        )
        for provider, place, role, processing, title in sides
    )


def _contacts(plot: Plot) -> None:
    """Each municipality knows whom to call at the supplier of its alarms, and at the centre."""
    rows: list[ContactPerson] = []
    for ground in plot.grounds.values():
        if ground.place is None:
            continue
        for key, subject in (
            ("alarm", "Feil på trygghetsalarmer"),
            ("medicine", "Feil på medisindispensere"),
        ):
            rows.append(
                ContactPerson(
                    owner=ground.organisation,
                    organisation=plot.suppliers[key],
                    name="Kundesenteret",
                    subject=subject,
                    phone=phone(Line.CENTRE, len(rows) + 1),
                    hours="Hverdager 08–16, feil som haster hele døgnet",
                )
            )
    ContactPerson.objects.bulk_create(rows)
