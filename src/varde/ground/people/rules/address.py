"""Protected addresses (adressebeskyttelse) and everything that stands in for an address.

Levels as in the population register (Folkeregisteret): ordinary, fortrolig, strengt fortrolig.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Protection(StrEnum):
    ORDINARY = "ordinary"
    CONFIDENTIAL = "confidential"  # fortrolig
    STRICTLY_CONFIDENTIAL = "strictly_confidential"  # strengt fortrolig


class Place(StrEnum):
    """Where an address, or something that gives it away, is about to be shown."""

    CARD = "card"
    MAP = "map"  # map tile, position, zone
    ROUTE = "route"
    LIST = "list"  # also search results
    LABEL = "label"
    PACK = "pack"  # contingency pack on paper
    EXPORT = "export"
    PUSH = "push"  # lock screens, SMS
    LOG = "log"


class Answer(StrEnum):
    SHOW = "show"
    SHOW_AND_RECORD = "show_and_record"  # at once, and a line in the access log
    REVEAL = "reveal"  # hidden until asked for, with a line in the access log
    WITHHOLD = "withhold"


NEVER_SHOWN = frozenset({Place.PUSH, Place.LOG})  # what a stranger may read over a shoulder or in a file
ON_THE_WAY = frozenset({Place.CARD, Place.MAP, Place.ROUTE})  # what somebody who rides out needs


@dataclass(frozen=True, slots=True)
class Viewer:
    """What is true, for this recipient and now, of the person who looks."""

    holds_live_alarm: bool = False
    has_task_now: bool = False  # a planned visit or dispatch that is theirs to carry out
    has_care_relation: bool = False  # any basis in force
    is_authorised_for_protected: bool = False  # named for protected addresses by the leader


def answer(protection: Protection, place: Place, viewer: Viewer) -> Answer:
    """What to do with the address here. In doubt it is withheld, but never from whoever holds a live alarm."""
    if place in NEVER_SHOWN:
        return Answer.WITHHOLD
    if protection is Protection.ORDINARY:
        is_near = viewer.has_care_relation or viewer.holds_live_alarm or viewer.has_task_now
        return Answer.SHOW if is_near else Answer.WITHHOLD
    if place not in ON_THE_WAY:
        return Answer.WITHHOLD
    if viewer.holds_live_alarm:
        return Answer.SHOW_AND_RECORD
    return _protected_without_alarm(protection, viewer)


def _protected_without_alarm(protection: Protection, viewer: Viewer) -> Answer:
    if protection is Protection.STRICTLY_CONFIDENTIAL:
        may = viewer.is_authorised_for_protected and viewer.has_task_now
    else:
        may = viewer.has_task_now or (viewer.is_authorised_for_protected and viewer.has_care_relation)
    return Answer.REVEAL if may else Answer.WITHHOLD


def may_show_position(protection: Protection, viewer: Viewer) -> bool:
    """Whether a map may be drawn at all: a tile gives the address away as surely as the words do."""
    return answer(protection, Place.MAP, viewer) in (Answer.SHOW, Answer.SHOW_AND_RECORD)
