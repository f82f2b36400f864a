"""One test that every register inherits.

class TestUnits(RegisterTests):
    register = units
    address = "organisations:enheter"
    def place(self, name): ...      an organisation
    def reader(self, *places): ...  an Actor that may see and save there
    def row(self, place, name): ... a row of that place, with `name` in the first column
    def filled(self, place, name): ... what a form posts for such a row
"""

from __future__ import annotations

import io
from typing import Any, ClassVar

import pytest
import tablib
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from varde.foundation.ids import new_id
from varde.foundation.register.kit import Register
from varde.kernel.actor import Actor


class RegisterTests:
    register: ClassVar[Register]
    address: ClassVar[str]
    budget: ClassVar[int] = 12

    def place(self, name: str) -> Any:
        raise NotImplementedError

    def reader(self, *places: Any) -> Actor:
        raise NotImplementedError

    def row(self, place: Any, name: str) -> Any:
        raise NotImplementedError

    def filled(self, place: Any, name: str) -> dict[str, Any]:
        raise NotImplementedError

    def ask(self, actor: Actor, page: str, pk: Any = None, post: Any = None, **query: str) -> Any:
        url = reverse(f"{self.address}:{page}", args=[pk] if pk else [])
        factory = RequestFactory()
        request: Any = factory.post(url, post) if post is not None else factory.get(url, query)
        request.actor, request.user, request.htmx = actor, _Login(), False
        request.resolver_match = match = resolve(url)
        request._messages, request.session = _Messages(), {}
        return match.func(request, *match.args, **match.kwargs)

    def shown(self, *args: Any, **kwargs: Any) -> str:
        response = self.ask(*args, **kwargs)
        assert response.status_code == 200
        return response.content.decode()

    def test_the_list_shows_own_rows_and_not_the_neighbours(self) -> None:
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        self.row(ours, "Solbakken")
        self.row(theirs, "Fjellstua")
        page = self.shown(self.reader(ours), "list")
        assert "Solbakken" in page
        assert "Fjellstua" not in page

    def test_search_finds_and_says_when_it_does_not(self) -> None:
        ours = self.place("Nesby")
        self.row(ours, "Solbakken")
        assert "Solbakken" in self.shown(self.reader(ours), "list", q="lbakk")
        assert "Ingen treff" in self.shown(self.reader(ours), "list", q="finnes-ikke")

    def test_the_list_can_be_sorted_by_every_sortable_column(self) -> None:
        ours = self.place("Nesby")
        self.row(ours, "Solbakken")
        for column in self.register.columns:
            if column.sortable:
                assert "Solbakken" in self.shown(self.reader(ours), "list", sort=f"-{column.order}")

    def test_the_list_is_paged_and_keeps_its_query_budget(self) -> None:
        ours = self.place("Nesby")
        for nr in range(27):
            self.row(ours, f"Solbakken {nr:02}")
        actor = self.reader(ours)
        with CaptureQueriesContext(connection) as asked:
            page = self.shown(actor, "list")
        assert page.count("Solbakken") == 25
        assert len(asked) <= self.budget, [one["sql"] for one in asked]

    def test_a_new_row_is_made_and_its_page_shows_it(self) -> None:
        ours = self.place("Nesby")
        actor = self.reader(ours)
        assert "<form" in self.shown(actor, "new")
        done = self.ask(actor, "new", post=self.filled(ours, "Granheim"))
        assert done.status_code == 302, done.content.decode()
        assert "Granheim" in self.shown(actor, "detail", pk=resolve(done.url).kwargs["pk"])

    def test_a_form_with_faults_comes_back_with_them_and_saves_nothing(self) -> None:
        ours = self.place("Nesby")
        actor = self.reader(ours)
        assert "ds-error-summary" in self.shown(actor, "new", post={"name": ""})
        assert "Ingenting her ennå" in self.shown(actor, "list")

    def test_a_row_is_edited_and_history_tells(self) -> None:
        ours = self.place("Nesby")
        row, actor = self.row(ours, "Solbakken"), self.reader(ours)
        done = self.ask(actor, "edit", pk=row.pk, post=self.filled(ours, "Granheim"))
        assert done.status_code == 302, done.content.decode()
        assert "Granheim" in self.shown(actor, "detail", pk=row.pk)
        if hasattr(row, "history"):
            told = self.shown(actor, "history", pk=row.pk)
            assert "Solbakken" in told
            assert "Granheim" in told
            assert actor.name in told

    def test_a_neighbours_row_is_not_found(self) -> None:
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        row = self.row(theirs, "Fjellstua")
        for page in ("detail", "edit", "history"):
            with pytest.raises(Http404):
                self.ask(self.reader(ours), page, pk=row.pk)
        with pytest.raises(Http404):
            self.ask(self.reader(ours), "edit", pk=row.pk, post=self.filled(ours, "Granheim"))

    def test_a_new_row_cannot_be_given_to_a_neighbour(self) -> None:
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        answer = self.shown(self.reader(ours), "new", post=self.filled(theirs, "Granheim"))
        assert "ds-error-summary" in answer
        assert "Granheim" not in self.shown(self.reader(theirs), "list")

    def test_a_stranger_is_refused_on_every_page(self) -> None:
        row = self.row(self.place("Nesby"), "Solbakken")
        stranger = Actor(new_id(), "Fremmed")
        for page, pk in (
            *((p, None) for p in ("list", "new", "import", "export")),
            ("detail", row.pk),
            ("edit", row.pk),
        ):
            with pytest.raises(PermissionDenied):
                self.ask(stranger, page, pk=pk)

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_what_was_exported_can_be_imported_again_as_a_change(self, kind: str) -> None:
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        actor = self.reader(ours)
        self.row(ours, "Solbakken")
        self.row(theirs, "Fjellstua")
        content = self.ask(actor, "export", format=kind).content
        sheet = _read(content, kind)
        assert len(sheet) == 1
        assert "Fjellstua" not in str(sheet.dict)
        changed = tablib.Dataset(headers=sheet.headers)
        changed.append([str(cell).replace("Solbakken", "Granheim") if cell else "" for cell in sheet[0]])
        self.import_file(actor, f"rader.{kind}", _written(changed, kind))
        page = self.shown(actor, "list")
        assert "Granheim" in page
        assert "Solbakken" not in page

    def test_an_import_is_first_tried_and_names_row_column_and_reason(self) -> None:
        ours = self.place("Nesby")
        actor = self.reader(ours)
        sheet = self.sheet(ours, "Granheim", "")
        page = self.shown(actor, "import", post={"file": SimpleUploadedFile("r.csv", _written(sheet, "csv"))})
        assert "<td>3</td>" in page
        assert "Fyll ut feltet." in page
        assert "Ingenting her ennå" in self.shown(actor, "list")

    def test_an_import_without_a_good_row_offers_another_file_and_nothing_to_save(self) -> None:
        ours = self.place("Nesby")
        page = self.import_file(self.reader(ours), "r.csv", _written(self.sheet(ours, ""), "csv"), dry=True)
        assert "Velg en annen fil" in page
        assert "Lagre" not in page

    def test_the_good_rows_of_an_import_are_kept_when_chosen(self) -> None:
        ours = self.place("Nesby")
        actor = self.reader(ours)
        self.import_file(actor, "r.csv", _written(self.sheet(ours, "Granheim", ""), "csv"))
        assert "Granheim" in self.shown(actor, "list")

    def test_an_import_cannot_change_a_neighbours_row(self) -> None:
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        row = self.row(theirs, "Fjellstua")
        sheet = self.sheet(ours, "Granheim")
        sheet.append_col([str(row.pk)], header="Nøkkel")
        page = self.import_file(self.reader(ours), "r.csv", _written(sheet, "csv"), dry=True)
        assert "Ingen rad du kan endre" in page

    def test_an_exported_cell_never_begins_a_formula(self) -> None:
        ours = self.place("Nesby")
        self.row(ours, "=2+2")
        sheet = _read(self.ask(self.reader(ours), "export", format="csv").content, "csv")
        assert "'=2+2" in sheet[0]

    def sheet(self, place: Any, *names: str) -> tablib.Dataset:
        """A sheet whose headings are the labels of the form and whose choices are words."""
        actor, lines, heads = self.reader(place), [], []
        for name in names:
            posted = self.filled(place, name or "x")
            form = self.register.form(actor)
            known = {key: one for key, one in form.fields.items() if key in posted}
            heads = [str(one.label) for one in known.values()]
            words = [_word(one, posted[key]) for key, one in known.items()]
            lines.append([word.replace("x", "") if not name and word == "x" else word for word in words])
        return tablib.Dataset(*lines, headers=heads)

    def import_file(self, actor: Actor, name: str, content: bytes, dry: bool = False) -> str:
        page = self.shown(actor, "import", post={"file": SimpleUploadedFile(name, content)})
        if dry:
            return page
        held = page.split('name="held" value="')[1].split('"')[0]
        return self.shown(actor, "import", post={"held": held})


class _Login:
    is_authenticated = True
    pk = None


class _Messages(list):  # type: ignore[type-arg]
    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.append(message)


def _word(field: Any, value: Any) -> str:
    for key, text in getattr(field, "choices", ()):
        if str(getattr(key, "value", key)) == str(value):
            return str(text)
    return {"on": "Ja"}.get(value, str(value))


def _read(content: bytes, kind: str) -> Any:
    if kind == "xlsx":
        return tablib.Dataset().load(io.BytesIO(content), format="xlsx")
    return tablib.Dataset().load(content.decode("utf-8-sig"), format="csv", delimiter=";")


def _written(sheet: Any, kind: str) -> bytes:
    return sheet.export("xlsx") if kind == "xlsx" else sheet.export("csv", delimiter=";").encode("utf-8-sig")
