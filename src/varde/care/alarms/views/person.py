"""The left side of the card: the person, as far as this actor may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from varde.care.alarms import queries
from varde.care.alarms.actions.shipped import shipped_cards
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.cards import Card
from varde.care.alarms.rules.codes import alert_name
from varde.care.alarms.rules.lifecycle import STATE_NAMES, State
from varde.care.alarms.views.marks import severity_mark
from varde.care.alarms.views.rows import years
from varde.care.pathways import queries as pathways
from varde.care.pathways.permissions import PathwayPermission
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission
from varde.kernel.actor import Actor

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm

HISTORY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seen:
    """`person` is a people.Card, a people.Minimum or None. `is_minimum`: shown under an agreement that has lapsed.

    `differs`: what is set otherwise than usual in the person's services.
    """

    person: Any = None
    differs: tuple[pathways.Differs, ...] = ()
    age: int | None = None
    is_minimum: bool = False
    is_shut: bool = False


def seen(actor: Actor, alarm: Alarm, now: datetime) -> Seen:
    """The card where the actor may open it, the minimum where the agreement has lapsed, else nothing of the person."""
    key, owner = alarm.recipient_id, alarm.owner_id
    if key is None:
        return Seen()
    try:
        if actor.may(PeoplePermission.VIEW, owner):
            if not people.standing_of(actor, recipient_id=key, now=now):
                return Seen(is_shut=True)
            card = people.card(actor, recipient_id=key, now=now)
            return Seen(card, _differs(actor, alarm, now), years(card.birth_date, now))
        least = people.minimum(actor, recipient_id=key, basis=f"alarm {alarm.pk}", now=now)
    except people.NoRelation:
        return Seen(is_shut=True)
    return Seen(least, age=years(least.birth_date, now), is_minimum=True)


def _differs(actor: Actor, alarm: Alarm, now: datetime) -> tuple[pathways.Differs, ...]:
    if alarm.recipient_id is None or not actor.may(PathwayPermission.READ_ADAPTATIONS, alarm.owner_id):
        return ()
    return pathways.adaptations_at_alarm(actor, recipient_id=alarm.recipient_id, now=now)


def earlier(actor: Actor, alarm: Alarm, now: datetime) -> list[dict[str, Any]] | None:
    """The person's alarms of the last 30 days without this one; None where the actor may not see history."""
    if alarm.recipient_id is None or not actor.may(P.VIEW_HISTORY, alarm.owner_id):
        return None
    rows = queries.history(actor, now=now, recipient_id=alarm.recipient_id, days=HISTORY.days)
    return [
        {
            "id": row.pk,
            "at": row.opened_at,
            "what": _(alert_name(row.code)),
            "severity": severity_mark(row),
            "state": _(STATE_NAMES[State(row.state)]),
        }
        for row in rows
        if row.pk != alarm.pk
    ]


def action_card(actor: Actor, alarm: Alarm, now: datetime) -> dict[str, Any] | None:
    """The organisation's own action card for the alert type, else the shipped one, in the language of the page."""
    own = None
    if actor.may(P.VIEW_BOARD, alarm.owner_id):
        own = queries.own_card(actor, owner_id=alarm.owner_id, code=alarm.code, now=now)
    card = own or shipped_cards().get(alarm.card)
    return words_of(card) | {"is_own": own is not None} if card else None


def words_of(card: Card) -> dict[str, Any]:
    language = get_language() or "nb"
    return {
        "title": card.title.said_in(language),
        "ask": [line.said_in(language) for line in card.ask],
        "do": [line.said_in(language) for line in card.do],
        "emergency": [line.said_in(language) for line in card.emergency],
    }
