"""Where else an account is logged in. Sessions are rows; their content is read here and nowhere else."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from varde.foundation.accounts import note
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.clock import now


def others(request: StaffRequest) -> list[Session]:
    """The other sessions of this account that have not expired."""
    rows = Session.objects.filter(expire_date__gt=now()).exclude(pk=request.session.session_key)
    return [row for row in rows if row.get_decoded().get(SESSION_KEY) == str(request.user.pk)]


def end_others(request: StaffRequest) -> int:
    keys = [row.pk for row in others(request)]
    Session.objects.filter(pk__in=keys).delete()
    note.done(request.user, "ended_other_sessions")
    return len(keys)
