"""Who works where: roles with a period, and the invitation that is the only way in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404

from varde.foundation.accounts import recovery
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import requires, roles, unguarded
from varde.ground.organisations.models import Invitation, Membership
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor

INVITATION_LASTS = timedelta(days=7)


class UnknownRole(ValueError):
    """The role does not exist, or is a machine's."""


class InvitationUnusable(Exception):
    """`why` is "gone" (used, expired or never made: the page says the same for all three), "login" (the address has an
    account at work: its owner accepts, logged in) or "other" (whoever is logged in is not who is invited)."""

    def __init__(self, why: str = "gone") -> None:
        super().__init__(why)
        self.why = why


def at_work(user: User, *, now: datetime) -> bool:
    """Whether the account works somewhere, or will."""
    return Membership.objects.not_over(now).filter(user=user).exists()


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
) -> tuple[Invitation, str, bool]:
    """Returns the invitation, its token and whether the address has an account that must log in to accept.

    The token is shown once; only its hash is kept."""
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
    user = User.objects.filter(email=row.email).first()
    return row, token, user is not None and at_work(user, now=now)


@unguarded("invitation")
def accept_invitation(
    *, token: str, now: datetime, password: str = "", logged_in: UUID | None = None
) -> User:
    """Give the invited account the role. The token works once.

    Who made the link has seen it, so the link alone opens no account that works somewhere: there the owner accepts,
    `logged_in`. `password` makes the account, or starts one over that works nowhere. Raises InvitationUnusable."""
    with transaction.atomic():
        key = hashlib.sha256(token.encode()).hexdigest()
        row = Invitation.objects.filter(token_hash=key, used_at__isnull=True, expires_at__gt=now).first()
        if row is None or not Invitation.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now):
            raise InvitationUnusable
        user = _invited(row, password, logged_in, now)
        Membership.objects.get_or_create(
            user=user,
            organisation_id=row.organisation_id,
            role=row.role,
            ends_at=None,
            defaults={"starts_at": now},
        )
        return user


def _invited(row: Invitation, password: str, logged_in: UUID | None, now: datetime) -> User:
    user = User.objects.select_for_update().filter(email=row.email).first()
    works = user is not None and at_work(user, now=now)
    if logged_in is not None and not (works and user is not None and user.pk == logged_in):
        raise InvitationUnusable("other")
    if user is None:
        return User.objects.create_user(row.email, password, name=row.name)
    if not user.is_active:
        raise InvitationUnusable
    if works and logged_in is None:
        raise InvitationUnusable("login")
    if not works:
        recovery.start_over(user, password, now=now)
    return user
