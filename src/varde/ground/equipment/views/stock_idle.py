"""What stands idle, in kroner: sums that lead to exactly the units they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import day as written_day
from varde.ground.equipment import queries
from varde.ground.equipment.forms.stock import IDLE_WORDS, IdleForm
from varde.ground.equipment.queries import IdleLine, Narrow
from varde.ground.equipment.rules import cost
from varde.ground.equipment.views.stock import shown
from varde.ground.equipment.views.stock_delivery import sheet
from varde.kernel.clock import local, now
from varde.kernel.money import Money
from varde.kernel.period import DatePeriod

PER_PAGE, LINES, MOST_UNITS = 50, 100, 50_000


@never_cache
def idle(request: Any) -> HttpResponse:
    form = IdleForm(queries.cost_choices(request.actor), request.GET)
    narrow, at = form.narrow(), now()
    lines = queries.idle_cost(request.actor, now=at, narrow=narrow)
    page = Paginator(lines, LINES).get_page(request.GET.get("side"))
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [_line(one, narrow) for one in page],
        "at": at,
    }
    return shown(request, "idle", **context, **_sums(lines, narrow, local(at).date()))


def _line(one: IdleLine, narrow: Narrow) -> dict[str, Any]:
    chosen = Narrow(one.owner_id, one.store_id, one.product_id, one.reason)
    return {"line": one, "reason": IDLE_WORDS[one.reason], "url": units_url(chosen)}


def units_url(narrow: Narrow) -> str:
    return f"{reverse('equipment:idle_units')}?{_query(narrow)}"


def _query(narrow: Narrow) -> str:
    said = {
        "owner": narrow.owner_id,
        "store": narrow.store_id,
        "product": narrow.product_id,
        "reason": narrow.reason.value if narrow.reason else None,
    }
    return urlencode({name: str(value) for name, value in said.items() if value is not None})


def _sums(lines: list[IdleLine], narrow: Narrow, day: Any) -> dict[str, Any]:
    total = _total(lines)
    reasons = []
    for reason, word in IDLE_WORDS.items():
        part = [one for one in lines if one.reason is reason]
        chosen = Narrow(narrow.owner_id, narrow.store_id, narrow.product_id, reason)
        if part:
            reasons.append((word, _count(part), _total(part), units_url(chosen)))
    return {
        "total": total,
        "number": _count(lines),
        "per_day": cost.per_day(total, day),
        "unpriced": sum(one.number for one in lines if not one.each.ore),
        "reasons": reasons,
        "units": units_url(narrow),
        "query": _query(narrow),
    }


def _total(lines: Iterable[IdleLine]) -> Money:
    return sum((one.per_month for one in lines), Money(0))


def _count(lines: Iterable[IdleLine]) -> int:
    return sum(one.number for one in lines)


@never_cache
def idle_units(request: Any) -> HttpResponse:
    """Each unit behind a sum: since when, and what it has cost in vain so far."""
    form = IdleForm(queries.cost_choices(request.actor), request.GET)
    narrow, at = form.narrow(), now()
    lines = queries.idle_cost(request.actor, now=at, narrow=narrow)
    rows = queries.idle_units(request.actor, now=at, narrow=narrow)
    paged = Paginator(rows, PER_PAGE)
    paged.count = _count(lines)
    page = paged.get_page(request.GET.get("side"))
    context: dict[str, Any] = {"form": form, "page": page, "rows": _priced(request.actor, list(page), at)}
    return shown(
        request, "idle_units", **context, **_sums(lines, narrow, local(at).date()), tab="equipment:idle"
    )


def _priced(actor: Any, items: list[Any], at: Any) -> list[dict[str, Any]]:
    today = local(at).date()
    prices = queries.price_story(actor, product_ids=[item.product_id for item in items])
    since = queries.idle_since(actor, items=items, now=at)
    rows = []
    for item in items:
        start, story = since.get(item.pk), prices.get(item.product_id, [])
        spent = cost.cost(story, DatePeriod(start, today)) if start and start < today else Money(0)
        rows.append(
            {
                "item": item,
                "since": start,
                "days": (today - start).days if start else None,
                "per_month": cost.price_on(story, today),
                "spent": spent,
            }
        )
    return rows


@never_cache
def idle_export(request: Any) -> HttpResponse:
    """The sums as a sheet, or with `?apparater=1` every unit."""
    form = IdleForm(queries.cost_choices(request.actor), request.GET)
    narrow, at = form.narrow(), now()
    if request.GET.get("apparater"):
        items = list(queries.idle_units(request.actor, now=at, narrow=narrow)[:MOST_UNITS])
        return sheet(_units_sheet(_priced(request.actor, items, at)), "ubrukte-apparater.xlsx")
    lines = queries.idle_cost(request.actor, now=at, narrow=narrow)
    return sheet(_sums_sheet(lines), "ubrukt-utstyr.xlsx")


def _sums_sheet(lines: list[IdleLine]) -> bytes:
    heads = [
        _("Eier"), _("Lager"), _("Produkt"), _("Grunn"), _("Antall"), _("Per stykk"), _("Kroner per måned"),
    ]  # fmt: skip
    rows = [
        [
            one.owner, one.store, one.product, str(IDLE_WORDS[one.reason]), str(one.number), _kr(one.each),
            _kr(one.per_month),
        ]
        for one in lines
    ]  # fmt: skip
    return spreadsheet.written(heads, rows, "xlsx")


def _units_sheet(rows: list[dict[str, Any]]) -> bytes:
    heads = [
        _("Produkt"), _("Serienummer"), _("Lager"), _("Eier"), _("Siden"), _("Dager"),
        _("Kroner per måned"), _("Kroner til nå"),
    ]  # fmt: skip
    lines = [
        [
            str(row["item"].product), row["item"].serial, str(row["item"].store or ""), str(row["item"].owner),
            written_day(row["since"]) if row["since"] else "", str(row["days"] or 0), _kr(row["per_month"]), _kr(row["spent"]),
        ]
        for row in rows
    ]  # fmt: skip
    return spreadsheet.written(heads, lines, "xlsx")


def _kr(money: Money) -> str:
    return f"{money.ore // 100},{money.ore % 100:02d}"
