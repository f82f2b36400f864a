"""`python -m varde …`, and `varde …` once installed."""

from __future__ import annotations

import gc
import os
import sys
import tempfile

SECRETS = ("VARDE_SECRET_KEY", "VARDE_KEYS", "VARDE_SEARCH_KEY", "VARDE_HOSTS")


def mode(words: list[str]) -> None:
    """`varde demo` needs no settings, unless this is a machine that has production's; help needs none at all."""
    if "VARDE_MODE" in os.environ:
        return
    if {"-h", "--help"} & set(words) or not words:
        os.environ["VARDE_MODE"], os.environ["VARDE_DATA"] = "test", tempfile.mkdtemp(prefix="varde-help-")
    elif words[0] == "demo" and not any(os.environ.get(name) for name in SECRETS):
        os.environ["VARDE_MODE"] = "demo"


def main() -> None:
    """What is loaded here lives as long as the process: to look through it for rubbish took a fifth of each start, and then
    a pause of 75 ms now and again for ever."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
    mode(sys.argv[1:])
    gc.disable()
    import django
    from django.conf import settings

    django.setup()
    from varde.config import documents, logs
    from varde.config.jobs import jobs
    from varde.interfaces.cli import Command, docs, run, work

    logs.guard()
    docs.PAGES.update(documents.PAGES)

    extra = [Command("work", "Read signals, raise alarms, escalate and send messages.", work.work(jobs))]
    if settings.VARDE_MODE != "production" or sys.argv[1:2] == ["demo"]:
        from varde.demo import command as demo

        extra.append(Command("demo", demo.SENTENCE, demo.run, demo.arguments))
    gc.freeze()
    gc.enable()
    run(extra)


if __name__ == "__main__":
    main()
