"""Texts of the rules, which stand in two languages, as the page's own language when they are shown."""

from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

from varde.care.pathways.rules.template import Words


class _Spoken:
    def __init__(self, words: Words) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words.said_in(get_language() or "nb")


def spoken(words: Words) -> Any:
    """The text in the language of whoever looks, at the moment it is shown."""
    return lazystr(_Spoken(words))
