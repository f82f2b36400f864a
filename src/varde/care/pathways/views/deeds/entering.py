"""From referral to allocation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.forms.asking import ReasonForm
from varde.care.pathways.forms.entering import AllocateForm, AssessmentForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Move
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.shown import criteria_now, tasks_at
from varde.kernel.clock import local


def _accept(look: Looking, given: dict[str, Any]) -> Any:
    return actions.accept_referral(look.actor, case_id=look.case.pk, now=look.now)


def _reject(look: Looking, given: dict[str, Any]) -> Any:
    return actions.reject_referral(look.actor, case_id=look.case.pk, now=look.now, **given)


def _assess(look: Looking, given: dict[str, Any]) -> Any:
    return actions.complete_assessment(look.actor, case_id=look.case.pk, values=given, now=look.now)


def _allocate(look: Looking, given: dict[str, Any]) -> Any:
    return actions.allocate(look.actor, case_id=look.case.pk, values=given, now=look.now)


def _decline(look: Looking, given: dict[str, Any]) -> Any:
    return actions.decline_allocation(look.actor, case_id=look.case.pk, now=look.now, **given)


def _assessed(look: Looking) -> Beside:
    return Beside({}, {}, {"steps": tasks_at(look, "assessment")})


def _allocating(look: Looking) -> Beside:
    return Beside({}, {"allocated_on": local(look.now).date()}, {"criteria": criteria_now(look)})


ACTS = {
    "godta": Act(
        gettext_lazy("Godta henvisningen"),
        P.ANSWER_REFERRAL,
        _accept,
        gettext_lazy(
            "Henvisningen er godtatt. Du har ansvaret for forløpet til lederen gir det til en annen."
        ),
        move=Move.ACCEPT,
        lead=gettext_lazy("Du tar ansvaret for forløpet, og kartleggingen begynner."),
    ),
    "avsla": Act(
        gettext_lazy("Avslå henvisningen"),
        P.ANSWER_REFERRAL,
        _reject,
        gettext_lazy("Henvisningen er avslått."),
        form=ReasonForm,
        icon="XMark",
        move=Move.REJECT,
    ),
    "kartlegg": Act(
        gettext_lazy("Fullfør kartleggingen"),
        P.ASSESS,
        _assess,
        gettext_lazy("Kartleggingen er ferdig. Nå skal tjenesten tildeles."),
        form=AssessmentForm,
        icon="Clipboard",
        move=Move.ASSESS,
        template="pathways/act_steps.html",
        beside=_assessed,
        lead=gettext_lazy(
            "Hver kartlegging sier om teknologi er vurdert, for hvilken del av behovet, og hvorfor den eventuelt ikke er valgt."
        ),
    ),
    "tildel": Act(
        gettext_lazy("Tildel tjenesten"),
        P.ALLOCATE,
        _allocate,
        gettext_lazy("Tjenesten er tildelt. Nå skal den tilpasses og settes opp."),
        form=AllocateForm,
        icon="SealCheckmark",
        move=Move.ALLOCATE,
        template="pathways/act_allocate.html",
        beside=_allocating,
    ),
    "ikke-gi": Act(
        gettext_lazy("Ikke gi tjenesten"),
        P.ALLOCATE,
        _decline,
        gettext_lazy("Forløpet er avsluttet uten tjeneste."),
        form=ReasonForm,
        icon="XMark",
        move=Move.DECLINE,
    ),
}
