"""Reading and writing spreadsheets (CSV and XLSX) as plain text cells, within bounds and without formulas."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

import openpyxl
import tablib

MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_COLUMNS = 2_000_000, 40_000_000, 2_000, 100
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
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a spreadsheet keeps 356938035643809 as 3.56938035643809E+14
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def written(heads: Sequence[str], lines: Iterable[Sequence[str]], kind: str) -> bytes:
    """`kind` is "csv" (semicolons and a byte order mark, as Norwegian spreadsheets want it) or "xlsx"."""
    sheet = tablib.Dataset(headers=list(heads))
    for line in lines:
        sheet.append([harmless(cell) for cell in line])
    return sheet.export("xlsx") if kind == "xlsx" else sheet.export("csv", delimiter=";").encode("utf-8-sig")


def read(
    name: str, content: bytes, *, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS
) -> list[list[str]]:
    """The heads and then the rows, as text; empty rows too, so that a row keeps its number. Raises Unusable."""
    if len(content) > most_bytes:
        raise Unusable(Fault.SIZE)
    try:
        rows = _xlsx(content, most_rows) if name.lower().endswith(".xlsx") else _csv(content, most_rows)
    except (zipfile.BadZipFile, csv.Error, ValueError, KeyError, OSError, TypeError, AttributeError):
        raise Unusable(Fault.KIND) from None
    if not 2 <= len(rows) <= most_rows + 1:
        raise Unusable(Fault.ROWS)
    return [[_plain(cell) for cell in row] for row in rows]


def _xlsx(content: bytes, most_rows: int) -> list[Sequence[Any]]:
    """The first sheet. Rows and columns beyond the bounds are not unfolded: a small file may claim a million."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("unpacks to too much")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    most_columns = min(sheet.max_column or MOST_COLUMNS, MOST_COLUMNS)
    return _trimmed(list(sheet.iter_rows(max_row=most_rows + 2, max_col=most_columns, values_only=True)))


def _csv(content: bytes, most_rows: int) -> list[Sequence[Any]]:
    text = _text(content)
    if "\0" in text:
        raise ValueError("no text")
    first = Counter(text.partition("\n")[0])
    found = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=lambda sign: first[sign]))
    return _trimmed([row[:MOST_COLUMNS] for row in islice(found, most_rows + 2)])


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _trimmed(rows: list[Sequence[Any]]) -> list[Sequence[Any]]:
    """Without empty rows at the end, and without what stands under no head."""
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()
    heads = [at for at, head in enumerate(rows[0] if rows else (), start=1) if head not in (None, "")]
    return [row[: max(heads, default=0)] for row in rows]
