"""The lists of cases beside each other; each only for who may open it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from varde.care.pathways.permissions import PathwayPermission as P
from varde.kernel.actor import Actor

TABS = (
    ("home", gettext_lazy("Forløp"), P.VIEW),
    ("referrals", gettext_lazy("Henvisninger"), P.ANSWER_REFERRAL),
    ("overview", gettext_lazy("Forfalt"), P.LEAD),
    ("exceptions", gettext_lazy("Unntak"), P.VIEW),
    ("hand_overs", gettext_lazy("Overføringer"), P.HAND_OVER),
    ("texts", gettext_lazy("Til journal"), P.COPY_RECORD),
    ("inspection", gettext_lazy("Tilsyn"), P.EXPORT),
    ("absences", gettext_lazy("Stedfortredere"), P.LEAD),
)


def tabs(actor: Actor, here: str) -> list[dict[str, object]]:
    shown = [(name, title) for name, title, permission in TABS if actor.may(permission)]
    return [
        {"title": title, "url": reverse(f"pathways:{name}"), "current": name == here} for name, title in shown
    ]
