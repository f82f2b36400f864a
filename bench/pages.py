"""`python -m bench.pages`: how fast the pages of cases and equipment are, at 1,000 cases and at 10,000.

For each database a fresh one is filled by bulk (10,000 cases, 30,000 items, 300,000 timeline entries) and each page is
asked for 30 times through the whole of the web application, logged in, in one process. Printed: the median in
milliseconds, and the number of queries. Limits: 200 ms, 25 queries, 1.3 times the figure at 1,000.

--signals N  then fill the signal log with so many signals, all read, and ask again (P6: 10,000,000; no page slower than 1.2 times)
--write      also put the table into docs/operations/pages.md
--cases      other sizes, --only one database: to try it out
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
MOST_MS, MOST_QUERIES, MOST_GROWTH, MOST_LATER = 200.0, 25, 1.3, 1.2


def run_on(database: str, sizes: tuple[int, int], signals: int) -> dict[str, Any]:
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
            command = [sys.executable, "-m", "bench.pages_measure", *map(str, (*sizes, signals))]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        finally:
            if server:
                server.stop()
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def table(found: dict[str, dict[str, Any]], sizes: tuple[int, int], signals: int) -> tuple[str, bool]:
    """The figures as a table, and whether all hold on PostgreSQL."""
    head = ["page", "database", f"at {sizes[0]:,}", f"at {sizes[1]:,}", "times", "queries"]
    head += [f"with {signals:,} signals", "times"] if signals else []
    rows, good = [[*head, "holds"], ["---"] * (len(head) + 1)], True
    for database, pages in found.items():
        for name, figures in pages.items():
            (small, _), (large, queries) = (figures[str(size)] for size in sizes)
            growth, more = large / small, figures["signals"][0] / large if signals else 1.0
            holds = (
                large <= MOST_MS and queries <= MOST_QUERIES and growth <= MOST_GROWTH and more <= MOST_LATER
            )
            good = good and (holds or database != "postgres")
            cells = [name, database, f"{small} ms", f"{large} ms", f"{growth:.2f}", str(queries)]
            cells += [f"{figures['signals'][0]} ms", f"{more:.2f}"] if signals else []
            rows.append([*cells, "yes" if holds else "NO"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows), good


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cases", type=int, nargs=2, default=SIZES, help="two other sizes, to try it out")
    parser.add_argument("--signals", type=int, default=0)
    parser.add_argument("--only", choices=("postgres", "sqlite"))
    chosen = parser.parse_args()
    sizes = (chosen.cases[0], chosen.cases[1])
    names = (chosen.only,) if chosen.only else ("postgres", "sqlite")
    found = {database: run_on(database, sizes, chosen.signals) for database in names}
    said, good = table({name: pages for name, pages in found.items() if pages}, sizes, chosen.signals)
    print(said)
    if chosen.write:
        head = "# Pages\n\nMade by `python -m bench.pages --write`. Limits: 200 ms, 25 queries, 1.3 times (PostgreSQL).\n\n"
        head += "With a full log: no page slower than 1.2 times (P6).\n\n" if chosen.signals else ""
        Path("docs/operations/pages.md").write_text(head + said + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
