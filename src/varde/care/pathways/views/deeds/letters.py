"""Messages: drafted, read and released, sent, received."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.around import LetterForm, ReceiptForm, ReleaseForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.template import AUDIENCES, Audience
from varde.care.pathways.views.doing import Act, Beside, Looking
from varde.care.pathways.views.words import LETTER, said
from varde.kernel.clock import local


def _draft(look: Looking, given: dict[str, Any]) -> Any:
    return actions.draft_letter(look.actor, case_id=look.case.pk, now=look.now, **given)


def _release(look: Looking, given: dict[str, Any]) -> Any:
    return actions.release_letter(look.actor, letter_id=look.key, now=look.now, **given)


def _sent(look: Looking, given: dict[str, Any]) -> Any:
    return actions.mark_sent(look.actor, letter_id=look.key, now=look.now)


def _sent_here(look: Looking, given: dict[str, Any]) -> Any:
    return actions.send_here(look.actor, letter_id=look.key, now=look.now)


def _drop(look: Looking, given: dict[str, Any]) -> Any:
    return actions.drop_letter(look.actor, letter_id=look.key, now=look.now)


def _receipt(look: Looking, given: dict[str, Any]) -> Any:
    return actions.record_receipt(look.actor, letter_id=look.key, now=look.now, **given)


def _today(look: Looking) -> Beside:
    return Beside({}, {"send_on": local(look.now).date()}, {})


def _letter(look: Looking) -> Beside:
    row = queries.letter(look.actor, case_id=look.case.pk, letter_id=look.key, now=look.now)
    shown = {"letter": row, "to_word": said(AUDIENCES[Audience(row.to)]), "letter_marks": LETTER}
    shown["posted"] = queries.posted(look.actor, case_id=look.case.pk, letter_id=look.key, now=look.now)
    return Beside({}, {"text": str(row.text), "to_name": row.to_name}, shown)


ACTS = {
    "ny-melding": Act(
        gettext_lazy("Ny melding"),
        P.WORK,
        _draft,
        gettext_lazy("Utkastet er laget. Les det, og gjør det ferdig."),
        form=LetterForm,
        button=gettext_lazy("Lag utkast"),
        icon="NotePencil",
        beside=_today,
        anchor="#meldinger",
        lead=gettext_lazy(
            "Varde lager et utkast av det som er kjent. Du leser, retter og godkjenner før det sendes."
        ),
    ),
    "melding": Act(
        gettext_lazy("Melding"),
        P.WORK,
        _release,
        gettext_lazy("Meldingen er godkjent. Nå kan den sendes."),
        form=ReleaseForm,
        button=gettext_lazy("Lest og godkjent"),
        icon="Checkmark",
        template="pathways/act_letter.html",
        beside=_letter,
        stays=True,
    ),
    "sendt": Act(
        gettext_lazy("Meldingen er sendt"),
        P.WORK,
        _sent,
        gettext_lazy("Meldingen står som sendt av deg."),
        icon="Paperplane",
        beside=_letter,
        anchor="#meldinger",
    ),
    "send-her": Act(
        gettext_lazy("Send meldingen i Varde"),
        P.WORK,
        _sent_here,
        gettext_lazy("Meldingen er sendt. Den ligger under «Varsler» hos dem som skal lese den."),
        icon="Paperplane",
        beside=_letter,
        anchor="#meldinger",
    ),
    "send-ikke": Act(
        gettext_lazy("Meldingen skal ikke sendes"),
        P.WORK,
        _drop,
        gettext_lazy("Meldingen sendes ikke."),
        icon="MinusCircle",
        beside=_letter,
        anchor="#meldinger",
    ),
    "kvittering": Act(
        gettext_lazy("Svar på meldingen"),
        P.WORK,
        _receipt,
        gettext_lazy("Svaret er lagret."),
        form=ReceiptForm,
        button=gettext_lazy("Lagre"),
        icon="Inbox",
        template="pathways/act_letter.html",
        beside=_letter,
        anchor="#meldinger",
    ),
}
