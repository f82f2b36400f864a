"""Only the listed pages can be reached without logging in; and no form tells of its errors twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver, path

from tests.architecture import lists
from tests.architecture.sources import files, short


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


def told_twice(template: str) -> set[str]:
    """Forms printed whole, which begin with their errors, whose errors the template prints besides."""
    told = {
        name
        for one in re.findall(r"{% error_summary ([\w ]+?)(?: title=.*?)?%}", template)
        for name in one.split()
    }
    return told & set(re.findall(r"{{ (\w+) }}", template))


def test_no_form_tells_of_its_errors_twice() -> None:
    twice = {short(path): told_twice(path.read_text(encoding="utf-8")) for path in files(pattern="*.html")}
    assert {name: forms for name, forms in twice.items() if forms} == {}


def test_of_the_test_errors_that_stand_twice_are_caught() -> None:
    assert told_twice("{% error_summary form note %}<form>{{ form }}</form>") == {"form"}
    assert told_twice('{% error_summary step title=_("Rett opp") %}{% field step.name %}') == set()
