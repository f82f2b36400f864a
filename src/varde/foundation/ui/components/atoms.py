"""The small things: icon, button, tag, mark, badge, avatar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.middleware.csrf import get_token
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from varde.foundation.ui.components.attrs import attributes
from varde.foundation.ui.marks import Mark

NOTHING = SafeString("")


def sign(name: str, label: str = "") -> SafeString:
    """An Aksel icon from the sprite, in the colour of the text. Without `label` it is decoration.

    The names stand in frontend/icons.txt; a test fails if a template uses one that is not there.
    """
    if not name:
        return NOTHING
    spoken = attributes(role="img", aria_label=label) if label else attributes(aria_hidden="true")
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" focusable="false"{}><use href="{}#{}"></use></svg>',
        spoken,
        static("vendor/icons.svg"),
        name,
    )


def button(
    text: str, *, icon: str = "", variant: str = "", color: str = "", type: str = "submit", **attrs: object
) -> SafeString:
    """A button. `variant` is "", "secondary" or "tertiary"; other names become attributes (`hx_post`, `name`).

    In templates: {% button "Ta alarmen" icon="Bell" name="action" value="take" %}
    """
    more = attributes(data_variant=variant, data_color=color, **attrs)
    return format_html(
        '<button class="ds-button" type="{}"{}>{}<span>{}</span></button>', type, more, sign(icon), text
    )


def link_button(
    text: str, href: str, *, icon: str = "", variant: str = "secondary", color: str = "", **attrs: object
) -> SafeString:
    """A link that looks like a button. For going somewhere; what changes something is a `button` in a form."""
    more = attributes(data_variant=variant, data_color=color, **attrs)
    return format_html('<a class="ds-button" href="{}"{}>{}<span>{}</span></a>', href, more, sign(icon), text)


def post_button(
    context: Context, text: str, action: str, *, icon: str = "", variant: str = "", **attrs: Any
) -> SafeString:
    """A whole form with one button that posts to `action`, with its CSRF token. Works without JavaScript.

    `fields` (a mapping) becomes hidden inputs.
    """
    fields = attrs.pop("fields", None) or {}
    hidden = SafeString("").join(
        format_html('<input type="hidden" name="{}" value="{}">', name, value)
        for name, value in fields.items()
    )
    request = context.get("request")
    token = get_token(request) if request is not None else ""
    guard = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    inner = button(text, icon=icon, variant=variant, **attrs)
    return format_html(
        '<form class="inline" method="post" action="{}">{}{}{}</form>',
        action,
        guard,
        SafeString(hidden),
        inner,
    )


def tag(text: str, color: str = "neutral", *, icon: str = "", variant: str = "") -> SafeString:
    """A small label: word, colour, and a sign where the colour would else stand alone."""
    more = attributes(data_color=color, data_variant=variant)
    return format_html('<span class="ds-tag"{}>{}{}</span>', more, sign(icon), text)


def mark_of(code: object, marks: Mapping[object, Mark] | None) -> Mark:
    """The mark of a code; an unknown code is shown as it is, with a question mark, never hidden."""
    if isinstance(code, Mark):
        return code
    return (marks or {}).get(code) or Mark(str(code), "QuestionmarkDiamond")


def severity(code: object, marks: Mapping[object, Mark] | None = None) -> SafeString:
    """How serious: a tag with sign, word and colour. `code` is a Mark, or a key in `marks`."""
    shown = mark_of(code, marks)
    return tag(str(shown.word), shown.color, icon=shown.icon)


def urgency(code: object, marks: Mapping[object, Mark] | None = None) -> SafeString:
    """How fast: a pill in red, orange, yellow, green or blue with sign and word."""
    shown = mark_of(code, marks)
    return format_html(
        '<span class="urgency" data-urgency="{}">{}{}</span>', shown.color, sign(shown.icon), str(shown.word)
    )


def badge(count: int | str, label: str = "", color: str = "danger") -> SafeString:
    """A number in a disc, with `label` as what a screen reader says after it ("nye alarmer")."""
    return format_html(
        '<span class="ds-badge" data-color="{}" data-count="{}" aria-hidden="true"></span>'
        '<span class="ds-sr-only">{} {}</span>',
        color,
        count,
        count,
        label,
    )


def avatar(name: object) -> SafeString:
    """Initials in a disc; the name is what is read aloud."""
    words = str(name).split()
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return format_html(
        '<span class="ds-avatar" data-initials="{}" role="img" aria-label="{}"></span>', initials, name
    )


def copy_button(value: str, label: str = "") -> SafeString:
    """Copies `value`. Hidden until the script runs, because without it nothing would happen."""
    return format_html(
        '<button class="ds-button copy" type="button" data-variant="tertiary" data-copy="{}" data-done="{}" hidden>'
        "{}<span>{}</span></button>",
        value,
        _("Kopiert"),
        sign("Files"),
        label or _("Kopier"),
    )
