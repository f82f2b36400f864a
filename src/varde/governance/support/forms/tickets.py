"""Text from the pages to values for the actions. A national id is refused in the field it is typed in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.foundation.ui.forms import DateInput
from varde.governance.support.models import named
from varde.governance.support.rules import codes
from varde.governance.support.rules.lifecycle import OPEN, STATE_NAMES
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.permissions import EquipmentPermission
from varde.kernel.actor import Actor
from varde.kernel.private import holds_national_id

ABOUT_THE_THING = _("Skriv om utstyret, ikke om helse. Ikke navn, adresse eller fødselsnummer.")
NO_NATIONAL_ID = _("Her står et fødselsnummer. Ta det bort. Knytt saken til tjenestemottakeren i stedet.")
ANY = [("", _("Alle"))]


class PlainField(forms.CharField):
    """Free text that a national id may not stand in, and that says what does not belong there."""

    def __init__(self, *, rows: int = 0, **more: Any) -> None:
        more.setdefault("help_text", ABOUT_THE_THING)
        if rows:
            more["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**more)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if holds_national_id(text):
            raise forms.ValidationError(NO_NATIONAL_ID, code="national_id")
        return text


class ReportForm(forms.Form):
    """`owners` are the places where the actor reports; with one there is nothing to choose."""

    owner = forms.TypedChoiceField(label=_("Gjelder"), coerce=UUID)
    technology = forms.ChoiceField(label=_("Hva gjelder det?"), choices=named(codes.TECHNOLOGY_NAMES))
    problem = forms.ChoiceField(label=_("Hva er feil?"), choices=named(codes.PROBLEM_NAMES))
    serial = forms.CharField(
        label=_("Serienummer eller apparat-ID"),
        max_length=100,
        required=False,
        help_text=_("Skriv eller skann. Da følger produkt og brukerveiledning med."),
    )
    what = PlainField(label=_("Feilen med få ord"), max_length=160)
    detail = PlainField(label=_("Mer om feilen"), max_length=2000, required=False, rows=4)
    criticality = forms.ChoiceField(
        label=_("Hvor alvorlig er det?"),
        choices=named(codes.CRITICALITY_MEANS),
        widget=forms.RadioSelect,
        initial=codes.Criticality.MODERATE.value,
    )
    may_wait = forms.BooleanField(label=_("Kan vente til neste planlagte besøk"), required=False)
    discovered_by = forms.ChoiceField(label=_("Hvem oppdaget det?"), choices=named(codes.DISCOVERER_NAMES))
    alarm_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    recipient_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    item_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, owners: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields["owner"].choices = [(str(key), name) for key, name in owners]  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = str(owners[0][0])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        text, owner = str(given.get("serial", "")).strip(), given.get("owner")
        if text and owner and not given.get("item_id"):
            given["item_id"] = self._item(text, owner)
        return given

    def _item(self, text: str, owner: UUID) -> UUID | None:
        if not self.actor.may(EquipmentPermission.VIEW, owner):
            self.add_error("serial", _("Du har ikke tilgang til utstyrsregisteret. La feltet stå tomt."))
            return None
        rows = list(equipment.items(self.actor, search=text).filter(owner=owner)[:20])
        exact = [row for row in rows if text.casefold() in (row.serial.casefold(), row.device.casefold())]
        found = exact or rows
        if len(found) == 1:
            return found[0].pk
        none, many = (
            _("Ingen apparater har dette nummeret."),
            _("Flere apparater passer. Skriv hele nummeret."),
        )
        self.add_error("serial", many if found else none)
        return None


class TicketFilter(forms.Form):
    q = forms.CharField(label=_("Søk"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Åpne")), ("all", _("Alle")), *named(STATE_NAMES)],
    )
    criticality = forms.ChoiceField(
        label=_("Alvor"), required=False, choices=[*ANY, *named(codes.CRITICALITY_NAMES)]
    )
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[*ANY, *named(codes.TECHNOLOGY_NAMES)]
    )
    whose = forms.ChoiceField(
        label=_("Hvem har den"),
        required=False,
        choices=[*ANY, ("mine", _("Jeg")), ("nobody", _("Ingen")), ("supplier", _("Leverandør"))],
    )

    def narrowed(self, rows: Any, me: UUID) -> Any:
        """The rows that the choices leave. What is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        state = given.get("state", "")
        rows = rows if state == "all" else rows.filter(state=state) if state else rows.filter(state__in=OPEN)
        for name in ("criticality", "technology"):
            rows = rows.filter(**{name: given[name]}) if given.get(name) else rows
        whose: dict[str, dict[str, Any]] = {
            "mine": {"assigned_to": me},
            "nobody": {"assigned_to": None},
            "supplier": {"state": "waiting"},
        }
        return rows.filter(**whose.get(given.get("whose", ""), {}))


class LookUpForm(forms.Form):
    q = forms.CharField(
        label=_("Hva trenger du hjelp med?"),
        required=False,
        max_length=120,
        widget=forms.SearchInput(attrs={"placeholder": _("for eksempel: dispenser lader ikke")}),
    )
    technology = forms.ChoiceField(
        label=_("Teknologi"), required=False, choices=[*ANY, *named(codes.TECHNOLOGY_NAMES)]
    )
    problem = forms.ChoiceField(
        label=_("Problem"), required=False, choices=[*ANY, *named(codes.PROBLEM_NAMES)]
    )
    owner = forms.TypedChoiceField(label=_("Virksomhet"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, places: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [(str(key), name) for key, name in places]  # type: ignore[attr-defined]
        if len(places) < 2:
            del self.fields["owner"]


class TextForm(forms.Form):
    text = PlainField(label=_("Hva skjedde?"), max_length=2000, rows=4)


class NoteForm(forms.Form):
    text = PlainField(label=_("Notat"), max_length=2000, rows=4)
    shared = forms.BooleanField(label=_("Leverandøren skal også lese dette"), required=False)


class AssignForm(forms.Form):
    user = forms.TypedChoiceField(label=_("Hvem tar saken?"), coerce=UUID)

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]


class SendForm(forms.Form):
    level = forms.TypedChoiceField(label=_("Leverandør og avtale"), coerce=UUID)
    message = PlainField(
        label=_("Melding til leverandøren"),
        max_length=2000,
        rows=4,
        help_text=_("Leverandøren ser dette, apparatet og feilen, og ikke hvem det gjelder."),
    )

    def __init__(self, *args: Any, levels: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["level"].choices = [(str(key), name) for key, name in levels]  # type: ignore[attr-defined]


class SolveForm(forms.Form):
    cause = forms.ChoiceField(label=_("Hva var årsaken?"), choices=named(codes.CAUSE_NAMES))
    text = PlainField(label=_("Hva ble gjort?"), max_length=2000, rows=4)
    kroner = forms.IntegerField(
        label=_("Betalt for hjelp utenfor arbeidstid, i kroner"),
        required=False,
        min_value=0,
        max_value=10_000_000,
    )


class SupplierSolveForm(forms.Form):
    cause = forms.ChoiceField(label=_("Hva var årsaken?"), choices=named(codes.CAUSE_NAMES))
    text = PlainField(label=_("Hva ble gjort?"), max_length=2000, rows=4)


class CostForm(forms.Form):
    kroner = forms.IntegerField(
        label=_("Betalt for hjelp utenfor arbeidstid, i kroner"), min_value=1, max_value=10_000_000
    )


class SpareForm(forms.Form):
    reason = PlainField(label=_("Hvorfor er dette ikke et avvik?"), max_length=500, rows=3)


class DeviationForm(forms.Form):
    happened_on = forms.DateField(label=_("Når hendte det?"), widget=DateInput)
    what = PlainField(label=_("Hva hendte, med få ord"), max_length=160)
    text = PlainField(label=_("Hva hendte?"), max_length=4000, rows=5)
    harm = forms.ChoiceField(label=_("Hva førte det til?"), choices=named(codes.HARM_NAMES))
    measure = PlainField(label=_("Hva ble gjort med det samme?"), max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_happened_on(self) -> date:
        on: date = self.cleaned_data["happened_on"]
        if on > self.today:
            raise forms.ValidationError(_("Datoen er ikke kommet ennå."))
        return on


class ReferenceForm(forms.Form):
    reference = PlainField(label=_("Nummer i kvalitetssystemet"), max_length=60, required=False, help_text="")
