"""Shutting an account out everywhere, and letting its owner start over with a new password and a new second factor."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator

from varde.foundation.accounts import note, sessions
from varde.foundation.accounts.models import Seat, User
from varde.foundation.audit import record
from varde.kernel.actor import Actor


def _end_sessions(user: User, now: datetime) -> None:
    sessions.of(user.pk, at=now).delete()
    Seat.objects.filter(user=user).delete()


def shut_out(user: User, *, by: Actor, now: datetime) -> None:
    """End every session, and every seat on a shared desk that a PIN would open."""
    _end_sessions(user, now)
    subject = (note.SUBJECT, user.pk)
    record.wrote(by, name="accounts.login_reset_made", permission="", subject=subject, row=None)


def start_over(user: User, password: str, *, now: datetime) -> None:
    """The old password, PIN, authenticators, passkeys and recovery codes are gone. The login wall asks for a new
    second factor before anything else."""
    _end_sessions(user, now)
    Authenticator.objects.filter(user=user).delete()
    user.set_password(password)
    user.pin, user.pin_failures = "", 0
    user.save(update_fields=["password", "pin", "pin_failures"])
    note.done(user, "login_reset_used")
