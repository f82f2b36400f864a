"""The generated pages that only the composition root can write: the settings, and the map of the apps."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.apps import apps

from varde.config.options import OPTIONS, Option

FLOORS = ("config", "demo", "interfaces", "governance", "care", "ground", "foundation", "kernel")
PARTS = ("varde.kernel", "varde.interfaces.intake", "varde.interfaces.cli")  # no Django apps, but on the map


def _row(option: Option) -> str:
    default = f"`{option.default}`" if option.default else ""
    marks = ", ".join(
        word for word, holds in (("needed", option.required), ("secret", option.secret)) if holds
    )
    meaning = option.meaning.replace("|", "\\|")
    return f"| `{option.name}` | {meaning} | {default} | {marks} |".replace("  ", " ")


def settings_page() -> str:
    """Every setting: what it means, its default, whether production needs it and whether it is a secret."""
    head = (
        "# Settings",
        "",
        "Made by `varde docs` from `src/varde/config/options.py`. Settings are environment variables, checked at start: "
        "a missing, weak or misspelt one stops Varde with a message that lists every fault at once.",
        "",
        "| setting | meaning | default | |",
        "|---|---|---|---|",
    )
    return "\n".join([*head, *map(_row, OPTIONS)]) + "\n"


def _charter(name: str) -> str:
    return (import_module(name).__doc__ or "").strip().split("\n")[0]


def map_page() -> str:
    """Floors from the top down, and the first line of each app's charter."""
    names = {app.name for app in apps.get_app_configs() if app.name.startswith("varde.")} | set(PARTS)
    lines = [
        "# Map",
        "",
        "Made by `varde docs`. Each floor imports only those below it; each line is the start of an app's charter, "
        "the docstring of its package.",
    ]
    for floor in FLOORS:
        here = sorted(name for name in names if name.split(".")[1] == floor)
        if here:
            lines += ["", f"## {floor}", ""]
            lines += [
                f"- **{name.removeprefix('varde.').replace('.', '/')}**: {_charter(name)}" for name in here
            ]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {"operations/settings.md": settings_page, "map.md": map_page}
