"""Who may consent to what. Next of kin never consent for an adult."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

HEALTH_MAJORITY: Final = 16
"""Years: pasient- og brukerrettighetsloven § 4-3."""


class Giver(StrEnum):
    """Who gave the consent."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    NEXT_OF_KIN = "next_of_kin"
    CO_RESIDENT = "co_resident"  # somebody who lives there too, for themselves: a camera sees them


class Problem(StrEnum):
    KIN_FOR_ADULT = "kin_for_adult"
    PARENT_FOR_ADULT = "parent_for_adult"
    CHILD = "child"
    ONLY_CAMERA = "only_camera"
    AGE_UNKNOWN = "age_unknown"
    IN_THE_FUTURE = "in_the_future"


class ConsentRefused(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def age(born: date, on: date) -> int:
    """Whole years that day; born on 29 February, a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def check(giver: Giver, kind: str, born: date | None, given_on: date, today: date) -> None:
    """Raises ConsentRefused."""
    if given_on > today:
        raise ConsentRefused(Problem.IN_THE_FUTURE)
    if giver is Giver.CO_RESIDENT:
        if kind != "camera":
            raise ConsentRefused(Problem.ONLY_CAMERA)
        return
    if giver is Giver.NEXT_OF_KIN:
        raise ConsentRefused(Problem.KIN_FOR_ADULT)
    if giver is Giver.GUARDIAN:
        return
    if born is None:
        if giver is Giver.PARENT:
            raise ConsentRefused(Problem.AGE_UNKNOWN)
        return
    is_child = age(born, given_on) < HEALTH_MAJORITY
    if giver is Giver.PARENT and not is_child:
        raise ConsentRefused(Problem.PARENT_FOR_ADULT)
    if giver is Giver.SELF and is_child:
        raise ConsentRefused(Problem.CHILD)
