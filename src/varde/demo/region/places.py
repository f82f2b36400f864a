"""The 25 municipalities of Agder, with numbers and rounded population (Statistics Norway, 2024), and made-up streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AGDER: Final = "agder"
KRISTIANSAND: Final = "kristiansand"
SUPPLIER: Final = "supplier"
HOSPITAL: Final = "hospital"
OUTSIDE: Final = ("secretariat", SUPPLIER, HOSPITAL)  # they have no units, pools or simulated staff


@dataclass(frozen=True, slots=True)
class Place:
    """`people`: inhabitants. `centre`: which response centre answers for it."""

    number: str
    name: str
    people: int
    postal_code: str
    postal_place: str
    centre: str = AGDER


PLACES: Final = (
    Place("4201", "Risør", 6_800, "4950", "Risør"),
    Place("4202", "Grimstad", 25_000, "4876", "Grimstad"),
    Place("4203", "Arendal", 46_400, "4836", "Arendal"),
    Place("4204", "Kristiansand", 117_000, "4610", "Kristiansand", KRISTIANSAND),
    Place("4205", "Lindesnes", 23_900, "4514", "Mandal"),
    Place("4206", "Farsund", 9_900, "4550", "Farsund"),
    Place("4207", "Flekkefjord", 9_300, "4400", "Flekkefjord"),
    Place("4211", "Gjerstad", 2_450, "4980", "Gjerstad"),
    Place("4212", "Vegårshei", 2_200, "4985", "Vegårshei"),
    Place("4213", "Tvedestrand", 6_200, "4900", "Tvedestrand"),
    Place("4214", "Froland", 6_200, "4820", "Froland"),
    Place("4215", "Lillesand", 11_700, "4790", "Lillesand", KRISTIANSAND),
    Place("4216", "Birkenes", 5_400, "4760", "Birkeland", KRISTIANSAND),
    Place("4217", "Åmli", 1_850, "4865", "Åmli"),
    Place("4218", "Iveland", 1_350, "4724", "Iveland", KRISTIANSAND),
    Place("4219", "Evje og Hornnes", 3_750, "4735", "Evje", KRISTIANSAND),
    Place("4220", "Bygland", 1_150, "4745", "Bygland", KRISTIANSAND),
    Place("4221", "Valle", 1_200, "4747", "Valle"),
    Place("4222", "Bykle", 1_000, "4754", "Bykle"),
    Place("4223", "Vennesla", 15_600, "4700", "Vennesla", KRISTIANSAND),
    Place("4224", "Åseral", 950, "4540", "Åseral"),
    Place("4225", "Lyngdal", 11_000, "4580", "Lyngdal"),
    Place("4226", "Hægebostad", 1_750, "4595", "Tingvatn"),
    Place("4227", "Kvinesdal", 6_200, "4480", "Kvinesdal"),
    Place("4228", "Sirdal", 1_900, "4440", "Tonstad"),
)
STORY: Final = "4214"  # Froland: the person of the story lives here
FOLLOWED: Final = 18  # recipients of Froland beside its share: somebody in every stage of every service
LAPSED: Final = "4211"  # Gjerstad: the agreement with the centre ran out yesterday
ENDS_SOON: Final = "4217"  # Åmli: it runs out in twelve days
HOLE: Final = "4224"  # Åseral: nobody checks in for duty

STREETS: Final = tuple(
    first + last
    for first in ("Varde", "Lyngsol", "Tjuvholtet", "Rognebær", "Myrull", "Havbris", "Steinrøys", "Orrelia", "Bjørkenatt")
    for last in ("stien", "bakken", "tunet", "kroken")
)  # fmt: skip


def shares(total: int) -> dict[str, int]:
    """Recipients per municipality number: by population, each at least one, `total` (≥ 25) in all."""
    everybody = sum(place.people for place in PLACES)
    exact = {place.number: total * place.people / everybody for place in PLACES}
    given = {number: max(1, int(share)) for number, share in exact.items()}
    order = sorted(exact, key=lambda number: exact[number] - int(exact[number]), reverse=True)
    turn = 0
    while sum(given.values()) != total:
        number = order[turn % len(order)]
        if sum(given.values()) < total:
            given[number] += 1
        elif given[number] > 1 and given[number] > exact[number]:
            given[number] -= 1
        elif turn > 50 * len(order):
            given[max(given, key=lambda one: given[one])] -= 1
        turn += 1
    return given
