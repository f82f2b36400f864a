"""What holds many: tables, tabs, breadcrumbs, pagination, timeline, steps, filter bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from varde.foundation.ui.components.atoms import NOTHING, badge, link_button, sign
from varde.foundation.ui.components.attrs import attributes
from varde.foundation.ui.components.formats import time


def _query(context: Context, **changes: object) -> str:
    """The present query string with some values changed; None removes one."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return "?" + "&".join(f"{name}={value}" for name, value in changes.items() if value is not None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


def _read(item: Any, name: str, default: Any = "") -> Any:
    """A field of a mapping or of an object, so that callers may hand in either."""
    value = item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)
    return default if value is None else value


def table(content: str, caption: str, *, stack: bool = False, zebra: bool = False) -> SafeString:
    """A table that scrolls inside itself. `caption` names it for those who listen.

    `stack=True` turns rows into cards on a narrow screen: give each `<td data-label="…">`.
    """
    shape = "table-stack" if stack else ""
    return format_html(
        '<div class="table-wrap {}" role="region" tabindex="0" aria-label="{}"><table class="ds-table" data-hover{}>'
        '<caption class="ds-sr-only">{}</caption>{}</table></div>',
        shape,
        caption,
        attributes(data_zebra=zebra),
        caption,
        content,
    )


def th(context: Context, text: str, sort: str = "", *, numeric: bool = False) -> SafeString:
    """A column head. With `sort` a link that sorts by it (`?sort=name`, `?sort=-name`) and says which way now."""
    align = "number" if numeric else ""
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', attributes(class_=align), text)
    request = context.get("request")
    now = request.GET.get("sort", "") if request is not None else ""
    direction = {sort: "ascending", f"-{sort}": "descending"}.get(now, "none")
    target = _query(context, sort=f"-{sort}" if now == sort else sort, side=None)
    icon = {"ascending": "ChevronUp", "descending": "ChevronDown"}.get(direction, "ChevronUpDown")
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a class="sort" href="{}">{}{}</a></th>',
        direction,
        attributes(class_=align),
        target,
        text,
        sign(icon),
    )


def tabs(items: Iterable[Any], label: str) -> SafeString:
    """Pages of one thing as links. Each item has title, url, current, and optionally icon and count."""
    lines = format_html_join(
        "",
        '<li><a href="{}"{}>{}{}{}</a></li>',
        (
            (
                _read(item, "url"),
                attributes(aria_current="page" if _read(item, "current") else ""),
                sign(_read(item, "icon")),
                _read(item, "title"),
                badge(_read(item, "count"), color="neutral") if _read(item, "count") else NOTHING,
            )
            for item in items
        ),
    )
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, lines)


def breadcrumbs(items: Iterable[tuple[str, str]]) -> SafeString:
    """The way here: (title, url) from the outermost in; the last one is the page itself."""
    found = list(items)
    if not found:
        return NOTHING
    lines = format_html_join(
        "",
        '<li><a class="ds-link" href="{}"{}>{}</a></li>',
        (
            (url, attributes(aria_current="page" if at == len(found) else ""), title)
            for at, (title, url) in enumerate(found, start=1)
        ),
    )
    return format_html('<nav class="ds-breadcrumbs" aria-label="{}"><ol>{}</ol></nav>', _("Du er her"), lines)


def pagination(context: Context, page: Page[Any], param: str = "side") -> SafeString:
    """Links to the other pages of a list, keeping the filters that are set. Nothing if there is one page."""
    if page.paginator.num_pages < 2:
        return NOTHING
    lines = []
    for nr in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(nr, int):
            lines.append(SafeString('<li><span aria-hidden="true">…</span></li>'))
            continue
        here = nr == page.number
        link = link_button(
            str(nr),
            _query(context, **{param: nr}),
            variant="tertiary",
            aria_current="true" if here else "",
            aria_label=_("Side %(nr)s") % {"nr": nr},
        )
        lines.append(format_html("<li>{}</li>", link))
    before = _step(
        context, param, page.previous_page_number() if page.has_previous() else None, _("Forrige side")
    )
    after = _step(context, param, page.next_page_number() if page.has_next() else None, _("Neste side"))
    return format_html(
        '<nav class="ds-pagination" aria-label="{}"><ul>{}{}{}</ul></nav>',
        _("Sider"),
        before,
        SafeString("".join(lines)),
        after,
    )


def _step(context: Context, param: str, nr: int | None, label: str) -> SafeString:
    if nr is None:
        return NOTHING
    arrow = sign("ChevronRight" if label == _("Neste side") else "ChevronLeft")
    return format_html(
        '<li><a class="ds-button" data-variant="tertiary" data-icon href="{}" aria-label="{}">{}</a></li>',
        _query(context, **{param: nr}),
        label,
        arrow,
    )


def timeline(items: Iterable[Any], now: datetime | None = None) -> SafeString:
    """What happened, in the order given. Each item has at, title, and optionally text, who, icon, color."""
    lines = format_html_join(
        "",
        '<li data-color="{}"><span class="timeline-mark">{}</span><div><p class="timeline-head"><strong>{}</strong> {}'
        '</p><p class="timeline-who">{}</p><p>{}</p></div></li>',
        (
            (
                _read(item, "color", "neutral"),
                sign(_read(item, "icon", "Circle")),
                _read(item, "title"),
                time(_read(item, "at", None), now, "both" if now else "moment"),
                _read(item, "who"),
                _read(item, "text"),
            )
            for item in items
        ),
    )
    return format_html('<ol class="timeline">{}</ol>', lines)


def steps(items: Iterable[Any], label: str) -> SafeString:
    """Where one is on a road. Each item has title and state: "done", "current" or "ahead"; text is optional."""
    words = {"done": _("ferdig"), "current": _("nå"), "ahead": _("gjenstår")}
    signs = {"done": "CheckmarkCircleFill", "current": "CircleFill", "ahead": "Circle"}
    lines = format_html_join(
        "",
        '<li data-state="{}"{}>{}<span>{} <span class="step-state">({})</span></span><small>{}</small></li>',
        (
            (
                _read(item, "state", "ahead"),
                attributes(aria_current="step" if _read(item, "state") == "current" else ""),
                sign(signs[_read(item, "state", "ahead")]),
                _read(item, "title"),
                words[_read(item, "state", "ahead")],
                _read(item, "text"),
            )
            for item in items
        ),
    )
    return format_html('<ol class="steps" aria-label="{}">{}</ol>', label, lines)


def filter_bar(content: str, label: str = "", *, reset: str = "?") -> SafeString:
    """A GET form with the given fields side by side, a button that shows, and a link that clears."""
    return format_html(
        '<form class="filter-bar" method="get" role="search" aria-label="{}">{}'
        '<div class="actions"><button class="ds-button" type="submit">{}<span>{}</span></button>{}</div></form>',
        label or _("Avgrens listen"),
        content,
        sign("Funnel"),
        _("Vis"),
        link_button(_("Nullstill"), reset, variant="tertiary"),
    )
