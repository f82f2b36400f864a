"""Keeps the English translations complete.

The texts in code and templates are Norwegian; each app has locale/en/LC_MESSAGES/django.po.
`python -m tests.messages` adds what is missing with an empty translation and drops what is gone; `--check` only says.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "src" / "varde"
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)  # in every head, so that a file changes with its texts alone
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def homes() -> list[Path]:
    """Folders that own their texts: every app, and every package of the foundation and the interfaces."""
    found = [
        p
        for floor in ("care", "ground", "foundation", "interfaces", "governance")
        for p in (ROOT / floor).glob("*")
        if p.is_dir()
    ]
    return [*found, ROOT / "config", ROOT / "demo"]


def texts(home: Path) -> Catalog:
    catalogue = Catalog(locale="en")
    for path in sorted(home.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or {
            "tests",
            "migrations",
            "locale",
            "__pycache__",
        } & set(path.parts):
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            flat = templatize(source, origin=str(path)).splitlines()
            source = "\n".join(line.lstrip() for line in flat)  # indentation means nothing in a page
        for _, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def update(home: Path, *, write: bool) -> list[str]:
    wanted = texts(home)
    path = home / "locale" / "en" / "LC_MESSAGES" / "django.po"
    have = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as source:
            have = read_po(source, locale="en")
    fresh, faults = Catalog(locale="en", creation_date=BEGUN), []
    for message in wanted:
        if not message.id:
            continue
        old = have.get(message.id, context=message.context)
        empty = ("", "") if isinstance(message.id, tuple) else ""
        text = old.string if old is not None and isinstance(old.string, type(empty)) else empty
        fresh.add(message.id, text, context=message.context)
        if not text or (isinstance(text, tuple) and not all(text)):
            faults.append(f"{path.relative_to(ROOT)}: {message.id!r} has no translation")
    if write and len(fresh):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, fresh, width=120, sort_output=True, omit_header=False)
    return faults


def main(words: list[str]) -> int:
    django.setup()
    faults = [fault for home in homes() for fault in update(home, write="--check" not in words)]
    print("\n".join(faults))
    return 1 if faults and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
