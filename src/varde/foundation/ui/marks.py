"""A mark says one thing three ways: a word, a sign and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Mark:
    """How a code is shown: `word` on the screen, `icon` (aksel name), `color` (a data-color, or red … blue)."""

    word: Text
    icon: str
    color: str = "neutral"
