"""Labels with a QR code, and the pages that a scanned code opens. Nothing about a person stands on a label."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from varde.ground.equipment import queries
from varde.ground.equipment.forms.stock import CodeForm, LabelForm
from varde.ground.equipment.outlets import labels as paper
from varde.ground.equipment.outlets.labels import Label
from varde.ground.equipment.rules.ownership import Ownership
from varde.ground.equipment.views.stock import shown


@never_cache
def scan(request: Any) -> HttpResponse:
    """A field that a scanner types into; the item opens."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    found = list(queries.items_with_code(request.actor, code=_code(form))[:20]) if form.is_bound else []
    if len(found) == 1:
        return redirect("equipment:item", found[0].pk)
    if form.is_bound and form.is_valid() and not found:
        form.add_error("code", _("Ingen av utstyret vårt har denne koden."))
    return shown(request, "scan", form=form, found=found)


def _code(form: CodeForm) -> str:
    return str(form.cleaned_data["code"]) if form.is_valid() else ""


@never_cache
def opened(request: Any, code: str) -> HttpResponse:
    """The address in the QR code of a label."""
    found = list(queries.items_with_code(request.actor, code=code)[:2])
    if len(found) == 1:
        return redirect("equipment:item", found[0].pk)
    return redirect(f"{reverse('equipment:scan')}?code={code}")


@never_cache
def labels(request: Any) -> HttpResponse:
    """Which labels to print; the answer is a PDF."""
    form = LabelForm(request.actor, request.GET if "store" in request.GET else None)
    if form.is_bound and form.is_valid():
        items = list(_wanted(request.actor, form)[: paper.MOST])
        if items:
            skip = form.cleaned_data["skip"]
            return pdf(paper.sheet([_label(request, item) for item in items], skip=skip), "etiketter.pdf")
        messages.info(request, _("Ingenting på lageret passer med valget."))
    return shown(request, "labels", form=form)


def _wanted(actor: Any, form: LabelForm) -> Any:
    given = form.cleaned_data
    rows = queries.items_in_store(actor, store_id=given["store"].pk)
    if given["product"]:
        rows = rows.filter(product=given["product"])
    if given["codes"]:
        owner = given["store"].owner_id
        found = queries.items_by_codes(actor, owner_id=owner, codes=given["codes"])
        rows = rows.filter(pk__in=[item.pk for item in found.values()])
    return rows


@never_cache
def item_label(request: Any, pk: UUID) -> HttpResponse:
    item = get_object_or_404(queries.every_item(request.actor), pk=pk)
    return pdf(paper.sheet([_label(request, item)]), "etikett.pdf")


@never_cache
def return_label(request: Any, pk: UUID) -> HttpResponse:
    """For what goes back to who owns it: where to, what it is, and that it is wiped."""
    item = get_object_or_404(queries.every_item(request.actor), pk=pk)
    return pdf(paper.returns([_return(request, item)]), "returseddel.pdf")


def _label(request: Any, item: Any) -> Label:
    code = item.code or str(item.pk)
    url = request.build_absolute_uri(reverse("equipment:opened", args=[code]))
    return Label(url, item.code or item.serial, str(item.product), item.serial, str(item.owner))


def _return(request: Any, item: Any) -> Label:
    plain = _label(request, item)
    to = str(item.belongs_to or "") or _goes_to(item)
    wiped = (
        _("Venter på sletting. Skal ikke sendes ennå.") if item.wipe_pending else _("Ingen sletting venter.")
    )
    lines = (str(item.get_ownership_display()), wiped)
    return Label(plain.url, plain.code, plain.product, plain.serial, plain.owner, to, lines)


def _goes_to(item: Any) -> str:
    """Where its owner's kind says it goes; what is our own goes to its supplier."""
    by_kind = {Ownership.BHM: _("Behandlingshjelpemidler"), Ownership.NAV: _("NAV Hjelpemiddelsentral")}
    return str(by_kind.get(Ownership(item.ownership), item.product.supplier))


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
