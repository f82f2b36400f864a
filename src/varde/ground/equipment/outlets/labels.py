"""Labels as PDF: typst draws, segno makes the QR code."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import segno
import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PER_SHEET = 24  # 3 × 8 on A4, 70 × 37 mm each
MOST = 240


@dataclass(frozen=True, slots=True)
class Label:
    """`url` opens the item when scanned. `to` and `lines` stand on a return label only."""

    url: str
    code: str
    product: str
    serial: str
    owner: str
    to: str = ""
    lines: tuple[str, ...] = ()


@cache
def _template() -> bytes:
    return Path(__file__).with_name("label.typ").read_bytes()


def qr(url: str) -> str:
    """The code as SVG text, black on white with the quiet zone the standard asks for."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=4, light="white")
    return out.getvalue().decode()


def sheet(labels: Sequence[Label], *, skip: int = 0) -> bytes:
    """A4 sheets of small labels; `skip` leaves the first places of a used sheet empty."""
    return _drawn("sheet", labels, skip % PER_SHEET)


def returns(labels: Sequence[Label]) -> bytes:
    """One A6 page for each item that is sent away."""
    return _drawn("return", labels, 0)


def _drawn(shape: str, labels: Sequence[Label], skip: int) -> bytes:
    if not 0 < len(labels) <= MOST:
        raise ValueError(f"1 to {MOST} labels at a time")
    job = {
        "shape": shape,
        "skip": skip,
        "lang": (get_language() or "nb")[:2],
        "title": _("Etiketter") if shape == "sheet" else _("Returseddel"),
        "labels": [{**asdict(one), "qr": qr(one.url)} for one in labels],
        "words": {
            "heading": _("Retur"),
            "to": _("Sendes til"),
            "serial": _("Serienummer"),
            "owner": _("Eier:"),
            "qr": _("QR-kode for"),
        },
    }
    drawn = typst.compile(
        _template(), format="pdf", sys_inputs={"job": json.dumps(job)}, pdf_standards=["ua-1"]
    )
    assert isinstance(drawn, bytes)  # one document, no file named
    return drawn
