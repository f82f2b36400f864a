"""Sessions and proposals for tests, made past the guard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from varde.foundation.accounts.testing import make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.improvement.models import Contribution, Participant, Proposal, ProposalEntry, Session
from varde.governance.improvement.rules.shape import CELL
from varde.ground.organisations.testing import Organisation

__all__ = [
    "MONDAY",
    "Contribution",
    "Participant",
    "Proposal",
    "ProposalEntry",
    "Session",
    "make_placed",
    "make_proposal",
    "make_said",
    "make_session",
]

MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)
"""Monday 9 November 2026 at 10:00 in Norway."""


def make_session(owner: Organisation, activity: str = "1a", **columns: Any) -> Session:
    """It runs since an hour, led by nobody in particular."""
    given = {
        "title": "Hva bør vi bli bedre på?",
        "held_on": date(2026, 11, 9),
        "minutes": 120,
        "state": "running",
        "started_at": MONDAY - timedelta(hours=1),
        **columns,
    }
    if given["state"] == "ended":
        given.setdefault("ended_at", MONDAY)
    if "facilitator" not in given and "facilitator_id" not in given:
        given["facilitator"] = make_user("Liv Aas")
    with scope(frozenset({owner.pk})):
        return Session.objects.create(owner=owner, activity=activity, **given)


def make_said(
    session: Session, part: str, line: str = "", *, at: datetime = MONDAY, **values: str
) -> Contribution:
    """A word in a session; without `line` an entry of its own."""
    with scope(frozenset({session.owner_id})):
        return Contribution.objects.create(
            owner_id=session.owner_id,
            session=session,
            part=part,
            line=line or new_id().hex,
            values=values,
            at=at,
            by=new_id(),
            by_name="Ine Dahl",
        )


def make_placed(session: Session, question: str, cell: str, *, at: datetime = MONDAY) -> Contribution:
    return make_said(session, "questions", question, at=at, **{CELL: cell})


def make_proposal(
    owner: Organisation, title: str = "Fast dag for telling av lageret", **columns: Any
) -> Proposal:
    """Nobody has decided on it. A state beyond that brings what its constraints ask for."""
    given: dict[str, Any] = {
        "source": "staff",
        "raised_at": MONDAY,
        "raised_by": new_id(),
        "raised_name": "Ine Dahl",
        **columns,
    }
    if given.get("state", "new") != "new":
        given = {"reason": "Det gir mest", "decided_at": MONDAY, "decided_name": "Liv Aas", **given}
    if given.get("state") in ("chosen", "done"):
        given.setdefault("check_on", date(2026, 12, 1))
    if given.get("state") == "later":
        given.setdefault("look_again_on", date(2026, 12, 1))
    if given.get("state") == "checked":
        given = {"effect": "hoped", "seen": "Tallene stemmer", **given}
    with scope(frozenset({owner.pk})):
        row = Proposal.objects.create(owner=owner, title=title, **given)
        told = {"at": row.raised_at, "by": row.raised_by, "by_name": row.raised_name}
        ProposalEntry.objects.create(owner=owner, proposal=row, verb="propose", **told)
        return row
