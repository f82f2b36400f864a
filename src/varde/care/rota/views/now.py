"""On duty now, one pool, and the list of shifts."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from varde.care.rota import queries
from varde.care.rota.forms import ShiftFilter
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.views.show import LEVELS, STATES, actor_of, bars, hours
from varde.foundation.ui.components.formats import clock, day
from varde.kernel.band import instant_at
from varde.kernel.clock import now as clock_now

PER_PAGE = 50


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """På vakt nå: every pool, holes first."""
    actor, now = actor_of(request), clock_now()
    pools = queries.duty_now(actor, now=now)
    given = {
        "pools": pools,
        "holes": sum(pool.is_hole for pool in pools),
        "shared": queries.pools_serving(actor, now=now),
        "states": STATES,
        "now": now,
        "may_manage": actor.may(P.MANAGE),
        "may_check_in": actor.may(P.CHECK_IN),
    }
    return render(request, "rota/overview.html", given)


@require_GET
def pool(request: HttpRequest, pool_id: UUID) -> HttpResponse:
    """One pool: who is there, and the coming fourteen days."""
    actor, now = actor_of(request), clock_now()
    cover = queries.holes(actor, pool_id=pool_id, now=now)
    given = {
        "pool": (shown := queries.duty_of(actor, pool_id=pool_id, now=now)),
        "nobody": hours(cover.nobody),
        "too_few": hours(cover.too_few),
        "days": bars(cover),
        "patterns": queries.patterns(actor).filter(pool=pool_id),
        "states": STATES,
        "levels": LEVELS,
        "now": now,
        "may_manage": actor.may(P.MANAGE, shown.owner_id),
    }
    return render(request, "rota/pool.html", given)


def _filtered(request: HttpRequest, now: datetime) -> tuple[ShiftFilter, Any]:
    """The shifts that the filter asks for; from this day on, unless it says otherwise."""
    form = ShiftFilter(request.GET, actor=actor_of(request))
    chosen = form.cleaned_data if form.is_valid() else {}
    first = chosen.get("start")
    rows = queries.shifts(actor_of(request)).filter(
        ends_at__gt=instant_at(first, time()) if first else now - timedelta(hours=1)
    )
    return form, rows.filter(pool=chosen["pool"]) if chosen.get("pool") else rows


@require_GET
def shifts(request: HttpRequest) -> HttpResponse:
    form, rows = _filtered(request, clock_now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    where = actor_of(request).where(P.MANAGE)
    given = {
        "form": form,
        "page": page,
        "managed": where,
        "now": clock_now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "rota/shifts.html", given)


@require_GET
def shifts_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, semicolons and a byte-order mark: what a Norwegian spreadsheet opens."""
    _form, rows = _filtered(request, clock_now())
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vakter.csv"'
    csv.writer(response, delimiter=";").writerows(_lines(rows))
    return response


def _lines(rows: Iterable[Any]) -> Iterable[tuple[str, ...]]:
    yield (_("Vaktlag"), _("Organisasjon"), _("Dato"), _("Fra"), _("Dato"), _("Til"), _("Ansatt"))
    for row in rows:
        start = (day(row.starts_at), clock(row.starts_at))
        name = _safe(row.user.name) if row.user else ""
        yield (_safe(row.pool.name), row.pool.owner.name, *start, day(row.ends_at), clock(row.ends_at), name)


def _safe(text: str) -> str:
    """A spreadsheet runs what begins like a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def pool_row(request: HttpRequest, pool_id: UUID) -> Any:
    """The pool of a form, for those who manage it; else 404."""
    return get_object_or_404(queries.managed_pools(actor_of(request)), pk=pool_id)
