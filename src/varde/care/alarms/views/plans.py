"""Varslingsplaner: what is in force, and the editor with its safety gate."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varde.care.alarms import actions, queries
from varde.care.alarms.actions.shipped import shipped_plans
from varde.care.alarms.forms import Pairs
from varde.care.alarms.forms.setup import KINDS, NAMES, STEPS, PlanForm, StepForm
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.plan import PLAN_FAULT_NAMES, Plan, PlanFault, plan_from
from varde.care.alarms.views.sources import owners_of
from varde.care.rota import queries as rota
from varde.care.rota.permissions import RotaPermission
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ui.components.formats import duration
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.rules.panels import Line, Panel
from varde.kernel.actor import Actor
from varde.kernel.clock import now


def _steps(plan: Plan) -> list[str]:
    return [f"{step.number}. {KINDS[step.kind]} ({duration(step.limit)})" for step in plan.steps]


@require_safe
def plans(request: StaffRequest) -> HttpResponse:
    at = now()
    own = list(queries.plans(request.actor, now=at))
    names = {}
    if request.actor.may(PeoplePermission.VIEW):
        names = {row.pk: row.name for row in people.recipients(request.actor, now=at)[:1000]}
    shown = [
        (row, names.get(row.recipient_id or row.pk), name_of_alert(row.alert), _steps(plan_from(row.body)))
        for row in own
    ]
    shipped = [(name_of_alert(one.alert), _steps(one.plan)) for one in shipped_plans()]
    ended = queries.ended_plans(request.actor, now=at)
    return render(request, "alarms/plans.html", {"plans": shown, "shipped": shipped, "ended": ended})


def name_of_alert(alert: str) -> str:
    return _(NAMES[alert]) if alert in NAMES else alert or _("Alle alarmer")


def pools_of(actor: Actor) -> Pairs:
    if not actor.may(RotaPermission.VIEW):
        return ()
    rows = rota.pools(actor).filter(kind="dispatch", is_active=True)
    return tuple((str(row.pk), f"{row.name}, {row.owner.name}") for row in rows)


def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    if not request.actor.may(P.MANAGE_PLANS):
        raise PermissionDenied
    row = get_object_or_404(queries.plans(request.actor, now=now()), pk=pk) if pk else None
    person = None if row else _recipient(request)
    form, steps = _forms(request, row, person)
    done = request.method == "POST" and all([form.is_valid(), *(step.is_valid() for step in steps)])
    if done and _saved(request, row, form, steps, person):
        messages.success(request, _("Planen gjelder fra nå. Åpne alarmer beholder planen de fikk."))
        return redirect("alarms:plans")
    page = {"form": form, "steps": steps, "row": row, "person": person}
    return render(request, "alarms/plan_form.html", page, status=422 if request.method == "POST" else 200)


def _forms(request: StaffRequest, row: Any, person: Any) -> tuple[PlanForm, list[StepForm]]:
    data, pools = request.POST or None, pools_of(request.actor)
    body = row.body["steps"] if row else []
    owners = owners_of(request.actor, P.MANAGE_PLANS)
    if person is not None:
        owners = tuple(one for one in owners if one[0] == str(person.owner_id))
    form = PlanForm(data, owners, row=row)
    steps = [
        StepForm(data, pools, number, body[number - 1] if number <= len(body) else None)
        for number in range(1, STEPS + 1)
    ]
    return form, steps


def _saved(request: StaffRequest, row: Any, form: PlanForm, steps: list[StepForm], person: Any) -> bool:
    """False when the safety gate refused; then each fault stands at its step."""
    used = [step for step in steps if step.is_used]
    values = {**_values(row, form, used), "recipient_id": person.pk if person else None}
    try:
        actions.save_plan(request.actor, row=row, values=values, now=now())
    except actions.PlanUnsafe as unsafe:
        for number, fault in unsafe.faults:
            _at(form, used, number, fault)
        return False
    return True


def _values(row: Any, form: PlanForm, used: list[StepForm]) -> dict[str, Any]:
    given = form.cleaned_data
    body = {
        "code": str(row.body["code"]) if row else "egen",
        "repeat_minutes": given["repeat_minutes"],
        "steps": [step.row() for step in used],
    }
    kept = {name: given[name] for name in ("owner_id", "title", "alert")}
    return {**kept, "band": form.band(), "body": body}


def _at(form: PlanForm, used: list[StepForm], number: int, fault: PlanFault) -> None:
    words = _(PLAN_FAULT_NAMES[fault])
    if number:
        used[number - 1].add_error("kind", words)
    else:
        form.add_error(None, words)


def _recipient(request: StaffRequest) -> Any:
    """Whose plan it is: somebody the actor may list, or None, which is everybody."""
    wanted = request.GET.get("for", "")
    if not wanted:
        return None
    try:
        return get_object_or_404(people.recipients(request.actor, now=now()), pk=UUID(wanted))
    except ValueError:
        raise Http404 from None


def panel(actor: Actor, recipient_id: UUID, at: datetime) -> Panel | None:
    """The recipient's own response plans, for their page, and the way to a new one."""
    if not actor.may(P.MANAGE_PLANS):
        return None
    lines = tuple(
        Line(row.title, name_of_alert(row.alert), reverse("alarms:edit_plan", args=[row.pk]))
        for row in queries.plans(actor, now=at).filter(recipient=recipient_id)
    )
    new = f"{reverse('alarms:new_plan')}?for={recipient_id}"
    empty = _("Personen har ingen egen varslingsplan. Kommunens plan gjelder.")
    return Panel(_("Varslingsplan"), "BulletList", lines, empty, new, _("Lag egen plan"))


@require_POST
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    try:
        actions.end_plan(request.actor, plan_id=pk, now=now())
    except actions.PlanNeeded:
        words = _(
            "Planen gjelder fortsatt: personen har en tjeneste i drift, og ingen annen plan dekker den."
        )
        messages.error(request, words)
        return redirect("alarms:plans")
    messages.success(request, _("Planen er avsluttet. Den videre planen gjelder nå."))
    return redirect("alarms:plans")
