"""Response plans, triage rules and action cards as somebody types them. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.care.alarms.forms import Pairs
from varde.care.alarms.rules.codes import (
    ALERT_NAMES,
    FAULT_NAMES,
    SEVERITY_NAMES,
    URGENCY_NAMES,
    Severity,
    is_technical,
)
from varde.care.alarms.rules.plan import Channel, ReceiverKind, StepKind
from varde.foundation.ui.forms import DateInput, TimeInput

STEPS = 6
KINDS = {
    StepKind.BOARD: gettext_lazy("Tavlen på responssenteret"),
    StepKind.DISPATCH: gettext_lazy("Utrykning"),
    StepKind.CONTACT: gettext_lazy("Varslingskontakt (pårørende eller nabo)"),
    StepKind.LAST_RESORT: gettext_lazy("Siste mottaker, som alltid finnes"),
}
CHANNELS = {
    Channel.SCREEN: gettext_lazy("Skjerm"),
    Channel.RINGING_APP: gettext_lazy("App som ringer"),
    Channel.VOICE: gettext_lazy("Oppringing"),
    Channel.SMS: gettext_lazy("SMS"),
    Channel.EMAIL: gettext_lazy("E-post"),
}
RECEIVERS = {
    StepKind.BOARD: ReceiverKind.CENTRE,
    StepKind.DISPATCH: ReceiverKind.POOL,
    StepKind.CONTACT: ReceiverKind.CONTACT,
    StepKind.LAST_RESORT: ReceiverKind.LAST_RESORT,
}
DAYS = tuple(
    enumerate(
        (
            gettext_lazy("mandag"),
            gettext_lazy("tirsdag"),
            gettext_lazy("onsdag"),
            gettext_lazy("torsdag"),
            gettext_lazy("fredag"),
            gettext_lazy("lørdag"),
            gettext_lazy("søndag"),
        )
    )
)


def alerts() -> list[tuple[str, str]]:
    return [(code, f"{_(name)} ({code})") for code, name in ALERT_NAMES.items()]


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PlanForm(forms.Form):
    owner_id = forms.ChoiceField(label=gettext_lazy("Eier"))
    title = forms.CharField(label=gettext_lazy("Navn på planen"), max_length=200)
    alert = forms.ChoiceField(label=gettext_lazy("Gjelder for"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Ukedager"),
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Uten ukedager gjelder planen alltid."),
    )
    starts = forms.TimeField(label=gettext_lazy("Fra klokka"), required=False, widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("Til klokka"), required=False, widget=TimeInput)
    repeat_minutes = forms.IntegerField(
        label=gettext_lazy("Minutter mellom hver gang siste ledd ringes på nytt"),
        min_value=1,
        max_value=60,
        initial=3,
    )

    def __init__(self, data: Mapping[str, Any] | None, owners: Pairs, *, row: Any = None) -> None:
        super().__init__(data, initial=_plan_values(row) if row else None)
        _choose(self, "owner_id", list(owners))
        _choose(self, "alert", [("", _("Alle alarmer")), *alerts()])
        self.fields["owner_id"].disabled = row is not None

    def clean_owner_id(self) -> UUID:
        return UUID(str(self.cleaned_data["owner_id"]))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("days") and (given.get("starts") is None or given.get("ends") is None):
            self.add_error("starts", _("Fyll ut både fra og til når planen gjelder enkelte dager."))
        return given

    def band(self) -> dict[str, Any] | None:
        given = self.cleaned_data
        if not given["days"]:
            return None
        return {"days": given["days"], "starts": _minutes(given["starts"]), "ends": _minutes(given["ends"])}


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _plan_values(row: Any) -> dict[str, Any]:
    band = row.band or {}
    found = {"owner_id": str(row.owner_id), "title": row.title, "alert": row.alert}
    found["repeat_minutes"] = int(row.body["repeat_minutes"])
    if band:
        found |= {"days": band["days"]}
        found |= {name: time(band[name] // 60 % 24, band[name] % 60) for name in ("starts", "ends")}
    return found


class StepForm(forms.Form):
    """One step of a plan. Without a kind the line is not used."""

    kind = forms.ChoiceField(label=gettext_lazy("Hvem varsles"), required=False)
    pool = forms.ChoiceField(
        label=gettext_lazy("Vaktlag"), required=False, help_text=gettext_lazy("Bare for utrykning.")
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Kanaler"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seconds = forms.IntegerField(
        label=gettext_lazy("Tidsfrist i sekunder"), required=False, min_value=0, max_value=7200
    )
    accepted = forms.BooleanField(label=gettext_lazy("Varslingskontakten har selv sagt ja"), required=False)
    has_key = forms.BooleanField(label=gettext_lazy("Varslingskontakten har nøkkel"), required=False)
    ends_on = forms.DateField(
        label=gettext_lazy("Avtalen med varslingskontakten slutter"), required=False, widget=DateInput
    )

    def __init__(self, data: Mapping[str, Any] | None, pools: Pairs, number: int, step: Any = None) -> None:
        super().__init__(data, prefix=f"ledd{number}", initial=_step_values(step) if step else None)
        self.number = number
        _choose(self, "kind", [("", _("Ikke i bruk")), *KINDS.items()])
        _choose(self, "pool", [("", _("Alle vaktlag for utrykning")), *pools])
        _choose(self, "channels", list(CHANNELS.items()))

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data.get("kind"))

    def row(self) -> dict[str, Any]:
        """The step as `plan_from` reads it."""
        given = self.cleaned_data
        kind = StepKind(given["kind"])
        found = {
            "kind": kind.value,
            "receiver": RECEIVERS[kind].value,
            "ref": given["pool"] if kind is StepKind.DISPATCH else "",
            "channels": given["channels"],
            "limit_seconds": given["seconds"] or 0,
        }
        if kind is StepKind.CONTACT:
            ends = given["ends_on"].isoformat() if given["ends_on"] else None
            found["terms"] = {"accepted": given["accepted"], "has_key": given["has_key"], "ends_on": ends}
        return found


def _step_values(step: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": step["kind"],
        "pool": step.get("ref", ""),
        "channels": step["channels"],
        "seconds": int(step["limit_seconds"]),
        **(step.get("terms") or {}),
    }


class CompareForm(forms.Form):
    """Two versions of one plan, by number. Nothing chosen: nothing to compare."""

    older = forms.TypedChoiceField(label=gettext_lazy("Utgave"), coerce=int)
    newer = forms.TypedChoiceField(label=gettext_lazy("Sammenlign med utgave"), coerce=int)

    def __init__(self, data: Mapping[str, Any] | None, numbers: list[int]) -> None:
        oldest, newest = min(numbers), max(numbers)
        super().__init__(data, initial={"older": max(oldest, newest - 1), "newer": newest})
        for name in ("older", "newer"):
            _choose(self, name, [(number, str(number)) for number in numbers])

    def chosen(self, rows: Mapping[int, Any]) -> tuple[Any, Any]:
        """The two rows, the older first; (None, None) when none are chosen."""
        if not self.is_bound or not self.is_valid():
            return None, None
        low, high = sorted((self.cleaned_data["older"], self.cleaned_data["newer"]))
        return rows[low], rows[high]


class RuleForm(forms.Form):
    owner_id = forms.ChoiceField(label=gettext_lazy("Eier"))
    severity = forms.TypedChoiceField(label=gettext_lazy("Alvor"), coerce=int)
    urgency = forms.ChoiceField(label=gettext_lazy("Hastegrad"))
    because = forms.CharField(
        label=gettext_lazy("Fordi …"),
        max_length=200,
        help_text=gettext_lazy("Slutten på setningen «Alarmen er vurdert som alvorlig fordi …»."),
    )
    card = forms.ChoiceField(label=gettext_lazy("Tiltakskort"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, owners: Pairs, cards: Pairs, *, rule: Any = None
    ) -> None:
        initial = None
        if rule is not None:
            initial = {"severity": int(rule.severity), "urgency": rule.urgency.value}
            initial |= {"because": rule.because.nb, "card": rule.card}
        super().__init__(data, initial=initial)
        judged = [
            (int(one), _(name)) for one, name in SEVERITY_NAMES.items() if one is not Severity.NOT_ASSESSED
        ]
        _choose(self, "owner_id", list(owners))
        _choose(self, "severity", judged)
        _choose(self, "urgency", [(one.value, _(name)) for one, name in URGENCY_NAMES.items()])
        _choose(self, "card", [("", _("Ikke noe kort")), *cards])

    def clean_owner_id(self) -> UUID:
        return UUID(str(self.cleaned_data["owner_id"]))

    def body(self, alert: str) -> dict[str, Any]:
        given = self.cleaned_data
        rule = {
            "alert": alert,
            "severity": given["severity"],
            "urgency": given["urgency"],
            "because": {"nb": given["because"]},
            "kind": "technical" if is_technical(alert) else "alarm",
            "card": given["card"],
        }
        return {"version": f"egen-{alert}", "rules": [rule]}


class CardForm(forms.Form):
    owner_id = forms.ChoiceField(label=gettext_lazy("Eier"))
    title = forms.CharField(label=gettext_lazy("Overskrift"), max_length=100)
    ask = forms.CharField(label=gettext_lazy("Spør"), required=False, widget=forms.Textarea({"rows": 5}))
    do = forms.CharField(label=gettext_lazy("Gjør"), required=False, widget=forms.Textarea({"rows": 5}))
    emergency = forms.CharField(
        label=gettext_lazy("Når du skal ringe 113, 110 eller 112"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Ett råd på hver linje, i den rekkefølgen man arbeider."),
    )

    def __init__(self, data: Mapping[str, Any] | None, owners: Pairs, *, card: Any = None) -> None:
        initial = None
        if card is not None:
            initial = {
                name: "\n".join(line.nb for line in getattr(card, name))
                for name in ("ask", "do", "emergency")
            }
            initial["title"] = card.title.nb
        super().__init__(data, initial=initial)
        _choose(self, "owner_id", list(owners))

    def clean_owner_id(self) -> UUID:
        return UUID(str(self.cleaned_data["owner_id"]))

    def clean(self) -> dict[str, Any]:
        if not any(self._lines(name) for name in ("ask", "do", "emergency")):
            self.add_error("do", _("Skriv minst ett råd."))
        return self.cleaned_data

    def _lines(self, name: str) -> list[str]:
        lines = str(self.cleaned_data.get(name, "")).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def body(self, alert: str) -> dict[str, Any]:
        lines = {name: self._lines(name) for name in ("ask", "do", "emergency")}
        return {"code": f"egen-{alert}", "title": self.cleaned_data["title"], **lines}


NAMES = {**ALERT_NAMES, **FAULT_NAMES}
