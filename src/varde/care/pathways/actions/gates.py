"""Signing a gate, deferring it, excepting from it; and opening it again when the time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from varde.care.pathways.actions.writing import keep, note, open_task, start_of
from varde.care.pathways.models import Case, CaseTask, GateLeave, GateMark
from varde.care.pathways.models.task import WAITING, TaskKind, TaskState
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.gates import END, SIGNABLE, START, _judged, gates_of, leaves_of
from varde.care.pathways.queries.near import _to_change
from varde.care.pathways.queries.plan import today
from varde.care.pathways.rules import gates as rules
from varde.care.pathways.rules.gates import Gate, Judged, Leave, Verdict
from varde.care.pathways.rules.lifecycle import OPEN
from varde.care.pathways.rules.template import GATES
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


class NoSuchGate(LookupError):
    """The template of this case has no such gate."""


def _gate(case: Case, code: str, now: datetime) -> tuple[str, Gate, Judged]:
    which = _which(case, code)
    found = zip(gates_of(case, which), _judged(case, which, now), strict=True)
    gate, judged = next(pair for pair in found if pair[0].code == code)
    return which, gate, judged


def _which(case: Case, code: str) -> str:
    for which in (START, END):
        if code in {gate.code for gate in gates_of(case, which)}:
            return which
    raise NoSuchGate(code)


@requires(P.WORK, about="case_id")
def sign_gate(actor: Actor, *, case_id: UUID, gate: str, value: str, text: str, now: datetime) -> GateMark:
    """The actor says that this is in order, where no app can know it: contacts, subscription, accesses, retention class.

    `value`: a code, such as the retention class. Raises NoSuchGate, NoRelation."""
    case = _to_change(actor, case_id, P.WORK, now)
    if gate not in SIGNABLE:
        raise NoSuchGate(gate)
    _which(case, gate)
    row, _made = GateMark.objects.update_or_create(
        case=case,
        gate=gate,
        defaults={
            "owner_id": case.owner_id,
            "value": value,
            "note": text,
            "at": now,
            "by": actor.id,
            "by_name": actor.name,
        },
    )
    note(case, actor, "gate_signed", now=now, text=text, gate=gate, value=value)
    settle(case, now=now)
    return row


@requires(P.WORK, about="case_id")
def defer_gate(
    actor: Actor, *, case_id: UUID, gate: str, until: date, holder: UUID, holder_name: str, now: datetime
) -> GateLeave:
    """The worker puts a quality gate off, and names who owns it. `until`: the day it stands open again.

    Raises LeaveRefused, NoSuchGate."""
    case = _to_change(actor, case_id, P.WORK, now)
    which, found, judged = _gate(case, gate, now)
    leave = rules.defer(found, judged, leaves_of(case), until=until, owner=holder_name, today=today(now))
    return grant(case, actor, which, leave, holder, "", now)


@requires(P.EXCEPT, about="case_id")
def except_gate(
    actor: Actor,
    *,
    case_id: UUID,
    gate: str,
    until: date,
    holder: UUID,
    holder_name: str,
    reason: str,
    now: datetime,
) -> GateLeave:
    """A leader excepts the case from a quality gate: with a reason, an owner, and an end. Raises LeaveRefused, NoSuchGate."""
    case = _to_change(actor, case_id, P.EXCEPT, now)
    _which, found, judged = _gate(case, gate, now)
    leave = rules.except_from(found, judged, until=until, owner=holder_name, reason=reason, today=today(now))
    return grant(case, actor, _which, leave, holder, reason, now)


def grant(
    case: Case, actor: Actor, which: str, leave: Leave, holder: UUID, reason: str, now: datetime
) -> GateLeave:
    GateLeave.objects.filter(case=case, gate=leave.gate, closed_at__isnull=True).update(closed_at=now)
    row = GateLeave.objects.create(
        owner_id=case.owner_id,
        case=case,
        gate=leave.gate,
        gates=which,
        kind=leave.kind,
        holder=holder,
        holder_name=leave.owner,
        reason=reason,
        starts_on=leave.since,
        ends_on=leave.until,
        given_at=now,
        given_by=actor.id,
        given_name=actor.name,
    )
    _stands(case, row, now)
    note(case, actor, leave.kind.value, now=now, text=reason, gate=leave.gate, until=leave.until.isoformat())
    keep(case, now=now)
    return row


def defer_all(case: Case, actor: Actor, *, now: datetime) -> int:
    """Whoever takes over a running case puts off, in their own name, the quality gates that the sender did not have: each
    for as long as the template allows, and each on record. Returns how many."""
    found = zip(gates_of(case, START), _judged(case, START, now), strict=True)
    missing = [(gate, one) for gate, one in found if one.verdict is Verdict.MISSING and gate.defer_days]
    for gate, one in missing:
        until = today(now) + timedelta(days=gate.defer_days)
        leave = rules.defer(gate, one, (), until=until, owner=actor.name, today=today(now))
        grant(case, actor, START, leave, actor.id, "", now)
    return len(missing)


def _stands(case: Case, row: GateLeave, now: datetime) -> None:
    """The gate is a task of its owner from now, due the day the leave ends."""
    CaseTask.objects.filter(case=case, code=f"gate_{row.gate}", state__in=WAITING).update(
        state=TaskState.CANCELLED, done_at=now
    )
    open_task(
        case,
        kind=TaskKind.GATE,
        code=f"gate_{row.gate}",
        title=GATES[row.gate][1].nb,
        now=now,
        series=GateLeave.objects.filter(case=case, gate=row.gate).count(),
        due_at=start_of(row.ends_on),
        about_id=row.pk,
        assigned_to=row.holder,
        assigned_name=row.holder_name,
    )


def settle(case: Case, *, now: datetime) -> Case:
    """What is in order now needs no leave and no task any more. Called after what may have met a gate."""
    rows = list(GateLeave.objects.filter(case=case, closed_at__isnull=True))
    if rows:
        met = {
            one.code
            for which in {row.gates for row in rows}
            for one in _judged(case, which, now)
            if one.is_met
        }
        for row in rows:
            if row.gate in met:
                row.closed_at = now
                row.save()
                tasks = CaseTask.objects.filter(case=case, code=f"gate_{row.gate}", state__in=WAITING)
                tasks.update(state=TaskState.DONE, done_at=now)
    return keep(case, now=now)


@requires(P.RUN)
def reopen_gates(actor: Actor, *, now: datetime, limit: int = 200) -> int:
    """Deferrals and exceptions that end today or have ended: the gate is open again, and stands in "Mine oppgaver" of its
    owner and of whoever answers for the case. Returns how many."""
    rows = GateLeave.objects.filter(closed_at__isnull=True, reopened_at__isnull=True, ends_on__lte=today(now))
    count = 0
    for row in rows.filter(case__status__in=[one.value for one in OPEN]).order_by("ends_on", "pk")[:limit]:
        case = Case.objects.select_for_update(of=("self",)).select_related("template").get(pk=row.case_id)
        settle(case, now=now)
        row.refresh_from_db()
        if row.closed_at is None:
            row.reopened_at = row.closed_at = now
            row.save()
            _again(case, row, now)
            note(case, actor, "gate_reopened", now=now, gate=row.gate, kind=row.kind)
            keep(case, now=now)
            count += 1
    return count


def _again(case: Case, row: GateLeave, now: datetime) -> None:
    tasks = CaseTask.objects.filter(case=case, code=f"gate_{row.gate}", state__in=WAITING)
    if not tasks.update(title=GATES[row.gate][1].nb, due_at=start_of(row.ends_on)):
        _stands(case, row, now)
