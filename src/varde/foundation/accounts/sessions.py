"""Sessions are rows that know whose they are, so that asking where an account is logged in opens no stranger's.

This module is also Django's session engine (SESSION_ENGINE).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet

from varde.foundation.accounts import desk, note
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.accounts.models import LoginSession
from varde.kernel.clock import now


class SessionStore(db.SessionStore):
    """As Django's, with the account in a column of its own."""

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        return LoginSession

    def create_model_instance(self, data: dict[str, Any]) -> LoginSession:
        row = super().create_model_instance(data)
        assert isinstance(row, LoginSession)
        row.user_id = UUID(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        return row


def of(user_id: UUID, *, at: datetime) -> QuerySet[LoginSession]:
    """The sessions of an account that have not expired."""
    return LoginSession.objects.filter(user_id=user_id, expire_date__gt=at)


def others(request: StaffRequest) -> int:
    """How many other sessions this account has."""
    return _others(request).count()


def end_others(request: StaffRequest) -> int:
    """Also the seats on other desks, which a PIN would open. How many sessions that was."""
    ended, _ = _others(request).delete()
    desk.forget_elsewhere(request, request.user)
    note.done(request.user, "ended_other_sessions")
    return ended


def _others(request: StaffRequest) -> QuerySet[LoginSession]:
    return of(request.user.pk, at=now()).exclude(pk=request.session.session_key)
