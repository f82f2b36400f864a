"""The case page: what is missing now and who owns it, everything that waits, and what has been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from varde.care.pathways.models import (
    Absence,
    Adaptation,
    Case,
    CaseTask,
    Concern,
    Consent,
    GateLeave,
    Ground,
    HandOver,
    Letter,
    Pause,
    Responsibility,
)
from varde.care.pathways.models.task import WAITING, TaskKind
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.deputies import responsible_now
from varde.care.pathways.queries.gates import END, START, Known, gate_steps, judged_for_page, leave_of
from varde.care.pathways.queries.plan import today
from varde.care.pathways.queries.timeline import Entry, Event, _timeline
from varde.care.pathways.rules.gates import Judged
from varde.care.pathways.rules.lifecycle import Move, Status, allowed
from varde.foundation.authorisation import requires
from varde.ground.people import queries as people
from varde.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that one page shows. `missing` are the gates that are not met, those that stop first."""

    case: Case
    person: people.Head
    moves: frozenset[Move]
    which: str
    gates: tuple[Judged, ...]
    tasks: list[CaseTask]
    pause: Pause | None
    ground: Ground | None
    consents: list[Consent]
    adaptations: list[Adaptation]
    letters: list[Letter]
    concerns: list[Concern]
    hand_over: HandOver | None
    responsible: str
    medical: str
    events: list[Event]
    entries: list[Entry]

    @property
    def missing(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.gates if not one.is_met)

    def late(self, now: datetime) -> list[CaseTask]:
        return [one for one in self.tasks if one.due_at is not None and one.due_at <= now and not one.is_held]


@requires(P.VIEW)
def case_page(actor: Actor, *, case_id: UUID, now: datetime) -> CasePage:
    """Raises NoRelation where nothing gives the actor reason to look, and Http404 for another owner's case."""
    case = get_object_or_404(_with_more(today(now)), pk=case_id)
    person = people.head(actor, recipient_id=case.recipient_id, now=now)
    because = actor.because(purpose=person.basis, basis=person.basis_id)
    return _page(because, recipient_id=case.recipient_id, case=case, person=person, now=now)


def _with_more(day: date) -> QuerySet[Case]:
    """The case with what one question can answer: who is medically responsible, whether it was ever offered to another
    organisation, and whether the one responsible is away."""
    span = Responsibility.objects.filter(case=OuterRef("pk"), ends_at__isnull=True)
    away = Absence.objects.filter(person=OuterRef("responsible"), starts_on__lte=day, ends_on__gt=day)
    rows = Case.objects.select_related("recipient", "owner", "template", "criteria", "unit")
    return rows.annotate(
        medical=Subquery(span.values("medical")[:1]),
        was_offered=Exists(HandOver.objects.filter(case=OuterRef("pk"))),
        is_away=Exists(away),
    )


@requires(P.VIEW, about="recipient_id")
def _page(actor: Actor, *, recipient_id: UUID, case: Case, person: people.Head, now: datetime) -> CasePage:
    which = END if case.status == Status.WINDING_DOWN else START
    own: dict[str, Any] = {"case": case}
    events, entries = _timeline(actor, case, now)
    wanted = Q(state__in=WAITING) | Q(code__in=gate_steps(case, which))
    tasks = list(CaseTask.objects.filter(wanted, case=case).order_by("made_at", "pk"))
    waiting = _in_order([one for one in tasks if one.state in WAITING])
    ground = Ground.objects.filter(ended_at__isnull=True, **own).first()
    return CasePage(
        case=case,
        person=person,
        moves=allowed(case.position),
        which=which,
        gates=_gates(case, which, ground is not None, tasks, now) if _stand(case, waiting) else (),
        tasks=waiting,
        pause=_open_pause(case),
        ground=ground,
        consents=_consents(case),
        adaptations=list(Adaptation.objects.filter(ended_at__isnull=True, **own).order_by("pk")),
        letters=list(Letter.objects.filter(**own).order_by("-drafted_at")[:20]),
        concerns=list(Concern.objects.filter(**own).order_by("-logged_at")[:20]),
        hand_over=_last_offer(case) if case.was_offered else None,  # type: ignore[attr-defined]
        responsible=responsible_now(case, now) if case.is_away else case.responsible_name,  # type: ignore[attr-defined]
        medical=str(case.medical or ""),  # type: ignore[attr-defined]
        events=events,
        entries=entries,
    )


def _gates(
    case: Case, which: str, has_ground: bool, tasks: list[CaseTask], now: datetime
) -> tuple[Judged, ...]:
    """Judged with what the page has read already."""
    leaves = GateLeave.objects.filter(case=case).order_by("given_at", "pk")
    known = Known(has_ground, tasks, [leave_of(one) for one in leaves])
    return judged_for_page(case, which, known, now)


def _in_order(tasks: list[CaseTask]) -> list[CaseTask]:
    """What is due first on top; what has no day comes last, in the order of the template."""
    return sorted(tasks, key=lambda one: (one.due_at is None, one.due_at or one.made_at, one.place))


def _stand(case: Case, tasks: Iterable[CaseTask]) -> bool:
    """Whether the gates are read: before the start, in a pause, at the closing, and where one has opened again."""
    if case.status == Status.ACTIVE:
        return any(one.kind == TaskKind.GATE for one in tasks)
    return case.position.is_open


def _open_pause(case: Case) -> Pause | None:
    if case.status != Status.PAUSED:
        return None
    return Pause.objects.filter(case=case, resumed_at__isnull=True).first()


def _last_offer(case: Case) -> HandOver | None:
    return HandOver.objects.select_related("to").filter(case=case).order_by("-offered_at").first()


def _consents(case: Case) -> list[Consent]:
    """In force: this case's, and those that hold for all of the recipient's."""
    rows = Consent.objects.filter(recipient=case.recipient_id, withdrawn_at__isnull=True)
    return list(rows.order_by("kind", "given_on", "pk"))
