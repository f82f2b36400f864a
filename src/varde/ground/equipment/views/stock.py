"""The stores: what stands where, what runs low, and what every page about stores has on top."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from varde.foundation.ui.marks import Mark
from varde.foundation.ui.middleware import HEADERS
from varde.ground.equipment import queries
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules.reorder import Supply
from varde.kernel.actor import Actor

CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
PAGES = (
    ("equipment:stock", "Package", P.VIEW),
    ("equipment:deliveries", "FileImport", P.MANAGE),
    ("equipment:transfers", "Truck", P.STORE),
    ("equipment:takes", "ClipboardCheckmark", P.STORE),
    ("equipment:labels", "QrCode", P.STORE),
    ("equipment:idle", "Hourglass", P.VIEW_COST),
)


def shown(request: Any, template: str, /, status: int = 200, **context: Any) -> HttpResponse:
    """The page, with the tabs of the stores that this person may open; the camera may be used on it."""
    here = request.resolver_match.view_name
    context["tabs"] = tabs(request.actor, context.pop("tab", here))
    response = render(request, f"equipment/stock/{template}.html", context, status=status)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def tabs(actor: Actor, here: str) -> list[dict[str, Any]]:
    words = {
        "equipment:stock": _("Lagerstatus"),
        "equipment:deliveries": _("Leveranser"),
        "equipment:transfers": _("Overføringer"),
        "equipment:takes": _("Tellinger"),
        "equipment:labels": _("Etiketter"),
        "equipment:idle": _("Ubrukt utstyr"),
    }
    return [
        {"title": words[name], "url": reverse(name), "icon": icon, "current": name == here}
        for name, icon, permission in PAGES
        if actor.may(permission)
    ]


def marks() -> dict[str, Mark]:
    return {
        Supply.ENOUGH: Mark(_("Nok"), "CheckmarkCircle", "success"),
        Supply.ON_THE_WAY: Mark(_("På vei"), "Truck", "info"),
        Supply.LOW: Mark(_("Bestill"), "ExclamationmarkTriangle", "warning"),
        Supply.EMPTY: Mark(_("Tomt"), "XMarkOctagon", "danger"),
    }


@never_cache
def stock(request: Any) -> HttpResponse:
    stores, chosen = queries.stores(request.actor), key_in(request, "lager")
    known = {one.pk for one in stores}
    shelves = queries.shelves(request.actor, store_id=chosen if chosen in known else None)
    return shown(
        request,
        "levels",
        stores=stores,
        chosen=chosen,
        shelves=shelves,
        low=[one for one in shelves if one.to_order],
        marks=marks(),
        may_store=request.actor.may(P.STORE),
        may_place=request.actor.may(P.PLACE),
    )


def key_in(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
