"""`varde docs`: documents that are made from the code, so that they cannot drift from it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from varde.foundation.authorisation import GUARDED, roles

DOCS = Path(__file__).resolve().parents[4] / "docs"


def _load_doors() -> None:
    """Every app's queries and actions, so that no guard is missing because nothing had asked for its module."""
    for app in apps.get_app_configs():
        for door in ("queries", "actions"):
            if app.name.startswith("varde.") and find_spec(f"{app.name}.{door}") is not None:
                import_module(f"{app.name}.{door}")


def access_matrix() -> str:
    """Functions × roles: ● in own organisation and by agreement, ○ also under a lapsed agreement."""
    _load_doors()
    table = list(roles().values())
    lines = [
        "# Access matrix",
        "",
        "Made by `varde docs`. ● in own organisation and where an agreement in force names the role; "
        "◐ also, as the minimum needed to help, where such an agreement has lapsed.",
        "",
        "| function | permission | " + " | ".join(role.code for role in table) + " |",
        "|---|---|" + "---|" * len(table),
    ]
    for name, guarded in sorted(GUARDED.items()):
        if not name.startswith("varde.") or guarded.permission is None:
            continue
        marks = [
            "◐" if guarded.permission in r.beyond else "●" if guarded.permission in r.permissions else ""
            for r in table
        ]
        lines.append(f"| {name.removeprefix('varde.')} | {guarded.permission} | " + " | ".join(marks) + " |")
    lines += ["", "## Without a guard, because …", ""]
    lines += [
        f"- `{n.removeprefix('varde.')}`: {g.reason}"
        for n, g in sorted(GUARDED.items())
        if g.permission is None and n.startswith("varde.")
    ]
    lines += ["", "## Roles", ""]
    lines += [f"- **{role.code}** ({role.title}): {role.sentence}" for role in table]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {"access-matrix.md": access_matrix}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether the documents are up to date")


def run(chosen: argparse.Namespace) -> int:
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not chosen.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(("stale, run make docs: " if chosen.check else "written: ") + ", ".join(stale))
    return 1 if stale and chosen.check else 0
