"""Text to values: what comes with a move on an alarm. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.care.alarms.models import ReplyStyle
from varde.care.alarms.rules.codes import CAUSES, MEASURES, SEVERITY_NAMES
from varde.care.alarms.rules.lifecycle import Verb
from varde.foundation.ui.forms import DateTimeInput

EMERGENCY = ("113", "110", "112")
PLACE_AT_MOST = 60
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the choices of the forms depend on, asked for once by the page."""

    steps: Pairs = ()
    colleagues: Pairs = ()
    kin: Pairs = ()
    next_visit: datetime | None = None


NOTE = gettext_lazy("Notat")


def _note(label: Any = NOTE, **more: Any) -> forms.CharField:
    area = forms.Textarea({"rows": 3, "data-keep": True})
    return forms.CharField(label=label, widget=area, max_length=2000, **{"required": False, **more})


class ActForm(forms.Form):
    """What every move may carry: a note for the record."""

    note = _note()

    def __init__(self, data: Mapping[str, Any] | None, around: Around, *, verb: Verb) -> None:
        super().__init__(data, auto_id=f"{verb.value}_%s")
        self.around = around

    def place(self) -> str:
        return ""


class PlainForm(ActForm):
    """A button and nothing to fill in."""

    note = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NoteForm(ActForm):
    note = _note(required=True)


class EmergencyForm(PlainForm):
    place_called = forms.ChoiceField(choices=[(one, one) for one in EMERGENCY], widget=forms.HiddenInput)

    def place(self) -> str:
        return str(self.cleaned_data["place_called"])


class DispatchForm(ActForm):
    step = forms.ChoiceField(
        label=gettext_lazy("Hvem skal rykke ut?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Leddet ringes nå. Svarer ingen, går varselet videre."),
    )
    note = _note(gettext_lazy("Beskjed til utrykningen"))

    def __init__(self, data: Mapping[str, Any] | None, around: Around, *, verb: Verb) -> None:
        super().__init__(data, around, verb=verb)
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = [("0", _("Neste ledd i varslingsplanen")), *around.steps]
        step.initial = "0"


class WaitForm(ActForm):
    until = forms.DateTimeField(
        label=gettext_lazy("Vent til"),
        widget=DateTimeInput,
        help_text=gettext_lazy("Alarmen kommer tilbake på tavlen da. Høyst ett døgn fram."),
    )
    note = _note(gettext_lazy("Hva er avtalt?"))

    def __init__(self, data: Mapping[str, Any] | None, around: Around, *, verb: Verb) -> None:
        super().__init__(data, around, verb=verb)
        self.fields["until"].initial = around.next_visit


class KinForm(ActForm):
    told = forms.ChoiceField(label=gettext_lazy("Hvem er varslet?"))

    def __init__(self, data: Mapping[str, Any] | None, around: Around, *, verb: Verb) -> None:
        super().__init__(data, around, verb=verb)
        told = self.fields["told"]
        assert isinstance(told, forms.ChoiceField)
        told.choices = list(around.kin)

    def place(self) -> str:
        return str(self.cleaned_data["told"])[:PLACE_AT_MOST]


class GiveForm(PlainForm):
    to = forms.ChoiceField(label=gettext_lazy("Hvem skal få alarmen?"))

    def __init__(self, data: Mapping[str, Any] | None, around: Around, *, verb: Verb) -> None:
        super().__init__(data, around, verb=verb)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = list(around.colleagues)


class PassOnForm(ActForm):
    to_whom = forms.CharField(
        label=gettext_lazy("Hvem tar saken videre?"),
        max_length=PLACE_AT_MOST,
        help_text=gettext_lazy("Tjenesten, ikke navnet på en person: legevakt, fastlege, support."),
    )

    def place(self) -> str:
        return str(self.cleaned_data["to_whom"])


class OutcomeForm(ActForm):
    cause = forms.ChoiceField(label=gettext_lazy("Årsak"))
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Tiltak"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst ett tiltak.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, around: Around, *, verb: Verb) -> None:
        super().__init__(data, around, verb=verb)
        cause, measures = self.fields["cause"], self.fields["measures"]
        assert isinstance(cause, forms.ChoiceField) and isinstance(measures, forms.ChoiceField)
        cause.choices = [("", _("Velg årsak")), *((code, _(word)) for code, word in CAUSES.items())]
        measures.choices = [(code, _(word)) for code, word in MEASURES.items()]


FORMS: dict[Verb, type[ActForm]] = {
    Verb.DISPATCH: DispatchForm,
    Verb.WAIT: WaitForm,
    Verb.INFORM_KIN: KinForm,
    Verb.GIVE: GiveForm,
    Verb.PASS_ON: PassOnForm,
    Verb.NOTE: NoteForm,
    Verb.CALL_EMERGENCY: EmergencyForm,
    Verb.CLOSE: OutcomeForm,
    Verb.DONE: OutcomeForm,
}


def form_for(verb: Verb, data: Mapping[str, Any] | None, around: Around) -> ActForm:
    return FORMS.get(verb, PlainForm)(data, around, verb=verb)


class HandoverForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Notat til neste vakt"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4, "data-keep": True}),
    )


class HistoryForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Søk"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Apparatnummer, navn eller alarmens id"),
    )
    severity = forms.TypedChoiceField(
        label=gettext_lazy("Alvor"), required=False, coerce=int, empty_value=None
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Periode"), required=False, coerce=int)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        severity, days = self.fields["severity"], self.fields["days"]
        assert isinstance(severity, forms.ChoiceField) and isinstance(days, forms.ChoiceField)
        severity.choices = [("", _("Alle")), *((int(code), _(name)) for code, name in SEVERITY_NAMES.items())]
        days.choices = [
            ("30", _("Siste 30 dager")),
            ("7", _("Siste 7 dager")),
            ("1", _("Siste døgn")),
            ("365", _("Siste år")),
        ]


class SourceForm(forms.Form):
    owner_id = forms.ChoiceField(label=gettext_lazy("Eier"))
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    addresses = forms.CharField(
        label=gettext_lazy("Nettverk som får sende SIP uten passord"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Ett nettverk på hver linje, for eksempel 10.20.0.0/16."),
    )
    reply = forms.ChoiceField(label=gettext_lazy("Svar på SCAIP"), choices=ReplyStyle.choices)
    operator_line = forms.CharField(
        label=gettext_lazy("Operatørlinje"),
        required=False,
        max_length=256,
        help_text=gettext_lazy("Adressen apparatet skal ringe: sip:alarm@eksempel.no eller tel:+47…"),
    )

    def __init__(self, data: Mapping[str, Any] | None, owners: Pairs, *, row: Any = None) -> None:
        initial = None
        if row is not None:
            initial = {name: getattr(row, name) for name in ("name", "reply", "operator_line")}
            initial |= {"addresses": "\n".join(row.addresses), "owner_id": str(row.owner_id)}
        super().__init__(data, initial=initial)
        owner = self.fields["owner_id"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = list(owners)
        owner.disabled = row is not None

    def clean_owner_id(self) -> UUID:
        return UUID(str(self.cleaned_data["owner_id"]))

    def clean_addresses(self) -> list[str]:
        try:
            lines = str(self.cleaned_data["addresses"]).split()
            return [str(ip_network(line)) for line in lines]
        except ValueError:
            raise forms.ValidationError(_("Skriv nettverk som 10.20.0.0/16, ett på hver linje.")) from None


class DigestForm(forms.Form):
    user = forms.RegexField(
        r"^[A-Za-z0-9._-]{1,100}$",
        label=gettext_lazy("Brukernavn for SIP"),
        error_messages={"invalid": gettext_lazy("Bruk bokstaver, tall, punktum, bindestrek og understrek.")},
    )
