"""Who works where: roles with a period, and the invitation that is the only way in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404

from varde.foundation.accounts.models import User
from varde.foundation.authorisation import requires, roles, unguarded
from varde.ground.organisations.models import Invitation, Membership
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor

INVITATION_LASTS = timedelta(days=7)


class UnknownRole(ValueError):
    """The role does not exist, or is a machine's."""


class InvitationUnusable(Exception):
    """Used, expired or never made: the page says the same for all three."""


def _check(actor: Actor, organisation_id: UUID, role: str) -> None:
    if role not in roles() or roles()[role].machine:
        raise UnknownRole(role)
    if not actor.may(P.MANAGE_MEMBERS, organisation_id):
        raise PermissionDenied


@requires(P.MANAGE_MEMBERS)
def give_role(actor: Actor, *, user_id: UUID, organisation_id: UUID, role: str, now: datetime) -> Membership:
    _check(actor, organisation_id, role)
    row, _ = Membership.objects.get_or_create(
        user_id=user_id, organisation_id=organisation_id, role=role, ends_at=None, defaults={"starts_at": now}
    )
    return row


@requires(P.MANAGE_MEMBERS, about="membership_id")
def end_membership(actor: Actor, *, membership_id: UUID, now: datetime) -> Membership:
    """From this instant every permission it gave is gone, also for pages already open."""
    mine = Membership.objects.filter(organisation__in=actor.where(P.MANAGE_MEMBERS))
    row = get_object_or_404(mine, pk=membership_id)
    row.ends_at = max(now, row.starts_at + timedelta(microseconds=1))
    row.save(update_fields=["ends_at"])
    return row


@requires(P.MANAGE_MEMBERS)
def invite(
    actor: Actor, *, email: str, name: str, organisation_id: UUID, role: str, now: datetime
) -> tuple[Invitation, str]:
    """Returns the invitation and its token. The token is shown once; only its hash is kept."""
    _check(actor, organisation_id, role)
    token = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        email=email.lower(),
        name=name,
        organisation_id=organisation_id,
        role=role,
        invited_by=actor.id,
        expires_at=now + INVITATION_LASTS,
    )
    return row, token


@unguarded("invitation")
def accept_invitation(*, token: str, password: str, now: datetime) -> User:
    """Make the account (or use the one with that address) and give it the role. The token works once."""
    with transaction.atomic():
        key = hashlib.sha256(token.encode()).hexdigest()
        row = Invitation.objects.filter(token_hash=key, used_at__isnull=True, expires_at__gt=now).first()
        if row is None or not Invitation.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now):
            raise InvitationUnusable
        user = User.objects.filter(email=row.email).first()
        if user is None:
            user = User.objects.create_user(row.email, password, name=row.name)
        Membership.objects.get_or_create(
            user=user,
            organisation_id=row.organisation_id,
            role=row.role,
            ends_at=None,
            defaults={"starts_at": now},
        )
        return user
