"""The check-in page on the phone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from varde.care.rota import actions, queries
from varde.care.rota.forms import CheckInForm
from varde.care.rota.rules.duty import Level
from varde.care.rota.views.show import STATES, actor_of
from varde.kernel.clock import now as clock_now


@require_GET
def duty(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    mine = queries.my_duty(actor_of(request), now=now)
    given = {"mine": mine, "states": STATES, "now": now, "form": CheckInForm()}
    return render(request, "rota/duty.html", given)


@require_POST
def check_in(request: HttpRequest, pool_id: UUID) -> HttpResponse:
    form = CheckInForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join([_("Du er ikke meldt på."), *form.errors["phone"]]))
        return redirect("rota:duty")
    phone = form.cleaned_data["phone"]
    actions.check_in(actor_of(request), pool_id=pool_id, now=clock_now(), phone=phone)
    messages.success(request, _("Du er på vakt."))
    return redirect("rota:duty")


@require_POST
def check_out(request: HttpRequest, pool_id: UUID) -> HttpResponse:
    """Asks once more if the pool would be left without enough people."""
    actor, now = actor_of(request), clock_now()
    sure = request.POST.get("confirmed") == "yes"
    try:
        actions.check_out(actor, pool_id=pool_id, now=now, confirmed=sure)
    except actions.LeavesUncovered as left:
        pool = queries.duty_of(actor, pool_id=pool_id, now=now)
        given = {"pool": pool, "leaves": left.leaves, "nobody": left.leaves.level is Level.NOBODY}
        return render(request, "rota/leave.html", given)
    messages.success(request, _("Du er meldt av vakt."))
    return redirect("rota:duty")


@require_POST
def check_out_other(request: HttpRequest, pool_id: UUID, user_id: UUID) -> HttpResponse:
    """A leader checks out somebody who forgot; the page they stand on shows what is left."""
    now = clock_now()
    actions.check_out(actor_of(request), pool_id=pool_id, user_id=user_id, now=now, confirmed=True)
    messages.success(request, _("Den ansatte er meldt av vakt."))
    return redirect("rota:pool", pool_id=pool_id)
