"""Text to values: what comes with a move on an alarm. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.care.alarms.rules.codes import CAUSES, MEASURES
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
