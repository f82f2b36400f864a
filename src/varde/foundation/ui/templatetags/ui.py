"""`{% load ui %}`: the components. The gallery shows each one; the functions say what their arguments mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.forms.boundfield import BoundField
from django.template import Library
from django.utils.safestring import SafeString

from varde.foundation.ui import forms
from varde.foundation.ui.components import atoms, blocks, formats, lists
from varde.kernel.actor import Actor

register = Library()

Shape = dict[str, Callable[..., Any]]

TAGS: Shape = {
    "icon": atoms.sign,
    "button": atoms.button,
    "link_button": atoms.link_button,
    "tag": atoms.tag,
    "severity": atoms.severity,
    "urgency": atoms.urgency,
    "badge": atoms.badge,
    "avatar": atoms.avatar,
    "copy_button": atoms.copy_button,
    "dialog_button": blocks.dialog_button,
    "key_figure": blocks.key_figure,
    "fact": blocks.fact,
    "tabs": lists.tabs,
    "breadcrumbs": lists.breadcrumbs,
    "timeline": lists.timeline,
    "steps": lists.steps,
    "time": formats.time,
}
IN_CONTEXT: Shape = {
    "post_button": atoms.post_button,
    "th": lists.th,
    "pagination": lists.pagination,
}
BLOCKS: Shape = {
    "actions": blocks.actions,
    "card": blocks.card,
    "alert": blocks.alert,
    "details": blocks.details,
    "empty_state": blocks.empty_state,
    "dialog": blocks.dialog,
    "facts": blocks.facts,
    "table": lists.table,
    "filter_bar": lists.filter_bar,
}
FILTERS: Shape = {
    "number": formats.number,
    "percent": formats.percent,
    "kroner": formats.kroner,
    "phone": formats.phone,
    "clock": formats.clock,
    "day": formats.day,
    "long_day": formats.long_day,
    "moment": formats.moment,
    "deadline": formats.deadline,
    "duration": formats.duration,
    "said": formats.said,
    "kind": forms.kind,
    "choices": forms.choices,
}

for name, function in TAGS.items():
    register.simple_tag(function, name=name)
for name, function in IN_CONTEXT.items():
    register.simple_tag(function, name=name, takes_context=True)
for name, function in BLOCKS.items():
    register.simple_block_tag(function, name=name)
for name, function in FILTERS.items():
    register.filter(name, function)


@register.simple_tag
def may(actor: Actor | None, permission: str, organisation: UUID | None = None) -> bool:
    """Whether a button is worth showing: `{% may actor "alarms.answer" as can %}`. The guard decides, not this."""
    return actor is not None and actor.may(permission, organisation)


@register.simple_tag
def field(bound: BoundField, **attrs: Any) -> SafeString:
    """One field with label, help and error; extra arguments become attributes of the input."""
    return bound.render(context={"field": bound, "attrs": attrs})


@register.simple_tag
def drawn(bound: BoundField, attrs: Mapping[str, Any] | None = None) -> SafeString:
    """Only the input of a field, dressed. For tables and the field template itself."""
    return forms.drawn(bound, **(attrs or {}))


@register.simple_tag
def error_summary(*given: Any, title: str = "") -> SafeString:
    """The errors of one or more forms as links to the fields."""
    return blocks.error_summary(given, title=title)
