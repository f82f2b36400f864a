"""The document as PDF/UA: typst sets it, with page numbers and a table of contents."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import gettext as _

from varde.governance.servicemodel.outlets.blocks import Block, Document, visible

TYPE: Final = "application/pdf"


@cache
def _template() -> bytes:
    return Path(__file__).with_name("document.typ").read_bytes()


def pdf(document: Document) -> bytes:
    """PDF/UA where every sign can be shown; a sign that no font has (an emoji in a note) costs the file that promise only."""
    job = {
        "title": visible(document.title),
        "subtitle": visible(document.subtitle),
        "lang": document.language,
        "contents": _("Innhold"),
        "blocks": [_block(one) for one in document.blocks],
    }
    try:
        return _set(job, promised=True)
    except typst.TypstError:
        return _set(job, promised=False)


def _set(job: dict[str, Any], *, promised: bool) -> bytes:
    drawn = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"job": json.dumps(job)},
        pdf_standards=["ua-1"] if promised else None,
    )
    assert isinstance(drawn, bytes)  # one document, no file named
    return drawn


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **_shown(asdict(block))}


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value
