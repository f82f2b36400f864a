"""`python -m bench.pages`: how fast the pages of cases and equipment are, at 1,000 cases and at 10,000.

For each database a fresh one is filled by bulk (10,000 cases, 30,000 items, 300,000 timeline entries) and each page is
asked for 30 times through the whole of the web application, logged in, in one process. Printed: the median in
milliseconds, and the number of queries. Limits: 200 ms, 25 queries, 1.3 times the figure at 1,000.

--write   also put the table into docs/operations/pages.md
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests import postgres

SIZES = (1_000, 10_000)
MOST_MS, MOST_QUERIES, MOST_GROWTH = 200.0, 25, 1.3


def run_on(database: str) -> dict[str, Any]:
    """A fresh database in a folder of its own, measured by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="varde-pages-") as folder:
        os.chmod(folder, 0o755)
        (Path(folder) / "static").mkdir()
        server = postgres.start() if database == "postgres" else None
        if database == "postgres" and server is None:
            print(postgres.MISSING)
            return {}
        url = server.url if server else "sqlite"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("VARDE_")}
        environment |= {
            "VARDE_MODE": "test",
            "VARDE_DATA": folder,
            "VARDE_LOG": "ERROR",
            "VARDE_DATABASE": url,
        }
        environment["DJANGO_SETTINGS_MODULE"] = "varde.config.settings"
        try:
            command = [sys.executable, "-m", "bench.pages_measure"]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        finally:
            if server:
                server.stop()
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def table(found: dict[str, dict[str, Any]]) -> tuple[str, bool]:
    """The figures as a table, and whether all hold on PostgreSQL."""
    lines = [
        "| page | database | at 1,000 | at 10,000 | times | queries | holds |",
        "|---|---|---|---|---|---|---|",
    ]
    good = True
    for database, pages in found.items():
        for name, sizes in pages.items():
            (small, _), (large, queries) = (sizes[str(size)] for size in SIZES)
            growth = large / small if small else 0
            holds = large <= MOST_MS and queries <= MOST_QUERIES and growth <= MOST_GROWTH
            good = good and (holds or database != "postgres")
            mark = "yes" if holds else "NO"
            lines.append(
                f"| {name} | {database} | {small} ms | {large} ms | {growth:.2f} | {queries} | {mark} |"
            )
    return "\n".join(lines), good


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    found = {database: run_on(database) for database in ("postgres", "sqlite")}
    said, good = table({name: pages for name, pages in found.items() if pages})
    print(said)
    if chosen.write:
        head = "# Pages\n\nMade by `python -m bench.pages --write`. Limits: 200 ms, 25 queries, 1.3 times (PostgreSQL).\n\n"
        Path("docs/operations/pages.md").write_text(head + said + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
