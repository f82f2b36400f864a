"""What stands in the way of starting or ending a service, asked of those who know.

`sources` is filled by the composition root (config/gates.py); what pathways itself knows is answered here. A gate that
nobody answers is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from varde.care.pathways.models import Case, CaseTask, GateLeave, GateMark, Ground, Letter
from varde.care.pathways.models.around import LetterMoment, LetterState
from varde.care.pathways.models.case import OPEN_VALUES
from varde.care.pathways.models.task import TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.near import _case
from varde.care.pathways.queries.plan import steps_of, template_of, today
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.gates import (
    NOBODY,
    Answer,
    CaseFacts,
    Gate,
    Judged,
    Leave,
    LeaveKind,
    Verdict,
    judge,
)
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.steps import gates_for, met_by_steps
from varde.care.pathways.rules.template import Stage
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor

START: Final = "start"
END: Final = "end"
SIGNABLE: Final = frozenset({"subscription_stopped", "access_closed", "retention_decided"})
OWN: Final = SIGNABLE | {"ground", "allocation", "closing_messages"}
_SETTLED: Final = frozenset({LetterState.SENT, LetterState.DELIVERED, LetterState.DROPPED})


@dataclass(frozen=True, slots=True)
class GateSource:
    """Who answers for which gates. Each code is answered by one source alone."""

    codes: frozenset[str]
    ask: Callable[[CaseFacts, datetime], Iterable[Answer]]


sources: list[GateSource] = []


@requires(P.VIEW)
def gates(actor: Actor, *, case_id: UUID, which: str, now: datetime) -> tuple[Judged, ...]:
    """Every gate of the template before start or end ("start", "end"), judged now. Raises NoRelation, Http404."""
    return _judged(_case(actor, case_id, P.VIEW, now), which, now)


def gates_of(case: Case, which: str) -> tuple[Gate, ...]:
    both = template_of(case).gates
    return gates_for(both.start if which == START else both.end)


def leaves_of(case: Case) -> list[Leave]:
    return [leave_of(row) for row in GateLeave.objects.filter(case=case).order_by("given_at", "pk")]


def leave_of(row: GateLeave) -> Leave:
    until = row.ends_on
    return Leave(row.gate, LeaveKind(row.kind), row.starts_on, until, row.holder_name)


def _judged(case: Case, which: str, now: datetime) -> tuple[Judged, ...]:
    wanted = gates_of(case, which)
    codes = {gate.code for gate in wanted}
    has_ground = "ground" in codes and Ground.objects.filter(case=case, ended_at__isnull=True).exists()
    known = Known(has_ground, signed_rows(case, which), leaves_of(case))
    answers = [*_inside(case, codes, known), *_outside(case, codes, now)]
    return tuple(_said(one) for one in judge(wanted, answers, known.leaves, today=today(now)))


@dataclass(frozen=True, slots=True)
class Known:
    """Rows that a page has read already. `tasks`: those that meet gates, oldest first."""

    has_ground: bool
    tasks: Sequence[CaseTask]
    leaves: Sequence[Leave]


def judged_for_page(case: Case, which: str, known: Known, now: datetime) -> tuple[Judged, ...]:
    """As `_judged`, from rows that are there. Other apps are asked while it matters: on the way to a start and to an end.
    Before that, and while the service runs, their gates are left out; every move asks them all."""
    asks = case.status == Status.WINDING_DOWN or case.stage in (Stage.ADAPTATION, Stage.TRAINING)
    wanted = gates_of(case, which)
    codes = {gate.code for gate in wanted}
    inside = OWN | met_by_steps(steps_of(case)).keys()
    shown = [gate for gate in wanted if asks or gate.code in inside]
    answers = _inside(case, codes, known)
    answers += _outside(case, codes, now) if asks else []
    return tuple(_said(one) for one in judge(shown, answers, known.leaves, today=today(now)))


def gate_steps(case: Case, which: str) -> frozenset[str]:
    """Codes of the steps that meet gates of this kind."""
    codes = {gate.code for gate in gates_of(case, which)}
    met = met_by_steps(steps_of(case))
    return frozenset(step for gate, steps in met.items() if gate in codes for step in steps)


def signed_rows(case: Case, which: str) -> list[CaseTask]:
    rows = CaseTask.objects.filter(case=case, code__in=gate_steps(case, which))
    return list(rows.order_by("made_at", "pk"))


def _said(one: Judged) -> Judged:
    if one.why != NOBODY:
        return one
    words = _("Ingen del av Varde kan bekrefte dette")
    return Judged(one.code, one.kind, one.verdict, words, _("Systemforvalter"), one.url, one.until)


def _inside(case: Case, codes: set[str], known: Known) -> list[Answer]:
    """What pathways answers itself, and what its signed steps do."""
    return [*_by_steps(case, codes, known.tasks), *_own(case, codes, known.has_ground)]


def _outside(case: Case, codes: set[str], now: datetime) -> list[Answer]:
    found: list[Answer] = []
    facts = _facts(case)
    for source in sources:
        if source.codes & codes:
            found += [one for one in source.ask(facts, now) if one.gate in source.codes & codes]
    return found


def _facts(case: Case) -> CaseFacts:
    others = Case.objects.filter(recipient=case.recipient_id, status__in=OPEN_VALUES).exclude(pk=case.pk)
    service = shipped_services().get(case.service_type)
    kinds = service.equipment if service else ()
    last = not others.exclude(status=Status.WINDING_DOWN.value).exists()
    return replace(case.facts, equipment_kinds=kinds, is_last=last)


def _by_steps(case: Case, codes: set[str], rows: Iterable[CaseTask]) -> Iterable[Answer]:
    wanted = {gate: steps for gate, steps in met_by_steps(steps_of(case)).items() if gate in codes}
    if not wanted:
        return
    settled: dict[str, bool] = {}
    who: dict[str, str] = {}
    for row in rows:
        settled[row.code] = row.state in (TaskState.DONE, TaskState.NOT_NEEDED)
        who[row.code] = row.assigned_name or row.role
    titles = {one.step.code: one.step.title for one in steps_of(case)}
    for gate, steps in wanted.items():
        left = [code for code in steps if not settled.get(code)]
        if left:
            why = _("«%(step)s» er ikke signert") % {"step": titles[left[0]].nb}
            yield Answer(gate, False, why, who.get(left[0], ""))
        else:
            yield Answer(gate, True)


def _own(case: Case, codes: set[str], met: bool) -> Iterable[Answer]:
    if "allocation" in codes:
        given = case.allocated_on is not None
        why = "" if given else _("Tildelingen er ikke registrert")
        yield Answer("allocation", given, why, _("Saksbehandler"))
    if "ground" in codes:
        yield Answer("ground", met, "" if met else _("Rettslig grunnlag er ikke valgt"), _("Saksbehandler"))
    if signed := SIGNABLE & codes:
        there = set(GateMark.objects.filter(case=case, gate__in=signed).values_list("gate", flat=True))
        owner = case.responsible_name or _("Den som er ansvarlig for forløpet")
        for code in sorted(signed):
            yield Answer(code, code in there, "" if code in there else _("Ingen har bekreftet dette"), owner)
    if "closing_messages" in codes:
        yield _closing_messages(case)


def _closing_messages(case: Case) -> Answer:
    states = list(Letter.objects.filter(case=case, moment=LetterMoment.END).values_list("state", flat=True))
    # Who never got the service is told by the answer to the referral; every other ending is told by letter.
    met = set(states) <= _SETTLED and (bool(states) or case.started_at is None)
    why = "" if met else _("Sluttmeldingene er ikke sendt")
    return Answer("closing_messages", met, why, case.responsible_name or _("Saksbehandler"))


def open_leaves(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Gates that are deferred or excepted now."""
    return tuple(one for one in judged if one.verdict in (Verdict.DEFERRED, Verdict.EXCEPTED))
