from enum import StrEnum


class PeoplePermission(StrEnum):
    VIEW = "people.view"  # the card of those one has a care relation to, and the list of them
    VIEW_ALL = (
        "people.view_all"  # the list holds everybody of the organisation; a card still needs a relation
    )
    VIEW_IDENTITY = "people.view_identity"  # the national id, shown on a click that is logged
    VIEW_PROTECTED = "people.view_protected"  # named for protected addresses; needs a relation besides
    SEARCH = "people.search"  # find somebody one has no relation to, with a reason
    EXPORT = "people.export"
    MINIMUM = "people.minimum"  # what helps in a live alarm; remains under a lapsed agreement
    REVEAL_WAY_IN = "people.reveal_way_in"
    REGISTER = "people.register"
    CHANGE_CARE = "people.change_care"  # risks, adaptations, next visit
    EMERGENCY = "people.emergency_access"
    REVIEW_EMERGENCY = "people.review_emergency"
    OPEN_RELATION = "people.open_relation"
    FACTS = "people.facts"  # coded facts for triage, without names
    PROVE = "people.prove"  # how many and how late, for the proofs of the service model; never which
