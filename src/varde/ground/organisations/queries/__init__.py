from varde.ground.organisations.queries.access import (
    Places,
    access_log_of,
    actor_for_user,
    every_organisation,
    places_of,
)
<<<<<<< HEAD
from varde.ground.organisations.queries.receiving import last_resorts, providers_for
from varde.ground.organisations.queries.registers import agreements, contacts, members, organisations, units
=======
from varde.ground.organisations.queries.registers import (
    agreements,
    contacts,
    members,
    organisations,
    staff,
    units,
)
>>>>>>> 046d60d (Show who is on duty, let people check in, and keep the plan on pages)

__all__ = [
    "Places",
    "access_log_of",
    "actor_for_user",
    "agreements",
    "contacts",
    "every_organisation",
    "last_resorts",
    "members",
    "organisations",
    "places_of",
<<<<<<< HEAD
    "providers_for",
=======
    "staff",
>>>>>>> 046d60d (Show who is on duty, let people check in, and keep the plan on pages)
    "units",
]
