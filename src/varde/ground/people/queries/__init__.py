from varde.ground.people.queries.card import card, protected_address, standing_of
from varde.ground.people.queries.helping import facts_for, kin_who_receive, labels, minimum, reveal_way_in
from varde.ground.people.queries.lists import (
    emergency_accesses,
    export,
    find,
    national_id_of,
    recipients,
)
from varde.ground.people.queries.near import NoRelation
from varde.ground.people.queries.shown import (
    Card,
    Label,
    Minimum,
    ShownAddress,
    ShownKin,
    ShownRisk,
    ShownVisit,
    ShownWayIn,
)

__all__ = [
    "Card",
    "Label",
    "Minimum",
    "NoRelation",
    "ShownAddress",
    "ShownKin",
    "ShownRisk",
    "ShownVisit",
    "ShownWayIn",
    "card",
    "emergency_accesses",
    "export",
    "facts_for",
    "find",
    "kin_who_receive",
    "labels",
    "minimum",
    "national_id_of",
    "protected_address",
    "recipients",
    "reveal_way_in",
    "standing_of",
]
