"""`python -m varde …`, and `varde …` once installed."""

from __future__ import annotations

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
    import django

    django.setup()
    from varde.interfaces.cli import run

    run()


if __name__ == "__main__":
    main()
