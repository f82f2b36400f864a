"""Forms drawn with the design system: label, help, error with sign; Django itself sets the aria attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from varde.kernel.phone import BadNumber, international

BLANK = BLANK_CHOICE_DASH[0][1]


class Renderer(DjangoTemplates):
    """Set as FORM_RENDERER. `{{ form }}` and `{{ field.as_field_group }}` then look like the rest."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """A menu's empty line says what it is: a choice to be made, or none."""
        widget = context.get("widget", {})
        for _group, options, _index in widget.get("optgroups", ()):
            for option in options:
                if option["label"] == BLANK:
                    option["label"] = gettext("Velg") if widget["required"] else "–"
        return super().render(template_name, context, request)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class PinInput(forms.PasswordInput):
    """4–6 digits: the number keys come up on a phone, nothing is remembered by the browser."""

    def __init__(self) -> None:
        super().__init__(
            attrs={"inputmode": "numeric", "pattern": "[0-9]{4,6}", "autocomplete": "off", "maxlength": 6}
        )


def as_rung(number: str) -> str:
    """A phone number as it will be rung; "" stays. Raises ValidationError where it cannot be rung."""
    try:
        return international(number) if number else ""
    except BadNumber:
        raise forms.ValidationError(
            gettext(
                "Skriv et nummer som kan ringes: åtte sifre, eller med landkode, for eksempel +47 900 00 000. "
                "Korte numre kan ikke ringes."
            )
        ) from None


def kind(field: BoundField) -> str:
    """How a field is drawn: "group" (several choices in view), "check" (one box) or "line"."""
    widget = field.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def drawn(field: BoundField, **attrs: object) -> SafeString:
    """The input itself in the design system's dress; extra attributes as in `attributes`."""
    own: dict[str, Any] = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    before = str(field.field.widget.attrs.get("class", ""))
    return field.as_widget(attrs={**own, "class": f"ds-input {before}".strip()})


def choices(field: BoundField) -> Iterator[BoundWidget]:
    """Each choice of a group, to be drawn with its own label."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"class": "ds-input", "id": field.auto_id}, widget)
    for data in widget.subwidgets(field.html_name, field.value(), attrs=attrs):
        yield BoundWidget(widget, data, field.form.renderer)
