"""The pages of a register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.foundation import spreadsheet
from varde.foundation.authorisation import GUARDED
from varde.foundation.history import changes_of
from varde.foundation.register import exchange
from varde.foundation.register.columns import Column
from varde.foundation.register.forms import RegisterForm, saved
from varde.kernel.actor import Actor

PER_PAGE = 25
UNUSABLE = {
    spreadsheet.Fault.SIZE: gettext_lazy("Filen er for stor. Den kan være på høyst 2 MB."),
    spreadsheet.Fault.KIND: gettext_lazy(
        "Vi kan ikke lese filen. Bruk CSV (UTF-8 eller Windows-1252) eller XLSX."
    ),
    spreadsheet.Fault.ROWS: gettext_lazy("Filen må ha en linje med overskrifter og mellom 1 og 2000 rader."),
}
__all__ = ["Column", "Register", "RegisterForm"]


@dataclass(frozen=True)
class Register:
    """`rows(actor)` is a guarded query, `save(actor, *, row, values)` a guarded action; `filters` a FilterSet or None."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    search: tuple[str, ...]
    filters: Any
    form: type[RegisterForm]
    rows: Callable[[Actor], Any]
    save: Callable[..., Any]

    @property
    def urls(self) -> tuple[list[Any], str]:
        pages = [
            path("", self.list_page, name="list"),
            path("ny/", self.edit_page, name="new"),
            path("import/", self.import_page, name="import"),
            path("eksport/", self.export_page, name="export"),
            path("<uuid:pk>/", self.detail_page, name="detail"),
            path("<uuid:pk>/endre/", self.edit_page, name="edit"),
            path("<uuid:pk>/historikk/", self.history_page, name="history"),
        ]
        return pages, self.name

    def may_save(self, actor: Actor, row: Any = None) -> bool:
        guarded = GUARDED[f"{self.save.__module__}.{self.save.__name__}"]
        return actor.may(guarded.permission or "", getattr(row, "owner_id", None))

    def _writer(self, request: Any, row: Any = None) -> Actor:
        if not self.may_save(request.actor, row):
            raise PermissionDenied
        return request.actor

    def _show(self, request: HttpRequest, page: str, /, **more: Any) -> HttpResponse:
        space = request.resolver_match.namespace if request.resolver_match else self.name
        more |= {"register": self, "space": space, "may_save": self.may_save(request.actor, more.get("row"))}  # type: ignore[attr-defined]
        return render(request, [f"{self.name}/{page}.html", f"register/{page}.html"], more)

    def _wanted(self, request: Any) -> tuple[Any, Any]:
        """The rows that search, filters and sorting leave, and the filter form."""
        rows, words = self.rows(request.actor), request.GET.get("q", "").strip()
        narrowed = self.filters(request.GET, queryset=rows, request=request) if self.filters else None
        rows = narrowed.qs if narrowed else rows
        if words:
            rows = rows.filter(Q(*((f"{name}__icontains", words) for name in self.search), _connector=Q.OR))
        sort = request.GET.get("sort", "")
        known = sort.removeprefix("-") in {column.order for column in self.columns if column.sortable}
        return rows.order_by(sort, "pk") if known else rows, narrowed.form if narrowed else None

    def list_page(self, request: HttpRequest) -> HttpResponse:
        rows, filters = self._wanted(request)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
        lines = [(row.pk, [(column, column.text(row)) for column in self.columns]) for row in page]
        return self._show(request, "list", page=page, lines=lines, filters=filters, asked=bool(request.GET))

    def export_page(self, request: HttpRequest) -> HttpResponse:
        kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
        heads = [_("Nøkkel"), *(str(column.title) for column in self.columns)]
        rows = self._wanted(request)[0]
        lines = [[str(row.pk), *(column.text(row) for column in self.columns)] for row in rows]
        response = HttpResponse(spreadsheet.written(heads, lines, kind))
        response.headers["Content-Type"] = spreadsheet.TYPES[kind]
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name}.{kind}"'
        return response

    def detail_page(self, request: Any, pk: UUID) -> HttpResponse:
        row = get_object_or_404(self.rows(request.actor), pk=pk)
        facts = [(column.title, column.text(row)) for column in self.columns]
        return self._show(request, "detail", row=row, facts=facts, history=hasattr(row, "history"))

    def history_page(self, request: Any, pk: UUID) -> HttpResponse:
        rows = self.rows(request.actor)
        row = get_object_or_404(rows, pk=pk)
        return self._show(request, "history", row=row, changes=changes_of(rows, row, self.form.base_fields))

    def edit_page(self, request: Any, pk: UUID | None = None) -> HttpResponse:
        row = get_object_or_404(self.rows(request.actor), pk=pk) if pk else None
        form = self.form(self._writer(request, row), request.POST or None, row=row)
        if request.method == "POST" and (done := saved(form, self.save)) is not None:
            messages.success(request, _("Lagret."))
            return redirect(f"{request.resolver_match.namespace}:detail", pk=done.pk)
        return self._show(request, "form", row=row, form=form)

    def import_page(self, request: Any) -> HttpResponse:
        """First a dry run, then what was read comes back signed, with the choice of what to keep."""
        actor, salt, fault = self._writer(request), f"{self.name}:{request.actor.id}", ""
        labels = [one.label for one in self.form(actor).fields.values()]
        try:
            if sheet := request.FILES.get("file"):
                lines = spreadsheet.read(sheet.name, sheet.read(spreadsheet.MOST_BYTES + 1))
                trial = exchange.take_in(self, actor, lines, keep=False)
                held = signing.dumps(lines, salt=salt, compress=True)
                return self._show(request, "import", trial=trial, held=held, labels=labels)
            if held := request.POST.get("held"):
                done = exchange.take_in(self, actor, signing.loads(held, salt=salt, max_age=3600), keep=True)
                return self._show(request, "import", done=done, labels=labels)
        except spreadsheet.Unusable as problem:
            fault = str(UNUSABLE[problem.fault])
        except signing.BadSignature:
            fault = _("Last opp filen en gang til.")
        return self._show(request, "import", fault=fault, labels=labels)
