"""Forms of the operation: signing, gates, pause, evaluation and what follows from it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.forms.asking import ActForm, area, day, line, menu, pick, yes_no
from varde.care.pathways.models.around import Outcome
from varde.care.pathways.models.case import END_REASONS
from varde.care.pathways.models.turns import REASONS
from varde.care.pathways.rules.lifecycle import BY_EVALUATION, EndReason

_LIVING = [(code, word) for code, word in END_REASONS if code not in (EndReason.DEAD, EndReason.HANDED_OVER)]


class SignForm(ActForm):
    text = area(_("Notat"), required=False)


class SendBackForm(ActForm):
    text = area(_("Hva stemmer ikke?"), min_length=5)


class SetAsideForm(ActForm):
    reason = area(_("Hvorfor er steget ikke aktuelt?"), min_length=10, help_text=_("Minst ti tegn."))


class AssignForm(ActForm):
    to = menu(_("Hvem skal gjøre det?"))


class GateMarkForm(ActForm):
    value = menu(_("Lagringsklasse"), required=False)
    text = area(_("Hva er gjort, og hvordan vet du det?"), min_length=3)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        if not self.fields["value"].choices:  # type: ignore[attr-defined]
            del self.fields["value"]
        else:
            self.fields["value"].required = True

    def values(self) -> dict[str, Any]:
        return {"value": "", **self.cleaned_data}


class DeferForm(ActForm):
    coming = ("until",)
    holder = menu(_("Hvem sørger for at det blir gjort?"))
    until = day(_("Utsett til"), help_text=_("Denne dagen står kravet åpent igjen."))


class ExceptForm(DeferForm):
    until = day(_("Unntaket gjelder til"), help_text=_("Høyst et halvt år fram. Da står kravet åpent igjen."))
    reason = area(
        _("Begrunnelse"),
        min_length=10,
        help_text=_("Minst ti tegn. Unntaket står i listen til det er slutt."),
    )


class PauseForm(ActForm):
    coming = ("ends_on",)
    reason = pick(_("Hvorfor er personen borte?"), REASONS)
    ends_on = day(
        _("Personen er tilbake"),
        help_text=_("Dagen før får den ansvarlige en oppgave om å gjenoppta tjenesten."),
    )
    place = line(_("Hvor er personen imens?"), required=False)


class ProlongForm(ActForm):
    coming = ("ends_on",)
    ends_on = day(_("Personen er tilbake"))


class EvaluationForm(ActForm):
    is_suitable = yes_no(_("Passer løsningen for personen?"))
    text = area(_("Hva har tjenesten gjort for personen, pårørende og ansatte?"), rows=5)
    outcome = pick(_("Hva anbefaler dere?"), Outcome.choices)
    reason = menu(
        _("Årsak når tjenesten bør avsluttes"),
        [("", "–"), *((code, word) for code, word in END_REASONS if code in BY_EVALUATION)],
        required=False,
    )
    finding = area(
        _("Lærdom til den som eier kriteriene"),
        required=False,
        help_text=_("Skriv ikke navn eller noe som kan kjennes igjen."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("outcome") == Outcome.END:
            self.demand("reason", _("Velg hvorfor tjenesten bør avsluttes."))
        return given


class DecideForm(ActForm):
    coming = ("next_on",)
    decision = pick(_("Hva er bestemt?"), Outcome.choices)
    next_on = day(_("Neste evaluering"), required=False)
    reason = menu(_("Årsak når tjenesten avsluttes"), [("", "–"), *_LIVING], required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("decision") == Outcome.END:
            self.demand("reason", _("Velg hvorfor tjenesten avsluttes."))
        return given


class WindDownForm(ActForm):
    past = ("true_date",)
    reason = pick(_("Hvorfor avvikles tjenesten?"), _LIVING)
    true_date = day(_("Siste dag med tjenesten"))


class DeathForm(ActForm):
    past = ("died_on",)
    died_on = day(_("Dødsdato"), help_text=_("Den virkelige datoen, også når dere får vite det senere."))


class NeedForm(ActForm):
    need = pick(_("Hva har hendt?"))


class RhythmForm(ActForm):
    count = pick(_("Hvor ofte?"))


class ServiceFilterForm(forms.Form):
    """What narrows the lists. Built by the page that knows the choices."""

    q = forms.CharField(label=_("Navn"), required=False, max_length=100)
    show = forms.ChoiceField(label=_("Vis"), required=False)
    service = forms.ChoiceField(label=_("Tjeneste"), required=False)
    stage = forms.ChoiceField(label=_("Fase"), required=False)
