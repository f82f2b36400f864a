"""The way back in for somebody who lost the password or the authenticator."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from varde.foundation.accounts import recovery, slots
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import requires, unguarded
from varde.ground.organisations.models import LoginReset, Membership
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.ground.organisations.queries import actor_for_user
from varde.kernel.actor import Actor

RESET_LASTS = timedelta(hours=24)


class ResetRefused(Exception):
    """`why` is "own" (nobody resets their own login), "elsewhere" (the account also works where the actor does not
    manage members: a reset would hand over those rights) or "holds" (somebody waits for the person now)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ResetUnusable(Exception):
    """Used, replaced, expired, never made, or of an account that since works where its maker manages no members: the
    page says the same for all."""


def _refusal(actor: Actor, user: User, now: datetime) -> str:
    if user.pk == actor.id:
        return "own"
    if _elsewhere(actor, user, now):
        return "elsewhere"
    return "holds" if slots.holds(user.pk) else ""


def _elsewhere(actor: Actor, user: User, now: datetime) -> bool:
    places = Membership.objects.not_over(now).filter(user=user).values_list("organisation", flat=True)
    return not set(places) <= actor.where(P.MANAGE_MEMBERS)


@requires(P.MANAGE_MEMBERS, about="membership_id")
def reset_login(actor: Actor, *, membership_id: UUID, now: datetime) -> tuple[LoginReset, str]:
    """A link that works once, for 24 hours, with its token: shown once, only the hash is kept.

    Every session and seat of the account ends now; password and second factor stay until the link is used. An
    earlier link stops working. Raises ResetRefused. 404 for somebody else's member.
    """
    mine = Membership.objects.at(now).filter(organisation__in=actor.where(P.MANAGE_MEMBERS))
    row = get_object_or_404(mine.select_related("user"), pk=membership_id, user__is_active=True)
    if why := _refusal(actor, row.user, now):
        raise ResetRefused(why)
    LoginReset.objects.filter(user=row.user, used_at__isnull=True).update(used_at=now)
    recovery.shut_out(row.user, by=actor, now=now)
    token = secrets.token_urlsafe(32)
    made = LoginReset.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        user=row.user,
        organisation_id=row.organisation_id,
        made_by=actor.id,
        expires_at=now + RESET_LASTS,
    )
    return made, token


@unguarded("invitation")
def use_reset(*, token: str, password: str, now: datetime) -> User:
    """Set the new password and take away the old second factor; the next login must get a new one. Once."""
    with transaction.atomic():
        key = hashlib.sha256(token.encode()).hexdigest()
        rows = LoginReset.objects.filter(token_hash=key, used_at__isnull=True, expires_at__gt=now)
        row = rows.select_related("user").select_for_update().first()
        if row is None or not row.user.is_active or not rows.update(used_at=now):
            raise ResetUnusable
        if not Membership.objects.at(now).filter(user=row.user, organisation=row.organisation_id).exists():
            raise ResetUnusable
        maker = User.objects.filter(pk=row.made_by, is_active=True).first()
        if maker is None or _elsewhere(actor_for_user(maker, now=now), row.user, now):
            raise ResetUnusable
        recovery.start_over(row.user, password, now=now)
        return row.user
