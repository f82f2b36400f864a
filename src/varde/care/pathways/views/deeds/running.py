"""Installed, started, paused, resumed, evaluated, decided."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.forms.running import PauseForm, ProlongForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Move
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.shown import gate_list, places_for, tasks_at


def _installed(look: Looking, given: dict[str, Any]) -> Any:
    return actions.complete_installation(look.actor, case_id=look.case.pk, now=look.now)


def _start(look: Looking, given: dict[str, Any]) -> Any:
    return actions.start_case(look.actor, case_id=look.case.pk, now=look.now)


def _pause(look: Looking, given: dict[str, Any]) -> Any:
    return actions.pause_case(look.actor, case_id=look.case.pk, now=look.now, **given)


def _resume(look: Looking, given: dict[str, Any]) -> Any:
    return actions.resume_case(look.actor, case_id=look.case.pk, now=look.now)


def _prolong(look: Looking, given: dict[str, Any]) -> Any:
    return actions.prolong_pause(look.actor, case_id=look.case.pk, now=look.now, **given)


def _installing(look: Looking) -> Beside:
    return Beside({}, {}, {"steps": tasks_at(look, "adaptation")})


def _starting(look: Looking) -> Beside:
    return Beside({}, {}, {"gates": gate_list(look, "start")})


def _pausing(look: Looking) -> Beside:
    return Beside({}, {"reason": look.query.get("grunn", "")}, {"places": places_for(look)})


ACTS = {
    "ferdig-installert": Act(
        gettext_lazy("Ferdig installert"),
        P.WORK,
        _installed,
        gettext_lazy("Utstyret er satt opp. Nå begynner opplæringen."),
        icon="Wrench",
        move=Move.ADAPT,
        template="pathways/act_steps.html",
        beside=_installing,
    ),
    "start": Act(
        gettext_lazy("Start tjenesten"),
        P.WORK,
        _start,
        gettext_lazy("Tjenesten er i gang."),
        icon="Play",
        move=Move.START,
        template="pathways/act_gates.html",
        beside=_starting,
        lead=gettext_lazy(
            "Sikkerhetskravene må være i orden. Kvalitetskravene må være i orden, utsatt eller ha et godkjent unntak."
        ),
    ),
    "pause": Act(
        gettext_lazy("Sett på pause"),
        P.WORK,
        _pause,
        gettext_lazy("Tjenesten er på pause. Dagen før personen er tilbake, får den ansvarlige en oppgave."),
        form=PauseForm,
        icon="Pause",
        move=Move.PAUSE,
        template="pathways/act_pause.html",
        beside=_pausing,
    ),
    "gjenoppta": Act(
        gettext_lazy("Gjenoppta tjenesten"),
        P.WORK,
        _resume,
        gettext_lazy("Tjenesten er i gang igjen."),
        icon="Play",
        move=Move.RESUME,
        template="pathways/act_gates.html",
        beside=_starting,
        lead=gettext_lazy("Se at personen er tilbake, og at alt virker som før."),
    ),
    "forleng": Act(
        gettext_lazy("Forleng pausen"),
        P.WORK,
        _prolong,
        gettext_lazy("Pausen er forlenget."),
        form=ProlongForm,
        icon="Calendar",
        move=Move.RESUME,
    ),
}
