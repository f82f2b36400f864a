"""The recipient's pathways, for their page, and the way to a new one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from varde.care.pathways import queries
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.views.words import STATUS, stage_word
from varde.ground.people.rules.panels import Line, Panel
from varde.kernel.actor import Actor

SHOWN = 8
OVER = (Status.ENDED, Status.REJECTED)


def panel(actor: Actor, recipient_id: UUID, at: datetime) -> Panel | None:
    if not actor.may(P.VIEW):
        return None
    rows = queries.cases_of(actor, recipient_id=recipient_id, now=at)[:SHOWN]
    lines = tuple(
        Line(row.template.name, _note(row.status, row.stage), reverse("pathways:case", args=[row.pk]))
        for row in rows
    )
    new = reverse("pathways:refer", args=[recipient_id]) if actor.may(P.REFER) else ""
    return Panel(
        _("Forløp"), "HikingTrailSign", lines, _("Ingen forløp ennå."), new, _("Henvis til en tjeneste")
    )


def _note(status: str, stage: str) -> str:
    word = str(STATUS[status].word)
    return word if status in OVER else f"{word}, {stage_word(stage).lower()}"
