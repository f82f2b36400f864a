from varde.ground.people.queries.access_log import access_log
from varde.ground.people.queries.card import card, head, protected_address, standing_of
from varde.ground.people.queries.changing import (
    adaptation_values,
    address_values,
    kin_values,
    recipient_values,
    risk_values,
    visit_values,
    visiting_units,
    way_in_values,
)
from varde.ground.people.queries.due import kin_agreements_ending, risks_of, risks_to_review
from varde.ground.people.queries.helping import (
    facts_for,
    kin_who_receive,
    labels,
    minimum,
    reveal_way_in,
    way_in_kinds,
)
from varde.ground.people.queries.knowing import who_knows
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
    Head,
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
    "Head",
    "Label",
    "Minimum",
    "NoRelation",
    "ShownAddress",
    "ShownKin",
    "ShownRisk",
    "ShownVisit",
    "ShownWayIn",
    "access_log",
    "adaptation_values",
    "address_values",
    "card",
    "emergency_accesses",
    "export",
    "facts_for",
    "find",
    "head",
    "kin_agreements_ending",
    "kin_values",
    "kin_who_receive",
    "labels",
    "minimum",
    "national_id_of",
    "protected_address",
    "recipient_values",
    "recipients",
    "reveal_way_in",
    "risk_values",
    "risks_of",
    "risks_to_review",
    "standing_of",
    "visit_values",
    "visiting_units",
    "way_in_kinds",
    "way_in_values",
    "who_knows",
]
