"""The document as DOCX, with real headings, lists and table heads, so that Word and a screen reader can find their way."""

from __future__ import annotations

import io
from typing import Any, Final

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from varde.governance.servicemodel.outlets.blocks import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
    visible,
)

TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES: Final = {"nb": "nb-NO", "en": "en-GB"}


def docx(document: Document) -> bytes:
    file = new_document()
    file.core_properties.title = document.title
    file.core_properties.language = LANGUAGES[document.language]
    _speak(file, LANGUAGES[document.language])
    file.styles["Normal"].font.size = Pt(10)
    file.add_heading(visible(document.title), level=0)
    file.add_paragraph(visible(document.subtitle))
    for block in document.blocks:
        _add(file, block)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _speak(file: Any, language: str) -> None:
    """What a proofing tool and a screen reader take the text to be."""
    about = file.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    about.append(mark)


def _add(file: Any, block: Block) -> None:
    match block:
        case Heading():
            file.add_heading(visible(block.text), level=block.level)
        case Paragraph():
            file.add_paragraph(visible(block.text))
        case Bullets():
            for line in block.lines:
                file.add_paragraph(visible(line), style="List Bullet")
        case Table():
            _add_table(file, block)


def _add_table(file: Any, block: Table) -> None:
    table = file.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        cell.paragraphs[0].add_run(visible(head)).bold = True
    repeat = OxmlElement("w:tblHeader")  # the head stands again on every page
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = visible(text)
    file.add_paragraph()
