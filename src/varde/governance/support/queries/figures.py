"""The leader's view: how much is open, what takes time, what it costs, and which supplier keeps its word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from varde.foundation.authorisation import requires
from varde.governance.support.models import Deviation, Ticket
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Criticality, Discoverer, Verdict
from varde.governance.support.rules.lifecycle import OPEN, UNTAKEN, State
from varde.governance.support.rules.promise import Standing, standing
from varde.kernel.actor import Actor

PERIOD = timedelta(days=90)
AT_MOST = 20_000
# Solved, and nobody has said whether it was a deviation: `needs_verdict` as the database sees it.
UNDECIDED = Q(state=State.SOLVED, verdict=Verdict.OPEN) & (
    Q(criticality=Criticality.CRITICAL)
    | (Q(criticality=Criticality.SERIOUS) & ~Q(discovered_by=Discoverer.SYSTEM))
)


@dataclass(frozen=True, slots=True)
class OfSupplier:
    """Tickets sent in the period whose solution was promised: kept and broken, and how many wait now."""

    name: str
    waiting: int
    late: int
    kept: int
    broken: int

    @property
    def share(self) -> float | None:
        done = self.kept + self.broken
        return self.kept / done if done else None


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts now, and of the last 90 days. `hours` is the median time from report to solution."""

    open: int
    untaken: int
    oldest_untaken: datetime | None
    waiting: int
    near: int
    late: int
    undecided: int
    deviations: int
    solved: int
    hours: float | None
    kroner: int
    causes: tuple[tuple[str, int], ...]
    technologies: tuple[tuple[str, int], ...]
    suppliers: tuple[OfSupplier, ...]


@requires(P.OVERSEE, log_lists=False)
def overview(actor: Actor, *, now: datetime) -> Overview:
    """Of every organisation the actor oversees together. Seven queries whatever the number."""
    rows = Ticket.objects.all()
    since = now - PERIOD
    waiting = Q(state=State.WAITING)
    counts = rows.aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        untaken=Count("pk", filter=Q(state__in=UNTAKEN)),
        oldest=Min("reported_at", filter=Q(state__in=UNTAKEN)),
        waiting=Count("pk", filter=waiting),
        near=Count("pk", filter=waiting & Q(near_at__lte=now, solve_at__gt=now)),
        late=Count("pk", filter=waiting & Q(solve_at__lte=now)),
        undecided=Count("pk", filter=UNDECIDED),
        kroner=Sum("after_hours_kroner", filter=Q(reported_at__gte=since)),
    )
    solved = _solved(rows, since)
    return Overview(
        open=counts["open"],
        untaken=counts["untaken"],
        oldest_untaken=counts["oldest"],
        waiting=counts["waiting"],
        near=counts["near"],
        late=counts["late"],
        undecided=counts["undecided"],
        deviations=Deviation.objects.filter(at__gte=since).count(),
        solved=len(solved),
        hours=median(solved) if solved else None,
        kroner=counts["kroner"] or 0,
        causes=_counted(rows.filter(solved_at__gte=since).exclude(cause=""), "cause"),
        technologies=_counted(rows.filter(reported_at__gte=since), "technology"),
        suppliers=_suppliers(rows, since, now),
    )


def _solved(rows: QuerySet[Ticket], since: datetime) -> list[float]:
    """Hours from report to solution, of what was solved in the period."""
    times = rows.filter(solved_at__gte=since, common__isnull=True).values_list("reported_at", "solved_at")
    return [(end - start).total_seconds() / 3600 for start, end in times[:AT_MOST] if end]


def _counted(rows: QuerySet[Ticket], column: str) -> tuple[tuple[str, int], ...]:
    found = rows.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return tuple((code, n) for code, n in found)


def _suppliers(rows: QuerySet[Ticket], since: datetime, now: datetime) -> tuple[OfSupplier, ...]:
    sent = rows.filter(supplier__isnull=False).filter(Q(reported_at__gte=since) | Q(state=State.WAITING))
    columns = ("supplier__name", "state", "was_late", "near_at", "solve_at")
    tally: dict[str, Counter[Any]] = {}
    for name, state, was_late, near_at, solve_at in sent.values_list(*columns)[:AT_MOST]:
        how = standing(
            is_waiting=state == State.WAITING,
            is_done=state in (State.SOLVED, State.CLOSED),
            was_late=was_late,
            near_at=near_at,
            solve_at=solve_at,
            now=now,
        )
        counts = tally.setdefault(name, Counter())
        counts[how] += 1
        counts["waiting"] += state == State.WAITING
    return tuple(
        OfSupplier(
            name,
            counts["waiting"],
            counts[Standing.BREACHED],
            counts[Standing.KEPT],
            counts[Standing.BROKEN],
        )
        for name, counts in sorted(tally.items())
    )
