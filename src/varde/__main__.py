"""`python -m varde …`, and `varde …` once installed."""

from __future__ import annotations

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
    import django

    django.setup()
    from varde.config.jobs import jobs
    from varde.interfaces.cli import Command, run, work

    run([Command("work", "Read signals, raise alarms, escalate and send messages.", work.work(jobs))])


if __name__ == "__main__":
    main()
