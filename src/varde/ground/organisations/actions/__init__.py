from varde.ground.organisations.actions.agreements import (
    AgreementStillInUse,
    end_agreement,
    notice_lapses,
    start_agreement,
)
from varde.ground.organisations.actions.members import (
    InvitationUnusable,
    UnknownRole,
    accept_invitation,
    end_membership,
    give_role,
    invite,
)
from varde.ground.organisations.actions.registers import save_contact, save_organisation, save_unit

__all__ = [
    "AgreementStillInUse",
    "InvitationUnusable",
    "UnknownRole",
    "accept_invitation",
    "end_agreement",
    "end_membership",
    "give_role",
    "invite",
    "notice_lapses",
    "save_contact",
    "save_organisation",
    "save_unit",
    "start_agreement",
]
