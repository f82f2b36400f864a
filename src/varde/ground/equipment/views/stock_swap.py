"""Swap from a phone, also where there is no network: the page, its copy on the device, and what the phone sends."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.jinja import htmx_script

from varde.foundation.ids import new_id
from varde.ground.equipment import actions, queries
from varde.ground.equipment.forms.stock import HowForm, SwapForm
from varde.ground.equipment.permissions import EquipmentPermission as P
from varde.ground.equipment.rules import scan
from varde.ground.equipment.views.stock import CAMERA, key_in
from varde.kernel.actor import Actor
from varde.kernel.clock import now

PARTS = (
    "vendor/theme.css", "vendor/designsystemet.css", "vendor/designsystemet.js", "vendor/icons.svg",
    "vendor/fonts/inter-latin.woff2", "ui/varde.css", "ui/varde.js", "ui/varde.svg",
    "equipment/swap.js", "equipment/scan.js", "equipment/stock.css",
)  # fmt: skip


@never_cache
def swap(request: Any) -> HttpResponse:
    """Works without a script; with one, what is done is kept on the device until it is sent."""
    actor = _placer(request)
    old = request.GET.get("gammel", "")[: scan.LONGEST]
    start = {"key": new_id(), "place": key_in(request, "plass"), "old_code": old}
    form = SwapForm(actor, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        done = actions.swap_as_told(actor, sent=_sent(form), now=now())
        word = _answer(done)
        (messages.success if word["outcome"] == "done" else messages.warning)(request, word["text"])
        return redirect("equipment:swap")
    return _page(request, form, "phone.html")


@never_cache
def swap_bare(request: Any) -> HttpResponse:
    """The copy that the device keeps: the same page without anybody's name and without a token."""
    return _page(request, SwapForm(_placer(request)), "equipment/stock/bare.html")


@require_POST
def send_swap(request: Any) -> HttpResponse:
    """One swap from the device's queue. The same key again gets the same answer."""
    form = SwapForm(_placer(request), request.POST)
    if not form.is_valid():
        return JsonResponse({"outcome": "conflict", "text": _unreadable(form)}, status=200)
    return JsonResponse(_answer(actions.swap_as_told(request.actor, sent=_sent(form), now=now())))


@never_cache
def swap_worker(request: Any) -> HttpResponse:
    """The service worker of the swap page and nothing else: its scope is the folder it is served from."""
    _placer(request)
    bare = reverse("equipment:swap_bare")
    parts = [*(static(part) for part in PARTS), *_htmx()]
    name = sha256("\n".join([bare, get_language() or "", *parts]).encode()).hexdigest()[:12]
    context = {"name": f"varde-bytte-{name}", "page": reverse("equipment:swap"), "bare": bare, "parts": parts}
    return render(
        request, "equipment/stock/swap_worker.js", context, content_type="text/javascript; charset=utf-8"
    )


@never_cache
def conflicts(request: Any) -> HttpResponse:
    rows = queries.swap_conflicts(request.actor)[:100]
    return render(request, "equipment/stock/conflicts.html", {"rows": rows})


@never_cache
def settle_conflict(request: Any, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.swap_conflicts(request.actor), pk=pk, settled_at__isnull=True)
    form = HowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.settle_conflict(request.actor, conflict_id=pk, how=form.cleaned_data["how"], now=now())
        messages.success(request, _("Byttet er ordnet opp i."))
        return redirect("equipment:conflicts")
    context = {"row": row, "form": form}
    return render(request, "equipment/stock/conflict.html", context)


def _page(request: Any, form: SwapForm, shell: str) -> HttpResponse:
    who = salted_hmac("equipment.swap", str(request.actor.id)).hexdigest()[:16]
    bare = shell != "phone.html"
    context: dict[str, Any] = {"form": form, "shell": shell, "who": who, "bare": bare}
    if bare:
        context["idle_seconds"] = 0
    response = render(request, "equipment/stock/swap.html", context)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def _placer(request: Any) -> Actor:
    if not request.actor.may(P.PLACE):
        raise PermissionDenied
    return request.actor


def _sent(form: SwapForm) -> actions.Sent:
    given = form.cleaned_data
    return actions.Sent(
        key=given["key"],
        old_code=given["old_code"],
        new_code=given["new_code"],
        done_at=given["done_at"] or now(),
        why=form.reason(),
        placement_id=given["place"],
        owner_id=given.get("owner"),
    )


def _answer(done: Any) -> dict[str, str]:
    if hasattr(done, "trouble"):
        said = _("%(trouble)s Byttet er ikke skrevet inn. Det står som oppgave til noen ordner opp.")
        return {"outcome": "conflict", "text": said % {"trouble": done.get_trouble_display()}}
    return {"outcome": "done", "text": _("Byttet er lagret. Send en prøvealarm, og skriv den ned.")}


def _unreadable(form: SwapForm) -> str:
    texts = " ".join(str(text) for texts in form.errors.values() for text in texts)
    return _("Serveren kunne ikke lese dette byttet: %(texts)s") % {"texts": texts}


def _htmx() -> list[str]:
    """The addresses of the scripts that the head of every page loads."""
    return [part.split('"')[0] for part in str(htmx_script(extensions="hx-sse")).split('src="')[1:]]
