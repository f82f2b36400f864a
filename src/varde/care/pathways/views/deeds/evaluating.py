"""Evaluation, and what is decided after it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.forms.running import DecideForm, EvaluationForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Move
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.evaluations import evaluated


def _open(look: Looking, given: dict[str, Any]) -> Any:
    return actions.open_evaluation(look.actor, case_id=look.case.pk, now=look.now)


def _evaluate(look: Looking, given: dict[str, Any]) -> Any:
    shown = evaluated(look)
    keys = {"response_id": shown["response_id"], "survey_id": shown["survey_id"]}
    return actions.evaluate(look.actor, case_id=look.case.pk, values={**given, **keys}, now=look.now)


def _decide(look: Looking, given: dict[str, Any]) -> Any:
    return actions.decide(look.actor, case_id=look.case.pk, now=look.now, **given)


def _beside(look: Looking) -> Beside:
    return Beside({}, {}, evaluated(look))


def _deciding(look: Looking) -> Beside:
    shown = evaluated(look)
    row = shown["evaluation"]
    held = {"decision": row.outcome, "reason": row.reason} if row is not None else {}
    return Beside({}, held, shown)


ACTS = {
    "begynn-evaluering": Act(
        gettext_lazy("Begynn evalueringen"),
        P.WORK,
        _open,
        gettext_lazy("Evalueringen er begynt. Bruk det samme skjemaet som ved kartleggingen."),
        icon="BarChart",
        move=Move.EVALUATE,
        lead=gettext_lazy(
            "Dere stiller de samme spørsmålene som ved kartleggingen, og ser svarene ved siden av hverandre."
        ),
        anchor="#na",
    ),
    "evaluer": Act(
        gettext_lazy("Evaluer tjenesten"),
        P.WORK,
        _evaluate,
        gettext_lazy("Evalueringen er ferdig. Nå avgjør den som tildeler, om tjenesten skal fortsette."),
        form=EvaluationForm,
        button=gettext_lazy("Fullfør evalueringen"),
        icon="BarChart",
        move=Move.DECIDE,
        template="pathways/act_evaluate.html",
        beside=_beside,
        anchor="#na",
    ),
    "bestem": Act(
        gettext_lazy("Videreføre, endre eller avslutte"),
        P.ALLOCATE,
        _decide,
        gettext_lazy("Avgjørelsen er lagret."),
        form=DecideForm,
        button=gettext_lazy("Lagre avgjørelsen"),
        icon="SealCheckmark",
        move=Move.EXTEND,
        template="pathways/act_evaluate.html",
        beside=_deciding,
        anchor="#na",
    ),
}
