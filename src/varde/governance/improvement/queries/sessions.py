"""Sessions, and what each has come to so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from varde.foundation.authorisation import requires
from varde.governance.improvement.models import Contribution, Participant, Proposal, Session
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.queries.activities import content
from varde.governance.improvement.rules.lifecycle import Standing
from varde.governance.improvement.rules.outcome import Outcome, Placed, Said, beginning, outcome
from varde.governance.improvement.rules.proposing import Candidate, candidates
from varde.governance.improvement.rules.shape import Activity
from varde.kernel.actor import Actor


@dataclass(frozen=True)
class Run:
    """A session with its activity, people and outcome. `seen`: the newest word. `before`: where the session that this one
    builds on said to begin."""

    session: Session
    activity: Activity
    outcome: Outcome
    participants: Sequence[Participant]
    seen: str
    before: tuple[Placed, ...] = ()


def activity_of(row: Session) -> Activity:
    found = content().activity(row.activity)
    if found is None:
        raise LookupError(row.activity)
    return found


def said_in(rows: Iterable[Contribution]) -> list[Said]:
    return [
        Said(row.pk, row.part, row.line, row.values, row.at, row.by_name, row.is_withdrawn) for row in rows
    ]


def outcome_of(row: Session) -> Outcome:
    words = said_in(Contribution.objects.filter(session=row).order_by("at", "pk"))
    return outcome(content(), activity_of(row), words)


@requires(P.TAKE_PART)
def sessions(actor: Actor, *, search: str = "") -> QuerySet[Session]:
    """The latest first. `search` is part of a title, of a participant's name or of the facilitator's."""
    rows = Session.objects.select_related("owner", "unit", "facilitator").order_by("-held_on", "-pk")
    if text := search.strip():
        who = Participant.objects.filter(name__icontains=text).values("session")
        rows = rows.filter(Q(title__icontains=text) | Q(facilitator__name__icontains=text) | Q(pk__in=who))
    return rows


@requires(P.TAKE_PART)
def session(actor: Actor, *, session_id: UUID) -> Session:
    return get_object_or_404(sessions(actor), pk=session_id)


@requires(P.TAKE_PART)
def run(actor: Actor, *, session_id: UUID) -> Run:
    """Everything about one session. Raises Http404."""
    row = get_object_or_404(sessions(actor).select_related("builds_on"), pk=session_id)
    words = said_in(Contribution.objects.filter(session=row).order_by("at", "pk"))
    found = outcome(content(), activity_of(row), words)
    before = beginning(content(), outcome_of(row.builds_on)) if row.builds_on else ()
    return Run(
        row,
        activity_of(row),
        found,
        list(Participant.objects.filter(session=row).order_by("pk")),
        str(words[-1].key) if words else "",
        before,
    )


@requires(P.TAKE_PART)
def log(actor: Actor, *, session_id: UUID) -> QuerySet[Contribution]:
    """Every word of one session, the latest first."""
    return Contribution.objects.filter(session=session_id).order_by("-at", "-pk")


@requires(P.FACILITATE)
def buildable(actor: Actor, *, activity: str) -> QuerySet[Session]:
    """Sessions of another activity that one of this activity can go on from."""
    return Session.objects.filter(activity=activity, state=Standing.ENDED).order_by("-held_on", "-pk")


@requires(P.FACILITATE)
def offers(actor: Actor, *, session_id: UUID) -> list[tuple[Candidate, Proposal | None]]:
    """What the outcome offers to the register, each with the proposal that was made of it already. Raises Http404."""
    row = get_object_or_404(Session.objects.all(), pk=session_id)
    made = {(one.part, one.line): one for one in Proposal.objects.filter(session=row)}
    return [(one, made.get((one.part, one.line))) for one in offered(row)]


def offered(row: Session) -> tuple[Candidate, ...]:
    """In Norwegian: a proposal is written for those who work there."""
    return candidates(content(), activity_of(row), outcome_of(row), lambda words: words.nb)
