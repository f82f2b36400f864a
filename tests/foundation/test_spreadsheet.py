"""What a spreadsheet may look like, and what is refused before it costs anything."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from varde.foundation import spreadsheet
from varde.foundation.spreadsheet import Fault, Unusable, read

pytestmark = pytest.mark.unit
TEXT = "Navn;Sted\nÆrlig Øst;Årdal\n"


def fault(name: str, content: bytes, **bounds: int) -> Fault:
    with pytest.raises(Unusable) as refused:
        read(name, content, **bounds)
    return refused.value.fault


def xlsx(*rows: list[object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_norwegian_letters_are_read_in_every_encoding_and_with_every_separator(encoding, sign):
    content = TEXT.replace(";", sign).encode(encoding)
    assert read("liste.csv", content) == [["Navn", "Sted"], ["Ærlig Øst", "Årdal"]]


def test_a_quoted_cell_may_hold_the_separator_and_a_line_break():
    assert read("l.csv", b'A;B\r\n"x;y";"1\r\n2"\r\n')[1] == ["x;y", "1\r\n2"]


def test_a_long_number_in_a_sheet_is_read_as_its_digits():
    assert (
        read("l.xlsx", xlsx(["IMEI"], [356938035643809], [356938035643809.0]))[1:]
        == [["356938035643809"]] * 2
    )


def test_an_empty_row_in_the_middle_keeps_its_number_and_empty_ones_at_the_end_are_gone():
    assert read("l.csv", b"A\n1\n\n2\n\n\n") == [["A"], ["1"], [], ["2"]]
    assert read("l.xlsx", xlsx(["A"], [1], [None], [2])) == [["A"], ["1"], [""], ["2"]]


def test_too_large_too_long_or_only_heads_is_refused():
    assert fault("l.csv", b"x" * (spreadsheet.MOST_BYTES + 1)) is Fault.SIZE
    assert fault("l.csv", b"A\n" + b"1\n" * 2001) is Fault.ROWS
    assert fault("l.csv", b"A\n") is fault("l.csv", b"") is Fault.ROWS
    assert len(read("l.csv", b"A\n" + b"1\n" * 2001, most_rows=3000)) == 2002


def test_what_is_no_sheet_is_refused():
    assert fault("l.xlsx", b"PK not a zip") is Fault.KIND
    assert fault("l.csv", b"A;B\n\x00;1\n") is Fault.KIND
    assert fault("l.csv", b"\x81\x8d\xff;1\n1;2\n") is Fault.KIND


def test_a_sheet_that_claims_a_million_rows_is_not_unfolded():
    content = xlsx(["A"], ["1"])
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part in source.namelist():
            text = source.read(part)
            if part.endswith("sheet1.xml"):
                text = text.replace(b'<row r="2">', b'<row r="1048576">').replace(b'r="A2"', b'r="A1048576"')
                text = text.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
            packed.writestr(part, text)
    assert fault("l.xlsx", out.getvalue()) is Fault.ROWS
