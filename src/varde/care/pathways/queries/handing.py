"""Offers of hand-over: those sent from here, and those that wait for an answer here."""

from __future__ import annotations

from django.db.models import QuerySet

from varde.care.pathways.models import HandOver, HandOverOffer
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.responsibility import AGES_AFTER as AGES_AFTER
from varde.care.pathways.rules.responsibility import OfferState
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.HAND_OVER)
def offers_waiting(actor: Actor) -> QuerySet[HandOverOffer]:
    """What others have offered us and nobody here has answered, oldest first. Until then the sender is responsible."""
    rows = HandOverOffer.objects.filter(state=OfferState.OPEN.value).select_related(
        "sender", "owner", "recipient"
    )
    return rows.order_by("offered_at", "pk")


@requires(P.HAND_OVER)
def hand_overs_waiting(actor: Actor) -> QuerySet[HandOver]:
    """What we have offered others and they have not answered, oldest first. We are responsible."""
    rows = HandOver.objects.filter(state=OfferState.OPEN.value).select_related(
        "to", "case__recipient", "owner"
    )
    return rows.order_by("offered_at", "pk")
