"""Pathway templates: read, compare, write on, publish, and take to and from a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.catalogue import DraftForm, FileForm, NoteForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_templates
from varde.care.pathways.rules.template import (
    ARRANGEMENTS,
    Template,
    TemplateFault,
    differences,
    template_from,
    template_text,
)
from varde.care.pathways.views.catalogue import organisation
from varde.care.pathways.views.catalogue_words import (
    difference_row,
    gates,
    language,
    said_list,
    span,
    stages,
)
from varde.care.pathways.views.words import said
from varde.foundation.accounts.http import StaffRequest
from varde.kernel.clock import now


@require_safe
def templates(request: StaffRequest) -> HttpResponse:
    at, actor = now(), request.actor
    shipped = [(code, said(one.name), said(one.about)) for code, one in shipped_templates().items()]
    page = {
        "rows": [(row, row.state(at)) for row in queries.template_versions(actor)],
        "shipped": shipped,
        "may_import": actor.may(P.MANAGE_CATALOGUE),
        "drafts": list(queries.template_drafts(actor)) if actor.may(P.MANAGE_CATALOGUE) else [],
    }
    return render(request, "pathways/catalogue/templates.html", page)


def _page(template: Template) -> dict[str, Any]:
    rule = template.evaluation
    spans = (
        (_("Første evaluering etter"), rule.first),
        (_("Deretter hver"), rule.every),
        (_("Senest etter"), rule.latest),
        (_("Rapport hver"), rule.report),
    )
    return {
        "name": said(template.name),
        "about": said(template.about),
        "arrangements": said_list(template.arrangements, ARRANGEMENTS),
        "stages": stages(template),
        "gates": gates(template),
        "evaluation": [(title, span(held)) for title, held in spans if held],
    }


@require_safe
def shipped_template(request: StaffRequest, code: str) -> HttpResponse:
    """A template as it ships, before anybody has taken it over."""
    if not request.actor.may(P.VIEW_CATALOGUE):
        raise PermissionDenied
    template = shipped_templates().get(code)
    if template is None:
        return render(request, "404.html", status=404)
    owners = [organisation(request, pk) for pk in sorted(request.actor.where(P.MANAGE_CATALOGUE))]
    page = _page(template) | {"code": code, "owners": owners}
    return render(request, "pathways/catalogue/template.html", page)


@require_safe
def template_version(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = queries.template_version(request.actor, version_id=pk)
    others = queries.template_versions(request.actor).filter(owner=row.owner_id, code=row.code).exclude(pk=pk)
    page = _page(template_from(row.data)) | {
        "row": row,
        "code": row.code,
        "state": row.state(now()),
        "others": list(others),
        "owners": [row.owner] if request.actor.may(P.MANAGE_CATALOGUE, row.owner_id) else [],
    }
    return render(request, "pathways/catalogue/template.html", page)


@require_safe
def compare(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    rows = [queries.template_version(request.actor, version_id=key) for key in (pk, other)]
    first, second = sorted(rows, key=lambda row: row.number)
    old, new = template_from(first.data), template_from(second.data)
    found = [difference_row(one, old, new) for one in differences(old, new)]
    page = {"old": first, "new": second, "rows": found}
    return render(request, "pathways/catalogue/compare.html", page)


@require_safe
def export_template(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = queries.template_version(request.actor, version_id=pk)
    response = HttpResponse(
        template_text(template_from(row.data)), content_type="application/yaml; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{row.code}-{row.number}.yaml"'
    return response


@require_POST
def start_draft(request: StaffRequest, owner_id: UUID, code: str) -> HttpResponse:
    organisation(request, owner_id, P.MANAGE_CATALOGUE)
    try:
        draft = actions.start_draft(request.actor, owner_id=owner_id, code=code, now=now())
    except actions.AlreadyDraft as held:
        messages.info(request, _("Noen skriver allerede på denne malen. Dette er utkastet."))
        return redirect("pathways:template_draft", held.draft_id)
    return redirect("pathways:template_draft", draft.pk)


def template_draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = queries.template_draft(request.actor, draft_id=pk)
    form = DraftForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        actions.save_draft(request.actor, draft_id=pk, text=form.cleaned_data["text"], now=now())
        messages.success(request, _("Utkastet er lagret. Det gjelder for ingen før det tas i bruk."))
        return redirect("pathways:template_draft", pk)
    return _draft_page(request, row, form, NoteForm(), 422 if form.errors else 200)


def _draft_page(request: StaffRequest, row: Any, form: Any, note: Any, status: int) -> HttpResponse:
    faults = [one.said_in(language()) for one in queries.draft_faults(request.actor, draft_id=row.pk)]
    page = {"row": row, "form": form, "note": note, "faults": faults}
    return render(request, "pathways/catalogue/draft.html", page, status=status)


@require_POST
def publish_draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    row, note = queries.template_draft(request.actor, draft_id=pk), NoteForm(request.POST)
    if note.is_valid() and (made := _published(request, pk, note.cleaned_data["note"])) is not None:
        messages.success(request, _("Malen gjelder for nye forløp. De som er i gang, beholder sin utgave."))
        return redirect("pathways:template_version", made)
    return _draft_page(request, row, DraftForm(initial={"text": row.text}), note, 422)


def _published(request: StaffRequest, pk: UUID, note: str) -> UUID | None:
    try:
        return actions.publish_draft(request.actor, draft_id=pk, note=note, now=now()).pk
    except TemplateFault:
        messages.error(request, _("Malen har feil og kan ikke tas i bruk ennå."))
    except actions.NothingChanged:
        messages.error(request, _("Utkastet er likt utgaven som gjelder."))
    return None


@require_POST
def discard_draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    actions.discard_draft(request.actor, draft_id=pk)
    messages.success(request, _("Utkastet er kastet. Ingenting er endret."))
    return redirect("pathways:templates")


def import_template(request: StaffRequest) -> HttpResponse:
    if not request.actor.may(P.MANAGE_CATALOGUE):
        raise PermissionDenied
    form = FileForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (draft := _taken_in(request, form)) is not None:
        messages.success(request, _("Filen er lest og ligger som utkast."))
        return redirect("pathways:template_draft", draft)
    return render(
        request, "pathways/catalogue/import.html", {"form": form}, status=422 if form.errors else 200
    )


def _taken_in(request: StaffRequest, form: FileForm) -> UUID | None:
    owner, text = form.cleaned_data["owner"], form.cleaned_data["file"]
    try:
        return actions.import_template(request.actor, owner_id=owner.pk, text=text, now=now()).pk
    except TemplateFault as fault:
        for one in fault.faults[:50]:
            form.add_error("file", one.said_in(language()))
    except actions.AlreadyDraft:
        form.add_error(
            "file", _("Noen skriver allerede på denne malen. Ta i bruk eller kast det utkastet først.")
        )
    return None
