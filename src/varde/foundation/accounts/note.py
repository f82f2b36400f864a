"""What happens with logins stands in the access log like everything else."""

from __future__ import annotations

from varde.foundation.accounts.models import User
from varde.foundation.audit import record
from varde.kernel.actor import Actor

SUBJECT = "account"


def done(user: User, what: str) -> None:
    """`what` in the past tense: "logged_in", "unlocked", "pin_set"."""
    actor = Actor(user.pk, user.name)
    record.wrote(actor, name=f"accounts.{what}", permission="", subject=(SUBJECT, user.pk), row=None)


def refused(user: User, what: str) -> None:
    record.refused(Actor(user.pk, user.name), name=f"accounts.{what}", permission="")
