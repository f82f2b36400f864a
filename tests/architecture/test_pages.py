"""Only the listed pages can be reached without logging in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver, path

from tests.architecture import lists


def pages(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, one.callback
        else:
            yield from pages(one.url_patterns, here)


def public(patterns: Any) -> set[str]:
    return {address for address, view in pages(patterns) if not getattr(view, "login_required", True)}


def test_only_the_listed_pages_are_public() -> None:
    assert public(get_resolver().url_patterns) == lists.PUBLIC


def test_of_the_test_a_page_that_opened_itself_is_caught() -> None:
    @login_not_required
    def opened(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert public([path("apen/", opened)]) == {"apen/"}
