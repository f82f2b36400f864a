"""The model on paper holds all that stands in it, in every form."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from docx import Document as read_docx

from varde.foundation import spreadsheet
from varde.foundation.accounts.testing import logged_in, make_user
from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.outlets import docx, pdf
from varde.governance.servicemodel.outlets.blocks import Bullets, Document, Heading, Paragraph, Table
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.rules.codes import State, Status, Technology
from varde.governance.servicemodel.testing import adopt
from varde.ground.organisations.testing import make_actor, make_membership, make_organisation

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TASK, LINE = "support.store", "support.store/checklist/overview"
HOSTILE = Document(
    "#set page(fill: red) *Tittel*",
    "= Ikke en overskrift",
    "nb",
    (
        Heading(1, "1 $x$ [Område] \x07"),
        Heading(2, "1.1 Oppgave"),
        Heading(3, "Del"),
        Paragraph('"] #panic("les meg ikke")'),
        Bullets(("- punkt", "_understreket_ <script>", "")),
        Table(("A", "B"), (("=SUM(A1)", "linje\nlinje"), ("", "æøå"))),
    ),
)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def filled(db):
    """Something of everything that a municipality can write into its model."""
    town = make_organisation("Froland kommune")
    boss = make_actor(town, permissions=(P.VIEW, P.ANSWER, P.OWN))
    adopt(town, now=NOW)
    here = {"owner_id": town.pk, "task": TASK}
    person = {"name": "Kari Nordmann", "unit": "Lageret", "deputy_name": "Ola Hansen"}
    actions.name_responsible(boss, **here, arrangement="all", by="municipality", values=person, now=NOW)
    word = {"evidence": "Lista i Varde", "link": "https://eksempel.no/liste"}
    actions.answer_line(boss, owner_id=town.pk, address=LINE, state=State.PARTLY, values=word, now=NOW)
    asked = {"question": "Hvem vasker?", "name": "Per Moen", "due_on": date(2026, 12, 1)}
    row = actions.raise_clarification(boss, **here, values=asked, now=NOW)
    actions.answer_clarification(boss, clarification_id=row.pk, answer="Driftsavdelingen", now=NOW)
    actions.raise_clarification(boss, **here, values={**asked, "question": "Hvem kjører?"}, now=NOW)
    actions.write_note(boss, **here, text="Spør Birkenes", now=NOW)
    actions.add_point(boss, **here, section="checklist", nb="Vi teller i januar")
    actions.reword_point(boss, owner_id=town.pk, address=LINE, nb="Vi vet hvor alt er")
    actions.set_status(boss, **here, technology=Technology.DISPENSER, status=Status.SETTLED, now=NOW)
    user = make_user("Liv Aas")
    make_membership(user, town, "unit_leader")
    return town, boss, user


WRITTEN = (
    "Kari Nordmann (Lageret), stedfortreder Ola Hansen",
    "Lista i Varde https://eksempel.no/liste",
    "Delvis",
    "Hvem vasker?",
    "Driftsavdelingen",
    "Hvem kjører?",
    "Spør Birkenes",
    "Vi teller i januar (egne ord)",
    "Vi vet hvor alt er (egne ord)",
    "Medisindispenser: Avklart",
)


def fetched(client, user, town, kind):
    logged_in(user, client)
    answer = client.get(reverse("servicemodel:document", args=[town.pk]), {"format": kind} if kind else {})
    assert answer.status_code == 200
    return answer.content


def text_of_docx(content: bytes) -> tuple[str, list[str]]:
    file = read_docx(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    lines = [one.text for one in file.paragraphs]
    heads = [one.text for one in file.paragraphs if one.style.name.startswith("Heading")]
    return "\n".join([*lines, *cells]), heads


def every_word(boss, town):
    for chapter in queries.whole(boss, owner_id=town.pk, now=NOW):
        yield chapter.title.nb
        for task in chapter.tasks:
            yield task.title.nb
            yield from (point.words.nb for points in task.sections.values() for point in points)
            yield from (
                point.words.nb
                for actors in task.responsible.values()
                for one in actors
                for point in one.points
            )


@pytest.mark.django_db
def test_a_docx_reader_finds_all_of_it(client, filled):
    town, boss, user = filled
    text, heads = text_of_docx(fetched(client, user, town, "docx"))
    assert [one for one in WRITTEN if one not in text] == []
    assert [one for one in every_word(boss, town) if one not in text] == []
    assert sum(head.startswith(tuple("123456")) and "." in head[:4] for head in heads) == 25


@pytest.mark.django_db
def test_the_page_and_the_sheet_hold_the_same(client, filled):
    town, boss, user = filled
    shown = fetched(client, user, town, "").decode().replace("&#x27;", "'")
    rows = spreadsheet.read("modell.xlsx", fetched(client, user, town, "xlsx"))
    text = "\n".join(cell for row in rows for cell in row)
    for holds in (shown, text):
        assert [one for one in every_word(boss, town) if one not in holds] == []
    assert [one for one in WRITTEN if one not in shown.replace("<br>", " ")] == []
    spread = [one for one in WRITTEN if not one.startswith(("Kari", "Medisin"))]
    assert [one for one in spread if one not in text] == []
    assert len(rows) > 400


@pytest.mark.django_db
def test_a_pdf_is_made_that_names_its_language_and_title(client, filled):
    town, _boss, user = filled
    content = fetched(client, user, town, "pdf")
    assert content.startswith(b"%PDF-")
    assert b"/Lang(nb)" in content or b"/Lang (nb)" in content
    assert b"pdfuaid:part" in content, "an accessible PDF, and not the way out"


@pytest.mark.django_db
def test_the_whole_model_asks_no_more_than_one_task(filled, django_assert_max_num_queries):
    town, boss, _user = filled
    with django_assert_max_num_queries(12):
        queries.whole(boss, owner_id=town.pk, now=NOW)
    with django_assert_max_num_queries(12):
        queries.task_page(boss, owner_id=town.pk, task=TASK, now=NOW)


@pytest.mark.django_db
def test_a_neighbour_gets_no_document_and_without_an_edition_there_is_none(client, filled):
    town, _boss, _user = filled
    neighbour = make_user("Per Moen")
    make_membership(neighbour, make_organisation("Risør kommune"), "unit_leader")
    logged_in(neighbour, client)
    assert client.get(reverse("servicemodel:document", args=[town.pk])).status_code == 404
    bare = make_organisation("Åmli kommune")
    make_membership(neighbour, bare, "unit_leader")
    assert client.get(reverse("servicemodel:document", args=[bare.pk])).status_code == 404


@pytest.mark.unit
def test_text_is_text_and_never_markup():
    assert pdf.pdf(HOSTILE).startswith(b"%PDF-")
    text, heads = text_of_docx(docx.docx(HOSTILE))
    assert '"] #panic("les meg ikke")' in text and "_understreket_ <script>" in text
    assert heads == ["1 $x$ [Område] ", "1.1 Oppgave", "Del"]


@pytest.mark.unit
def test_a_sign_that_no_font_has_is_no_hindrance():
    assert pdf.pdf(Document("Modell", "", "nb", (Paragraph("Bra 👍 دعم"),))).startswith(b"%PDF-")
