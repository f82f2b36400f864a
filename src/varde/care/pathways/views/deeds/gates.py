"""Gates: signed, put off, excepted from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.forms.running import DeferForm, ExceptForm, GateMarkForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.template import GATES
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.shown import named, staff_choices
from varde.care.pathways.views.words import gate_word

RETENTION = (
    ("record", gettext_lazy("Oppbevares i journalen, slettes her")),
    ("five_years", gettext_lazy("Oppbevares i fem år")),
    ("ten_years", gettext_lazy("Oppbevares i ti år")),
)


def _gate(look: Looking) -> str:
    code = look.query.get("krav", "")
    if code not in GATES:
        raise Http404
    return str(code)


def _sign(look: Looking, given: dict[str, Any]) -> Any:
    return actions.sign_gate(look.actor, case_id=look.case.pk, gate=_gate(look), now=look.now, **given)


def _who(look: Looking, given: dict[str, Any]) -> dict[str, Any]:
    key = given.pop("holder")
    return {**given, "holder": UUID(key), "holder_name": named(look, key)}


def _defer(look: Looking, given: dict[str, Any]) -> Any:
    who = _who(look, given)
    return actions.defer_gate(look.actor, case_id=look.case.pk, gate=_gate(look), now=look.now, **who)


def _except(look: Looking, given: dict[str, Any]) -> Any:
    who = _who(look, given)
    return actions.except_gate(look.actor, case_id=look.case.pk, gate=_gate(look), now=look.now, **who)


def _signing(look: Looking) -> Beside:
    code = _gate(look)
    choices = [("", "–"), *RETENTION] if code == "retention_decided" else []
    return Beside({"value": choices}, {}, {"gate": gate_word(code)})


def _holding(look: Looking) -> Beside:
    code = _gate(look)
    return Beside({"holder": staff_choices(look)}, {"holder": str(look.actor.id)}, {"gate": gate_word(code)})


ACTS = {
    "bekreft": Act(
        gettext_lazy("Bekreft at kravet er i orden"),
        P.WORK,
        _sign,
        gettext_lazy("Kravet er bekreftet."),
        form=GateMarkForm,
        button=gettext_lazy("Bekreft"),
        icon="SealCheckmark",
        template="pathways/act_gate.html",
        beside=_signing,
        anchor="#na",
    ),
    "utsett": Act(
        gettext_lazy("Utsett kravet"),
        P.WORK,
        _defer,
        gettext_lazy("Kravet er utsatt, og står i listen over unntak til det er i orden."),
        form=DeferForm,
        button=gettext_lazy("Utsett"),
        icon="Clock",
        template="pathways/act_gate.html",
        beside=_holding,
        lead=gettext_lazy(
            "Bare kvalitetskrav kan utsettes. Du sier hvem som sørger for det, og når det står åpent igjen."
        ),
        anchor="#na",
    ),
    "unntak": Act(
        gettext_lazy("Godkjenn unntak"),
        P.EXCEPT,
        _except,
        gettext_lazy("Unntaket er godkjent, og står i listen til det er slutt."),
        form=ExceptForm,
        icon="SealCheckmark",
        template="pathways/act_gate.html",
        beside=_holding,
        anchor="#na",
    ),
}
