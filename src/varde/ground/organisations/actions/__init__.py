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
from varde.ground.organisations.actions.recovery import (
    ResetRefused,
    ResetUnusable,
    reset_login,
    use_reset,
)
from varde.ground.organisations.actions.registers import save_contact, save_organisation, save_unit

__all__ = [
    "AgreementStillInUse",
    "InvitationUnusable",
    "ResetRefused",
    "ResetUnusable",
    "UnknownRole",
    "accept_invitation",
    "end_agreement",
    "end_membership",
    "give_role",
    "invite",
    "notice_lapses",
    "reset_login",
    "save_contact",
    "save_organisation",
    "save_unit",
    "start_agreement",
    "use_reset",
]
