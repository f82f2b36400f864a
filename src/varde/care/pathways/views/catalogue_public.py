"""What a municipality offers, for anybody: what, for whom, what it costs, what you can buy yourself, how to apply."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from varde.care.pathways import queries
from varde.care.pathways.queries.shipped import in_language
from varde.care.pathways.rules.catalogue import GIVEN, TARGETS
from varde.care.pathways.views.catalogue_words import language, said_list
from varde.care.pathways.views.words import said
from varde.foundation.authorisation import machine
from varde.foundation.ui.components.formats import kroner

READER = "public_page"


@require_safe
@login_not_required
def offers(request: HttpRequest) -> HttpResponse:
    rows = queries.offered(machine(READER)).values_list("owner_id", "owner__name")
    owners = sorted(set(rows), key=lambda pair: pair[1])
    return render(request, "pathways/catalogue/offers.html", {"owners": owners})


@require_safe
@login_not_required
def offer(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    rows = list(queries.offered(machine(READER)).filter(owner=owner_id))
    if not rows:
        raise Http404
    apply = list(dict.fromkeys(_text(row.how_to_apply) for row in rows if row.how_to_apply))
    page = {"owner": rows[0].owner, "rows": [_shown(row, len(apply) > 1) for row in rows], "apply": apply}
    return render(request, "pathways/catalogue/offer.html", page)


def _text(text: str) -> str:
    return in_language(text, language())


def _shown(row: Any, apart: bool) -> dict[str, str]:
    """`apart`: services differ in how one applies, so each says its own."""
    return {
        "name": _text(row.name),
        "purpose": _text(row.purpose),
        "benefit": _text(row.benefit),
        "targets": said_list(row.target_groups, TARGETS),
        "price": _price(row),
        "given": said(GIVEN[row.given]),
        "buy_yourself": _text(row.buy_yourself),
        "how_to_apply": _text(row.how_to_apply) if apart else "",
    }


def _price(row: Any) -> str:
    if row.payment == "none":
        return _("Gratis")
    if row.price is None:
        return _("Det er en egenandel. Spør kommunen om prisen.")
    price = {"price": kroner(row.price)}
    return _("%(price)s per måned") % price if row.payment == "monthly" else _("%(price)s én gang") % price
