from varde.ground.organisations.queries.access import access_log_of, actor_for_user, every_organisation
from varde.ground.organisations.queries.registers import agreements, contacts, members, organisations, units

__all__ = [
    "access_log_of",
    "actor_for_user",
    "agreements",
    "contacts",
    "every_organisation",
    "members",
    "organisations",
    "units",
]
