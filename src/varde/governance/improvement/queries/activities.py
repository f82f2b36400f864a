"""The activities that come with Varde. Read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from varde.foundation.authorisation import requires
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.reading import read
from varde.governance.improvement.rules.shape import Content
from varde.kernel.actor import Actor

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"


@cache
def content() -> Content:
    return read({path.stem: path.read_text(encoding="utf-8") for path in sorted(DEFAULTS.glob("*.yaml"))})


@requires(P.TAKE_PART)
def activities(actor: Actor) -> Content:
    """All activities, with the cells of the matrix and the lists that columns choose from."""
    return content()
