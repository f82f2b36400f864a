"""What the gallery shows: one specimen of everything, with invented content."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.foundation.ui.forms import DateInput, PinInput
from varde.foundation.ui.marks import Mark
from varde.kernel.actor import Actor

SEVERITIES: dict[object, Mark] = {
    40: Mark(gettext_lazy("Kritisk"), "ExclamationmarkTriangleFill", "danger"),
    30: Mark(gettext_lazy("Alvorlig"), "ExclamationmarkTriangle", "warning"),
    20: Mark(gettext_lazy("Moderat"), "Bell", "info"),
    10: Mark(gettext_lazy("Normal"), "Clock", "neutral"),
}
URGENCIES: dict[object, Mark] = {
    "red": Mark(gettext_lazy("Rød – svar straks"), "ExclamationmarkTriangleFill", "red"),
    "orange": Mark(gettext_lazy("Oransje – haster mye"), "Bell", "orange"),
    "yellow": Mark(gettext_lazy("Gul – haster"), "Clock", "yellow"),
    "green": Mark(gettext_lazy("Grønn – vanlig"), "CheckmarkCircle", "green"),
    "blue": Mark(gettext_lazy("Blå – kan vente"), "Hourglass", "blue"),
}


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Navn"))
    phone = forms.CharField(label=gettext_lazy("Telefon"), help_text=gettext_lazy("8 siffer"), min_length=8)
    zone = forms.ChoiceField(label=gettext_lazy("Sone"), choices=[("n", "Nord"), ("s", "Sør")])
    born_on = forms.DateField(label=gettext_lazy("Fødselsdato"), widget=DateInput, required=False)
    note = forms.CharField(label=gettext_lazy("Merknad"), widget=forms.Textarea({"rows": 3}), required=False)
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Tjenester"),
        help_text=gettext_lazy("Velg én eller flere"),
        choices=[("ta", gettext_lazy("Trygghetsalarm")), ("md", gettext_lazy("Medisindispenser"))],
        widget=forms.CheckboxSelectMultiple,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Varsles på"),
        choices=[("call", gettext_lazy("Oppringing")), ("sms", gettext_lazy("SMS"))],
        widget=forms.RadioSelect,
    )
    pin = forms.CharField(label=gettext_lazy("PIN-kode"), widget=PinInput, required=False)
    agrees = forms.BooleanField(label=gettext_lazy("Opplysningene er lest opp og stemmer"), required=False)


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Søk"), required=False)
    zone = forms.ChoiceField(label=gettext_lazy("Sone"), choices=[("", "–"), ("n", "Nord")], required=False)


def navigation() -> list[dict[str, Any]]:
    """The main menu as the shell wants it; here with dead links."""
    rows = [
        (_("Tjeneste"), _("Mine oppgaver"), "Tasklist", 4),
        (_("Tjeneste"), _("Alarmer"), "Bell", 7),
        (_("Tjeneste"), _("Tjenestemottakere"), "PersonGroup", 0),
        (_("Tjeneste"), _("Vakt"), "Calendar", 0),
        (_("Tjeneste"), _("Utstyr"), "Package", 0),
        (_("Styring"), _("Kvalitet og styring"), "ShieldCheckmark", 0),
        (_("Styring"), _("Rapporter"), "BarChart", 0),
        (_("Styring"), _("Oppsett"), "Cog", 0),
    ]
    return [
        {
            "group": group,
            "title": title,
            "icon": icon,
            "badge": count or "",
            "badge_label": _("nye"),
            "url": "#main",
        }
        | {"current": icon == "Bell"}
        for group, title, icon, count in rows
    ]


def happened(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": now - timedelta(seconds=20),
            "title": _("På vei"),
            "icon": "Car",
            "color": "info",
            "who": "Jonas Lie",
        },
        {"at": now - timedelta(minutes=3), "title": _("Tatt av Ingrid Haug"), "icon": "PersonHeadset"},
        {
            "at": now - timedelta(days=1),
            "title": _("Ny"),
            "icon": "Bell",
            "color": "danger",
            "text": _("Fall oppdaget"),
        },
    ]


def specimens(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """The context of the gallery page."""
    wrong = SpecimenForm({"wrong-phone": "99", "wrong-zone": "n", "wrong-way": "sms"}, prefix="wrong")
    wrong.is_valid()
    return {
        "now": now,
        "nav": navigation(),
        "search_url": "#main",
        "search_hint": _("Søk etter tjenestemottaker eller utstyr"),
        "demo_banner": True,
        "trail": [(_("Fjordvik kommune"), "#main"), (_("Oppsett"), "#main"), (_("Byggeklosser"), "#main")],
        "severities": SEVERITIES,
        "urgencies": URGENCIES,
        "form": SpecimenForm(initial={"name": "Astrid Sørbø"}),
        "wrong": wrong,
        "filters": FilterForm(request.GET or None),
        "row": FilterForm(prefix="row"),
        "page": Paginator(range(180), 20).get_page(request.GET.get("side", 2)),
        "happened": happened(now),
        "words": SimpleNamespace(nb="Hjemkommunen", en="The home municipality"),
        "a_while_ago": now - timedelta(hours=2, minutes=14),
        "tabs": [
            {"title": _("Målinger"), "url": "#tabs", "current": True},
            {"title": _("Tiltak"), "url": "#tabs", "count": 3},
            {"title": _("Logg"), "url": "#tabs", "icon": "Book"},
        ],
        "road": [
            {"title": _("Kartlegging"), "state": "done"},
            {"title": _("Tildeling"), "state": "current", "text": _("Venter på vedtak")},
            {"title": _("Drift"), "state": "ahead"},
        ],
        "actor": Actor(UUID(int=1), "Ingrid Haug", grants={"alarms.answer": frozenset({UUID(int=2)})}),
    }
