"""The sender's side of a hand-over, and giving the case to a colleague."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.actions.handing import RESPONSIBLE
from varde.care.pathways.forms.around import OfferForm
from varde.care.pathways.forms.running import AssignForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Move
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.shown import staff_choices
from varde.ground.organisations.queries import every_organisation


def _propose(look: Looking, given: dict[str, Any]) -> Any:
    to = UUID(given["to"])
    return actions.propose_hand_over(
        look.actor, case_id=look.case.pk, to=to, text=given["text"], now=look.now
    )


def _withdraw(look: Looking, given: dict[str, Any]) -> Any:
    return actions.withdraw_hand_over(look.actor, hand_over_id=look.key, now=look.now)


def _give(look: Looking, given: dict[str, Any]) -> Any:
    return actions.give_case(look.actor, case_id=look.case.pk, to=UUID(given["to"]), now=look.now)


def _places(look: Looking) -> Beside:
    rows = every_organisation().filter(kind__in=RESPONSIBLE, is_active=True).exclude(pk=look.case.owner_id)
    return Beside({"to": [("", "–"), *((str(row.pk), row.name) for row in rows.order_by("name"))]}, {}, {})


def _staff(look: Looking) -> Beside:
    return Beside({"to": staff_choices(look)}, {}, {})


ACTS = {
    "tilby": Act(
        gettext_lazy("Tilby en annen organisasjon å overta"),
        P.HAND_OVER,
        _propose,
        gettext_lazy("Tilbudet er sendt. Dere har ansvaret, også for alarmene, til de overtar."),
        form=OfferForm,
        button=gettext_lazy("Send tilbudet"),
        icon="Handshake",
        move=Move.HAND_OVER,
        beside=_places,
        lead=gettext_lazy(
            "Ingenting endrer seg før de overtar. Til da har dere ansvaret, også for alarmene. De får navn, fødselsdato og det du skriver her."
        ),
    ),
    "trekk-tilbake": Act(
        gettext_lazy("Trekk tilbudet tilbake"),
        P.HAND_OVER,
        _withdraw,
        gettext_lazy("Tilbudet er trukket tilbake. Dere har ansvaret som før."),
        icon="ArrowUndo",
    ),
    "gi-forlopet": Act(
        gettext_lazy("Gi ansvaret til en kollega"),
        P.LEAD,
        _give,
        gettext_lazy("Kollegaen har ansvaret nå, og oppgavene som ventet."),
        form=AssignForm,
        button=gettext_lazy("Gi ansvaret"),
        icon="PersonPlus",
        beside=_staff,
    ),
}
