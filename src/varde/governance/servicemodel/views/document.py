"""The whole model of an organisation as one document: on a page to print, and as DOCX, PDF, XLSX or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from varde.foundation import spreadsheet
from varde.foundation.ui.components.formats import day, long_day, said
from varde.governance.servicemodel import queries
from varde.governance.servicemodel.forms import AtForm
from varde.governance.servicemodel.outlets import docx, pdf
from varde.governance.servicemodel.outlets.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from varde.governance.servicemodel.rules.layers import Shown
from varde.governance.servicemodel.views.shown import (
    LIGHTS,
    STATE_NAMES,
    actor_of,
    page,
    past,
    place_of,
    statuses,
    words_of,
)
from varde.kernel.clock import now as clock_now

HEADS = (
    gettext_lazy("Område"),
    gettext_lazy("Oppgave"),
    gettext_lazy("Tittel"),
    gettext_lazy("Del"),
    gettext_lazy("Punkt"),
    gettext_lazy("Tilstand"),
    gettext_lazy("Utdypet"),
    gettext_lazy("Hvem"),
    gettext_lazy("Dag"),
)
MAKERS = {"docx": (docx.docx, docx.TYPE), "pdf": (pdf.pdf, pdf.TYPE)}


@require_GET
@never_cache
def document(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    """`?format=`: "docx", "pdf", "xlsx" or "csv"; without it a page to read and print. `?at=`: as it stood on a past day."""
    actor, now = actor_of(request), clock_now()
    place = place_of(actor, owner_id)
    on, then = past(AtForm(request.GET or None), now)
    chapters = queries.whole(actor, owner_id=owner_id, now=now, at=then)
    if not chapters:
        raise Http404
    made = _document(place.name, long_day(on or now), chapters)
    if found := _file(request.GET.get("format", ""), place.name, made, chapters):
        return found
    given = {"place": place, "document": made, "blocks": _shown(made)}
    return page(request, "document", "tasks", given | {"then": f"?at={on:%Y-%m-%d}&" if on else "?"})


def _file(
    kind: str, place: str, made: Document, chapters: Iterable[queries.ChapterSeen]
) -> HttpResponse | None:
    """The file of that kind; None for a kind that is none."""
    if kind in spreadsheet.TYPES:
        content = spreadsheet.written([str(head) for head in HEADS], _rows(chapters), kind)
    elif kind in MAKERS:
        content = MAKERS[kind][0](made)
    else:
        return None
    media = spreadsheet.TYPES.get(kind) or MAKERS[kind][1]
    response = HttpResponse(content, content_type=media)
    name = f"{_('tjenestemodell')}-{slugify(place)}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shown(made: Document) -> Iterator[dict[str, Any]]:
    """The blocks for the page: a table is named by the heading above it, and each cell knows its head."""
    heading = made.title
    for block in made.blocks:
        kind = type(block).__name__.lower()
        rows: list[list[tuple[str, str]]] = []
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            rows = [list(zip(block.heads, row, strict=True)) for row in block.rows]
        yield {"kind": kind, "block": block, "heading": heading, "rows": rows}


def _document(place: str, on: str, chapters: Iterable[queries.ChapterSeen]) -> Document:
    title = _("Tjenestemodellen i %(place)s") % {"place": place}
    language = "en" if (get_language() or "nb").startswith("en") else "nb"
    blocks = [block for one in chapters for block in _chapter(one)]
    return Document(title, _("Slik den sto %(day)s") % {"day": on}, language, tuple(blocks))


def _chapter(one: queries.ChapterSeen) -> Iterator[Block]:
    yield Heading(1, f"{one.number} {said(one.title)}")
    for task in one.tasks:
        yield from _task(task)


def _task(task: queries.TaskPage) -> Iterator[Block]:
    yield Heading(2, f"{task.number} {said(task.title)}")
    yield Paragraph(_standing(task))
    yield from _bullets(_("Mål"), task.sections["goals"])
    yield from _responsible(task)
    yield from _unclear(task)
    yield Heading(3, _("Sjekkliste"))
    yield Table((_("Punkt"), _("Tilstand"), _("Hva viser det")), tuple(_line(one) for one in task.lines))
    yield from _bullets(_("Dette gjøres"), task.sections["todo"])
    yield from _bullets(_("Tips"), task.sections["tips"])
    if task.links:
        yield Heading(3, _("Les mer"))
        yield Bullets(tuple(f"{said(one.title)} {one.url}".strip() for one in task.links))
    if task.notes:
        yield Heading(3, _("Notater"))
        yield Bullets(tuple(f"{day(one.at)}, {one.by_name}: {one.text}" for one in task.notes))


def _standing(task: queries.TaskPage) -> str:
    """How far it has come, in one paragraph."""
    parts = [
        _("%(n)s av %(all)s punkter i orden.") % {"n": task.count.green, "all": task.count.counted},
        _("Ansvarlig: %(name)s.") % {"name": _person(task.charge)},
        *(f"{name}: {mark.word}." for name, mark in statuses(task.statuses)),
    ]
    return " ".join(parts)


def _person(charge: object | None) -> str:
    if charge is None:
        return _("ikke valgt")
    name, unit = getattr(charge, "name", ""), getattr(charge, "unit", "")
    deputy = getattr(charge, "deputy_name", "")
    named = f"{name} ({unit})" if unit else name
    return _("%(name)s, stedfortreder %(deputy)s") % {"name": named, "deputy": deputy} if deputy else named


def _bullets(title: str, points: Iterable[Shown]) -> Iterator[Block]:
    if lines := tuple(_own(one) for one in points if one.is_relevant):
        yield Heading(3, title)
        yield Bullets(lines)


def _own(one: Shown) -> str:
    """The words, and whether they are the organisation's own."""
    return (
        said(one.words) if one.origin == "above" else _("%(words)s (egne ord)") % {"words": said(one.words)}
    )


def _responsible(task: queries.TaskPage) -> Iterator[Block]:
    for arrangement, actors in task.responsible.items():
        yield Heading(3, _("Hvem gjør hva: %(way)s") % {"way": said(task.arrangements[arrangement])})
        rows = [
            (
                said(one.title),
                _person(one.charge),
                "\n".join(_own(point) for point in one.points if point.is_relevant),
            )
            for one in actors
        ]
        yield Table((_("Hvem"), _("Ansvarlig hos oss"), _("Oppgaver")), tuple(rows))


def _unclear(task: queries.TaskPage) -> Iterator[Block]:
    rows = [
        (
            one.question,
            one.name,
            day(one.due_on),
            f"{one.answer} ({day(one.answered_at)})" if one.answered_at else _("Ikke avklart"),
        )
        for one in task.clarifications
    ]
    if rows:
        yield Heading(3, _("Avklaringer"))
        yield Table((_("Spørsmål"), _("Avklares av"), _("Frist"), _("Svar")), tuple(rows))
    if task.suggested:
        yield Heading(3, _("Bør avklares"))
        yield Bullets(tuple(_own(one) for one in task.suggested))


def _line(one: queries.Line) -> tuple[str, str, str]:
    """A line of the checklist: words, light, and what the system and a person say of it."""
    if one.is_heading:
        return _own(one.shown), "", ""
    return _own(one.shown), str(LIGHTS[one.light].word), " ".join(filter(None, [_proof(one), _answer(one)]))


def _proof(one: queries.Line) -> str:
    return words_of(one.found.why) if one.found else ""


def _answer(one: queries.Line) -> str:
    if one.answer is None:
        return ""
    said_by = {
        "state": STATE_NAMES[one.answer.state],
        "name": one.answer.by_name,
        "day": day(one.answer.at),
        "evidence": " ".join([one.answer.evidence, one.answer.link]).strip(),
    }
    return (_("%(state)s, sier %(name)s %(day)s. %(evidence)s") % said_by).strip()


def _rows(chapters: Iterable[queries.ChapterSeen]) -> Iterator[list[str]]:
    """One row for each thing that stands in the model, for a spreadsheet."""
    for chapter in chapters:
        for task in chapter.tasks:
            for parts in _parts(task):
                yield [said(chapter.title), task.number, said(task.title), *parts]


def _parts(task: queries.TaskPage) -> Iterator[tuple[str, str, str, str, str, str]]:
    for title, name in ((_("Mål"), "goals"), (_("Dette gjøres"), "todo"), (_("Tips"), "tips")):
        for point in task.sections[name]:
            yield title, _own(point), "" if point.is_relevant else _("Ikke aktuelt"), "", "", ""
    for way, actors in task.responsible.items():
        for one in actors:
            for point in one.points:
                who = _person(one.charge) if one.charge else ""
                yield _("Ansvar"), _own(point), said(one.title), said(task.arrangements[way]), who, ""
    for line in task.lines:
        words, light, more = _line(line)
        at = day(line.answer.at) if line.answer else ""
        yield _("Sjekkliste"), words, light, more, line.answer.by_name if line.answer else "", at
    for name, mark in statuses(task.statuses, every=True):
        yield _("Status"), name, str(mark.word), "", "", ""
    for row in task.clarifications:
        state = _("Avklart") if row.answered_at else _("Ikke avklart")
        yield _("Avklaring"), row.question, state, row.answer, row.name, day(row.due_on)
    for point in task.suggested:
        yield _("Bør avklares"), _own(point), "", "", "", ""
    for note in task.notes:
        yield _("Notat"), note.text, "", "", note.by_name, day(note.at)
