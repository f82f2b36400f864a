"""HTML attributes from keyword arguments, escaped."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def attributes(**given: object) -> SafeString:
    """` name="value"` for each argument that says something.

    None, False and "" leave the attribute out; True gives it without a value. An underscore in a name becomes
    a hyphen and one at the end is dropped, so `hx_post`, `class_` and `for_` can be written in a template.
    """
    parts = []
    for name, value in given.items():
        if value is None or value is False or value == "":
            continue
        key = name.rstrip("_").replace("_", "-")
        parts.append(format_html(" {}", key) if value is True else format_html(' {}="{}"', key, value))
    return format_html_join("", "{}", ((part,) for part in parts))
