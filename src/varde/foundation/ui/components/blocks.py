"""Blocks that hold content: card, alert, details, empty state, dialog, facts, figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.foundation.ui.components.atoms import NOTHING, link_button, sign
from varde.foundation.ui.components.attrs import attributes

SPOKEN = {
    "info": gettext_lazy("Til orientering:"),
    "success": gettext_lazy("Utført:"),
    "warning": gettext_lazy("Advarsel:"),
    "danger": gettext_lazy("Viktig:"),
}


def heading(text: str, level: int, size: str) -> SafeString:
    return format_html('<h{} class="ds-heading" data-size="{}">{}</h{}>', level, size, text, level)


def actions(content: str) -> SafeString:
    """Buttons side by side. `{% actions as knapper %}…{% endactions %}` keeps them for a card's head."""
    return format_html('<div class="actions">{}</div>', content)


def card(
    content: str, title: str = "", *, icon: str = "", color: str = "", buttons: str = "", level: int = 2
) -> SafeString:
    """A panel with an optional head; `buttons` is what `{% actions as … %}` caught. `id` etc.: wrap it."""
    head: SafeString = NOTHING
    if title:
        head = format_html(
            '<div class="ds-card__block card-head">{}{}{}</div>',
            sign(icon),
            heading(title, level, "xs"),
            buttons,
        )
    shell = attributes(data_color=color)
    return format_html(
        '<section class="ds-card panel"{}>{}<div class="ds-card__block flow">{}</div></section>',
        shell,
        head,
        content,
    )


def alert(content: str, severity: str = "info", *, title: str = "", live: bool = False) -> SafeString:
    """A message in the page. `severity`: info, success, warning, danger. `live` reads it aloud when it appears."""
    role = {"danger": "alert", "warning": "alert"}.get(severity, "status") if live else ""
    head = heading(title, 2, "2xs") if title else NOTHING
    return format_html(
        '<div class="ds-alert"{}><span class="ds-sr-only">{}</span>{}<div class="flow">{}</div></div>',
        attributes(data_color=severity, role=role),
        SPOKEN.get(severity, SPOKEN["info"]),
        head,
        content,
    )


def details(content: str, summary: str, *, open: bool = False) -> SafeString:
    """Something to unfold; the browser does it."""
    return format_html(
        '<details class="ds-details"{}><summary>{}</summary><div class="flow">{}</div></details>',
        attributes(open=open),
        summary,
        content,
    )


def empty_state(content: str, title: str, *, icon: str = "Inbox") -> SafeString:
    """Says why nothing is here and what one can do; never an empty table."""
    return format_html(
        '<div class="empty">{}<p class="empty-title">{}</p><div class="flow">{}</div></div>',
        sign(icon),
        title,
        content,
    )


def dialog(content: str, id: str, title: str, *, open: bool = False) -> SafeString:
    """A native dialog. It is opened by `dialog_button` with the same id; Esc, × and a click beside it close it."""
    return format_html(
        '<dialog class="ds-dialog" id="{}" aria-labelledby="{}-title" closedby="any"{}>'
        '<button class="ds-button" type="button" data-variant="tertiary" data-icon data-close aria-label="{}">{}</button>'
        '<h2 class="ds-heading" data-size="xs" id="{}-title">{}</h2><div class="flow">{}</div></dialog>',
        id,
        id,
        attributes(data_open=open),
        _("Lukk"),
        sign("XMark"),
        id,
        title,
        content,
    )


def dialog_button(
    text: str, dialog: str, href: str, *, icon: str = "", variant: str = "secondary"
) -> SafeString:
    """Opens the dialog with that id. Without JavaScript it goes to `href`, a page with the same form."""
    return link_button(text, href, icon=icon, variant=variant, data_dialog=dialog, aria_haspopup="dialog")


def key_figure(
    label: str, value: object, *, note: str = "", color: str = "accent", href: str = "", icon: str = ""
) -> SafeString:
    """One number that matters, with what it is measured against in `note`. With `href` the label is a link."""
    name = format_html('<a class="ds-link" href="{}">{}</a>', href, label) if href else label
    return format_html(
        '<div class="ds-card key-figure" data-color="{}"><p class="key-label">{}{}</p>'
        '<p class="key-value">{}</p><p class="key-note">{}</p></div>',
        color,
        sign(icon),
        name,
        value,
        note,
    )


def facts(content: str, *, columns: int = 1) -> SafeString:
    """A definition list of `fact` lines, in 1, 2 or 3 columns where there is room."""
    return format_html('<dl class="facts" data-columns="{}">{}</dl>', columns, content)


def fact(label: str, value: object, *, icon: str = "", strong: bool = False) -> SafeString:
    """One line of `facts`. An empty value is shown as a dash that is read as "ikke oppgitt"."""
    empty = value is None or value == ""
    shown = format_html(
        '<span aria-hidden="true">–</span><span class="ds-sr-only">{}</span>', _("ikke oppgitt")
    )
    return format_html(
        "<div{}><dt>{}{}</dt><dd>{}</dd></div>",
        attributes(class_="strong" if strong else ""),
        sign(icon),
        label,
        shown if empty else value,
    )


def error_summary(forms: Sequence[object], *, title: str = "") -> SafeString:
    """Every error of one or more forms, each a link to its field. Takes focus when the page comes back."""
    lines = [line for form in forms for line in _errors_of(form)]
    if not lines:
        return NOTHING
    return format_html(
        '<ds-error-summary class="ds-error-summary" tabindex="-1"><h2 class="ds-heading">{}</h2>'
        '<ul class="ds-list">{}</ul></ds-error-summary>',
        title or _("Rett opp dette før du lagrer"),
        SafeString("".join(lines)),
    )


def _errors_of(form: object) -> list[SafeString]:
    lines = [format_html("<li>{}</li>", error) for error in form.non_field_errors()]  # type: ignore[attr-defined]
    for field in form:  # type: ignore[attr-defined]
        for error in field.errors:
            text = field.label + ": " + error if field.label else error
            lines.append(
                format_html(
                    '<li><a class="ds-link" href="#{}">{}</a></li>',
                    field.id_for_label or f"{field.auto_id}_0",
                    text,
                )
            )
    return lines
