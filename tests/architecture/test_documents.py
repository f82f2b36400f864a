"""What is written down equals what is true: the access matrix, and the decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture import lists
from tests.architecture.sources import ROOT, files, short
from varde.config import documents
from varde.config.options import OPTIONS
from varde.interfaces.cli import docs

pytestmark = pytest.mark.unit
SQL = re.compile(
    r"\.cursor\(|\bRunSQL\(|\.extra\(|\.raw\(|RawSQL\(|\.executescript\(|sqlite3\.connect|psycopg\.connect"
)


def misnumbered(folder: Path) -> list[str]:
    """Decisions whose heading does not carry the number of the file, and numbers used twice or left out."""
    wrong, numbers = [], []
    for path in sorted(folder.glob("[0-9]*.md")):
        number = int(path.name.split("-")[0])
        numbers.append(number)
        heading = re.match(r"# (?:ADR )?0*(\d+)\b", path.read_text(encoding="utf-8"))
        if heading is None or int(heading[1]) != number:
            wrong.append(path.name)
    return wrong if numbers == list(range(1, len(numbers) + 1)) else [*wrong, f"numbers: {numbers}"]


def with_sql(folder: Path) -> set[str]:
    return {short(path) for path in files(folder) if SQL.search(path.read_text(encoding="utf-8"))}


def test_the_access_matrix_is_the_one_that_holds() -> None:
    assert (ROOT / "docs" / "access-matrix.md").read_text(encoding="utf-8") == docs.access_matrix(), (
        "run `make docs`"
    )


def test_decisions_are_numbered_as_their_files() -> None:
    assert misnumbered(ROOT / "docs" / "adr") == []


def test_raw_sql_stands_in_the_listed_files_alone() -> None:
    assert with_sql(ROOT / "src" / "varde") == lists.RAW_SQL


def test_of_the_test_wrong_numbers_and_stray_sql_are_caught(tmp_path: Path) -> None:
    (tmp_path / "0001-keys.md").write_text("# 1. Keys\n")
    assert misnumbered(tmp_path) == []
    (tmp_path / "0003-floors.md").write_text("# 2. Floors\n")
    assert misnumbered(tmp_path) == ["0003-floors.md", "numbers: [1, 3]"]
    (tmp_path / "queries.py").write_text("with connection.cursor() as c: ...\n")
    assert with_sql(tmp_path) == {"queries.py"}


@pytest.mark.parametrize("name", sorted(documents.PAGES))
def test_the_generated_pages_are_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == documents.PAGES[name](), "run `varde docs`"


def test_the_settings_page_names_every_setting_and_no_value_of_this_machine() -> None:
    page = documents.settings_page()
    rows = [line for line in page.splitlines() if line.startswith("| `VARDE_")]
    assert len(rows) == len(OPTIONS)
    assert all(len(row.replace(chr(92) + "|", "").split("|")) == 6 for row in rows), "four columns in each"
