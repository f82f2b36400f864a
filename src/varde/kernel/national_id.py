"""The Norwegian person numbers: fødselsnummer, D-number, H-number and felles hjelpenummer (FHN).

Source: Skatteetaten, "nytt fødselsnummer 2032"; OIDs: HL7 Norway's basis profiles. Gender is never read from one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
NEW_RULE_FROM = 2032  # numbers issued from this year say nothing about century


class Kind(StrEnum):
    FNR = "fnr"
    D_NUMBER = "dnr"
    H_NUMBER = "hnr"
    FHN = "fhn"

    @property
    def oid(self) -> str | None:
        """The OID of the number series; none for H-numbers, which each issuer numbers for itself."""
        last = {"fnr": 1, "dnr": 2, "fhn": 3}.get(self.value)
        return f"2.16.578.1.12.4.1.4.{last}" if last else None


class Series(IntEnum):
    """By how much the month is raised; all but the first are synthetic."""

    ORDINARY = 0
    NAV = 40  # Dolly
    NHN = 65  # Norsk helsenett
    SKATTEETATEN = 80  # Tenor


class Reason(StrEnum):
    NOT_ELEVEN_DIGITS = "not_eleven_digits"
    CHECK_DIGITS = "check_digits"
    NO_SUCH_DATE = "no_such_date"
    SYNTHETIC = "synthetic"


class InvalidNationalId(ValueError):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)  # never the digits
        self.reason = reason


@dataclass(frozen=True, slots=True)
class NationalId:
    """A checked number. Only `.value` shows the digits; text forms are masked. Make it with `parse`."""

    value: str = field(repr=False)
    kind: Kind
    series: Series
    birth_date: date | None = field(repr=False, compare=False)

    @classmethod
    def parse(cls, text: str, *, synthetic: bool) -> NationalId:
        """Eleven digits, blanks allowed between; raises InvalidNationalId.

        Month + 40 marks both H-numbers and NAV's synthetic series; nothing in the digits tells them apart.
        Where synthetic numbers are allowed it is read as NAV's, elsewhere as an H-number.
        `birth_date` is a proposal, None where century is a guess: the population register outranks it."""
        digits = "".join(text.split())
        if not (len(digits) == 11 and digits.isascii() and digits.isdigit()):
            raise InvalidNationalId(Reason.NOT_ELEVEN_DIGITS)
        first = _remainder(digits, FIRST_WEIGHTS)
        if first > 3 or _remainder(digits, SECOND_WEIGHTS) != 0:
            raise InvalidNationalId(Reason.CHECK_DIGITS)
        kind, series, day, month = _read(digits, synthetic=synthetic)
        if first > 0 and kind in (Kind.H_NUMBER, Kind.FHN):  # the 2032 rule covers the national register only
            raise InvalidNationalId(Reason.CHECK_DIGITS)
        if kind is Kind.FHN:
            return cls(digits, kind, series, None)
        year = int(digits[4:6])
        if _date(2000 + year, month, day) is None:  # 2000–2099 has every leap day that another century has
            raise InvalidNationalId(Reason.NO_SUCH_DATE)
        born = (
            (_century(kind, year, int(digits[6:9])) or NEW_RULE_FROM) + year if first == 0 else NEW_RULE_FROM
        )
        return cls(digits, kind, series, _date(born, month, day) if born < NEW_RULE_FROM else None)

    @property
    def is_synthetic(self) -> bool:
        return self.series is not Series.ORDINARY

    def __str__(self) -> str:
        return "•" * 11

    def __repr__(self) -> str:
        return f"NationalId({self.kind}, {self})"


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11


def _read(digits: str, *, synthetic: bool) -> tuple[Kind, Series, int, int]:
    day, month = int(digits[:2]), int(digits[2:4])
    if day >= 80:
        return Kind.FHN, Series.ORDINARY, 0, 0
    kind, day = (Kind.D_NUMBER, day - 40) if day > 40 else (Kind.FNR, day)
    series = next((each for each in Series if each < month <= each + 12), Series.ORDINARY)
    month -= series
    if series is Series.ORDINARY or synthetic:
        return kind, series, day, month
    if series is Series.NAV and kind is Kind.FNR:
        return Kind.H_NUMBER, Series.ORDINARY, day, month
    raise InvalidNationalId(Reason.SYNTHETIC)


def _century(kind: Kind, year: int, individual: int) -> int | None:
    # D-numbers took over more series in August 2021: 200–499 with year 00–39 may be 19xx or 20xx, so no guess.
    if kind is Kind.D_NUMBER:
        if year < 40:
            return 1900 if individual < 200 else 2000 if individual >= 500 else None
        return 1900 if not 500 <= individual <= 599 else 1800 if year >= 58 else None
    if individual < 500:
        return 1900
    if individual < 750 and year >= 54:
        return 1800
    return 2000 if year < 40 else 1900 if individual >= 900 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
