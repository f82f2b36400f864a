"""Winding down, taking that back, and ending."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.forms.running import DeathForm, WindDownForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Move
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.shown import gate_list
from varde.kernel.clock import local


def _wind_down(look: Looking, given: dict[str, Any]) -> Any:
    return actions.wind_down(look.actor, case_id=look.case.pk, now=look.now, **given)


def _death(look: Looking, given: dict[str, Any]) -> Any:
    key = look.case.recipient_id
    return actions.register_death(look.actor, recipient_id=key, now=look.now, **given)


def _undo(look: Looking, given: dict[str, Any]) -> Any:
    if look.case.end_reason == "dead":
        return actions.undo_death(look.actor, recipient_id=look.case.recipient_id, now=look.now)
    return actions.undo_winding_down(look.actor, case_id=look.case.pk, now=look.now)


def _end(look: Looking, given: dict[str, Any]) -> Any:
    return actions.end_case(look.actor, case_id=look.case.pk, now=look.now)


def _today(look: Looking) -> Beside:
    return Beside({}, {"true_date": local(look.now).date()}, {})


def _closing(look: Looking) -> Beside:
    return Beside({}, {}, {"gates": gate_list(look, "end")})


ACTS = {
    "avvikle": Act(
        gettext_lazy("Avvikle tjenesten"),
        P.WIND_DOWN,
        _wind_down,
        gettext_lazy("Tjenesten avvikles. Utstyret overvåkes til det er hentet."),
        form=WindDownForm,
        icon="Roadblock",
        move=Move.WIND_DOWN,
        template="pathways/act_winding.html",
        beside=_today,
    ),
    "dod": Act(
        gettext_lazy("Registrer dødsfall"),
        P.WIND_DOWN,
        _death,
        gettext_lazy(
            "Dødsfallet er registrert. Alle tjenestene avvikles, og ingen brev eller påminnelser sendes til den døde."
        ),
        form=DeathForm,
        icon="FlowerPetals",
        move=Move.WIND_DOWN,
        template="pathways/act_winding.html",
    ),
    "angre": Act(
        gettext_lazy("Angre avviklingen"),
        P.WIND_DOWN,
        _undo,
        gettext_lazy("Alt er som før."),
        icon="ArrowUndo",
        move=Move.UNDO,
        lead=gettext_lazy(
            "Alt blir som det var: status, oppgaver og meldinger. Gjaldt det et dødsfall, blir det angret for alle tjenestene."
        ),
    ),
    "avslutt": Act(
        gettext_lazy("Avslutt tjenesten"),
        P.END,
        _end,
        gettext_lazy("Tjenesten er avsluttet."),
        icon="Archive",
        move=Move.END,
        template="pathways/act_gates.html",
        beside=_closing,
        lead=gettext_lazy(
            "Tjenesten avsluttes når alt er levert tilbake, slettet og sagt fra om. Sluttdatoen er den virkelige."
        ),
    ),
}
