from enum import StrEnum


class OrganisationPermission(StrEnum):
    VIEW = "organisations.view"
    MANAGE = "organisations.manage"
    MANAGE_MEMBERS = "organisations.manage_members"
    MANAGE_AGREEMENTS = "organisations.manage_agreements"
    NOTICE_LAPSES = "organisations.notice_lapses"
    VIEW_ACCESS_LOG = "organisations.view_access_log"
    PROVE = "organisations.prove"  # how many and how late, for the proofs of the service model; never which
