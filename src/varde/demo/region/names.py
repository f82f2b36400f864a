"""Ordinary Norwegian names, and phone numbers that nobody can have.

Numbers in the Norwegian plan that begin with 0 or 1 are short codes and special services, never eight digits: +47 0…
reaches nobody. The digit after the 0 says whose number it is in the demo, so that the fake gateway knows how its owner
behaves.
"""

from __future__ import annotations

from enum import StrEnum
from random import Random
from typing import Final

WOMEN: Final = [
    "Anna",
    "Astrid",
    "Aud",
    "Berit",
    "Bjørg",
    "Borghild",
    "Ellen",
    "Else",
    "Eva",
    "Gerd",
    "Grete",
    "Gudrun",
    "Gunvor",
    "Helga",
    "Hilde",
    "Inger",
    "Ingrid",
    "Irene",
    "Jorunn",
    "Karin",
    "Kirsten",
    "Liv",
    "Lillian",
    "Magnhild",
    "Margit",
    "Marie",
    "Marit",
    "Olaug",
    "Randi",
    "Reidun",
    "Ruth",
    "Signe",
    "Sigrid",
    "Solveig",
    "Synnøve",
    "Torhild",
    "Torill",
    "Turid",
    "Unni",
    "Valborg",
    "Vigdis",
    "Wenche",
    "Åse",
    "Åshild",
]
MEN: Final = [
    "Alf",
    "Arne",
    "Arvid",
    "Asbjørn",
    "Bjarne",
    "Birger",
    "Einar",
    "Eivind",
    "Erling",
    "Finn",
    "Gunnar",
    "Hans",
    "Harald",
    "Helge",
    "Ivar",
    "Jakob",
    "Johan",
    "Kjell",
    "Knut",
    "Kåre",
    "Lars",
    "Leif",
    "Magne",
    "Nils",
    "Odd",
    "Olav",
    "Ole",
    "Oskar",
    "Per",
    "Peder",
    "Ragnar",
    "Reidar",
    "Rolf",
    "Sigurd",
    "Sverre",
    "Terje",
    "Tor",
    "Torbjørn",
    "Torleif",
    "Trygve",
    "Willy",
    "Øystein",
    "Øyvind",
]
LAST: Final = [
    "Aas",
    "Andersen",
    "Aune",
    "Bakke",
    "Bakken",
    "Berg",
    "Berge",
    "Birkeland",
    "Bjerke",
    "Bråten",
    "Dahl",
    "Dalen",
    "Eide",
    "Eidem",
    "Ellingsen",
    "Engen",
    "Eriksen",
    "Fjeld",
    "Fjeldstad",
    "Foss",
    "Gundersen",
    "Hagen",
    "Halvorsen",
    "Hansen",
    "Haug",
    "Haugen",
    "Haugland",
    "Helle",
    "Hellesund",
    "Holm",
    "Holte",
    "Hovland",
    "Iversen",
    "Jacobsen",
    "Jensen",
    "Johansen",
    "Knudsen",
    "Kristiansen",
    "Kvam",
    "Larsen",
    "Lia",
    "Lien",
    "Lund",
    "Lunde",
    "Moen",
    "Mork",
    "Myhre",
    "Myrvold",
    "Næss",
    "Nilsen",
    "Nygård",
    "Olsen",
    "Omdal",
    "Pedersen",
    "Rasmussen",
    "Ruud",
    "Røed",
    "Sandvik",
    "Simonsen",
    "Solberg",
    "Solheim",
    "Sletten",
    "Strand",
    "Sunde",
    "Sæther",
    "Thorsen",
    "Tveit",
    "Tønnessen",
    "Vik",
    "Viken",
    "Voll",
    "Ødegård",
]
STAFF_WOMEN: Final = [
    "Amalie",
    "Aisha",
    "Camilla",
    "Emilie",
    "Hanne",
    "Ida",
    "Ingvild",
    "Julie",
    "Karoline",
    "Linn",
    "Maren",
    "Nora",
    "Sara",
    "Silje",
    "Thea",
    "Tuva",
    "Zahra",
]
STAFF_MEN: Final = [
    "Adrian",
    "Andreas",
    "Daniel",
    "Emil",
    "Espen",
    "Fredrik",
    "Henrik",
    "Jonas",
    "Kristian",
    "Magnus",
    "Mats",
    "Omar",
    "Sander",
    "Stian",
    "Vegard",
]


class Line(StrEnum):
    """Whose phone it is: the digit after +47 0."""

    RECIPIENT = "1"
    NEXT_OF_KIN = "2"
    STAFF = "3"
    DUTY_PHONE = "4"
    VISITOR = "5"  # somebody the visitor of the demo may be: never answers by itself
    LEADER = "6"
    SLEEPER = "7"  # does not answer
    CENTRE = "8"


def phone(line: Line, number: int) -> str:
    """A number that cannot be called: +47 0, whose it is, six digits."""
    return f"+470{line}{number % 1_000_000:06d}"


def whose(address: str) -> Line | None:
    """Whose phone an address is; None for one that the demo did not make."""
    known = address.startswith("+470") and address[4:5] in set(Line)
    return Line(address[4]) if known else None


def elder(chance: Random) -> str:
    return f"{chance.choice(WOMEN if chance.random() < 0.62 else MEN)} {chance.choice(LAST)}"


def colleague(chance: Random) -> str:
    return f"{chance.choice(STAFF_WOMEN if chance.random() < 0.7 else STAFF_MEN)} {chance.choice(LAST)}"
