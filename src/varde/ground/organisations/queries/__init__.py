from varde.ground.organisations.queries.access import (
    Places,
    access_log_of,
    actor_for_user,
    every_organisation,
    places_of,
)
from varde.ground.organisations.queries.receiving import (
    Staffing,
    among,
    holders_of,
    last_resorts,
    leaders_of_agreement,
    only_lapsed,
    partners_of,
    providers_for,
    staffing_of,
)
from varde.ground.organisations.queries.registers import (
    agreements,
    contacts,
    members,
    organisations,
    staff,
    units,
)

__all__ = [
    "Places",
    "Staffing",
    "access_log_of",
    "actor_for_user",
    "agreements",
    "among",
    "contacts",
    "every_organisation",
    "holders_of",
    "last_resorts",
    "leaders_of_agreement",
    "members",
    "only_lapsed",
    "organisations",
    "partners_of",
    "places_of",
    "providers_for",
    "staff",
    "staffing_of",
    "units",
]
