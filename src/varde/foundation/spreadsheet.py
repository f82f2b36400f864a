"""Reading and writing spreadsheets (CSV and XLSX) as plain text cells, within bounds and without formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import tablib

MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 2_000_000, 40_000_000, 2_000
FORMULA = re.compile(r"'*[=+\-@\t\r]")
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Fault(StrEnum):
    SIZE = "size"
    KIND = "kind"
    ROWS = "rows"


class Unusable(ValueError):
    """The file as a whole cannot be read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe first; a plain number does not."""
    return f"'{text}" if FORMULA.match(text) and not re.fullmatch(r"[+-][\d ]+", text) else text


def _plain(cell: Any) -> str:
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def written(heads: Sequence[str], lines: Iterable[Sequence[str]], kind: str) -> bytes:
    """`kind` is "csv" (semicolons and a byte order mark, as Norwegian spreadsheets want it) or "xlsx"."""
    sheet = tablib.Dataset(headers=list(heads))
    for line in lines:
        sheet.append([harmless(cell) for cell in line])
    return sheet.export("xlsx") if kind == "xlsx" else sheet.export("csv", delimiter=";").encode("utf-8-sig")


def read(name: str, content: bytes) -> list[list[str]]:
    """The heads and then the rows, as text. Raises Unusable."""
    if len(content) > MOST_BYTES:
        raise Unusable(Fault.SIZE)
    try:
        sheet = _xlsx(content) if name.lower().endswith(".xlsx") else _csv(content)
    except (tablib.TablibException, zipfile.BadZipFile, csv.Error, ValueError, KeyError, OSError):
        raise Unusable(Fault.KIND) from None
    lines = [[_plain(cell) for cell in line] for line in (sheet.headers or [], *sheet)]
    if not 2 <= len(lines) <= MOST_ROWS + 1:
        raise Unusable(Fault.ROWS)
    return [line for line in lines if any(line)]


def _xlsx(content: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("unpacks to too much")
    return tablib.Dataset().load(content, format="xlsx")


def _csv(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    first = Counter(text.partition("\n")[0])
    return tablib.Dataset().load(text, format="csv", delimiter=max(";,\t", key=lambda sign: first[sign]))
