"""The buttons of the card: those that are allowed now, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from varde.care.alarms import queries
from varde.care.alarms.forms import EMERGENCY, ActForm, Around, form_for
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.escalation import Act, takes_from_another
from varde.care.alarms.rules.lifecycle import HELD, VERB_NAMES, Role, State, Verb, allowed
from varde.care.alarms.rules.signal import Kind
from varde.ground.people.queries import Card
from varde.kernel.actor import Actor

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm

ICONS = {
    Verb.TAKE: "Bell",
    Verb.TALK: "ChatElipsis",
    Verb.END_TALK: "PhoneSlash",
    Verb.DISPATCH: "Paperplane",
    Verb.WAIT: "Hourglass",
    Verb.INFORM_KIN: "PersonGroup",
    Verb.CONFIRM_HANDOVER: "Handshake",
    Verb.CONFIRM_AT_DOOR: "Handshake",
    Verb.ACCEPT: "Checkmark",
    Verb.DECLINE: "XMark",
    Verb.SET_OUT: "Car",
    Verb.ARRIVE: "House",
    Verb.NEED_HELP: "Lifebuoy",
    Verb.GIVE: "ArrowRight",
    Verb.ASK_HELP: "Lifebuoy",
    Verb.HELP_COMES: "Lifebuoy",
    Verb.RELEASE: "ArrowUndo",
    Verb.PASS_ON: "ExternalLink",
    Verb.NOTE: "NotePencil",
    Verb.SOLVE_LATER: "Clock",
    Verb.CLOSE: "CheckmarkCircle",
}
AT_ONCE = (
    Verb.TAKE,
    Verb.TALK,
    Verb.END_TALK,
    Verb.CALL_EMERGENCY,
    Verb.CONFIRM_HANDOVER,
    Verb.HELP_COMES,
    Verb.ASK_HELP,
    Verb.SOLVE_LATER,
    Verb.RELEASE,
)
WITH_FORM = (Verb.DISPATCH, Verb.WAIT, Verb.INFORM_KIN, Verb.GIVE, Verb.PASS_ON, Verb.NOTE, Verb.CLOSE)
STRONG = frozenset({Verb.TAKE, Verb.CONFIRM_HANDOVER})


@dataclass(frozen=True, slots=True)
class Button:
    """One button, alone (`form` None) or with fields to unfold. `fields` are hidden values."""

    verb: Verb
    title: str
    icon: str
    variant: str = "secondary"
    color: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    form: ActForm | None = None
    is_open: bool = False


def held_by_other(actor: Actor, alarm: Alarm) -> bool:
    """Whether a colleague works on it now."""
    return alarm.held_by not in (None, actor.id) and State(alarm.state) in HELD


def is_anothers(actor: Actor, alarm: Alarm, verb: Verb) -> bool:
    """Whether the verb would take it from whoever has it. Taking over is asked for on its own button."""
    act = Act(verb, by=str(actor.id), over=True)
    return takes_from_another(State(alarm.state), str(alarm.held_by or ""), act)


def around_of(actor: Actor, alarm: Alarm, person: Any, now: datetime) -> Around:
    """What the forms choose among. Asks the rota only for one who may answer here."""
    if not actor.may(P.ANSWER, alarm.owner_id) or alarm.state == State.CLOSED:
        return Around()
    steps = queries.dispatch_choices(actor, alarm_id=alarm.pk, now=now)
    others = queries.colleagues(actor, alarm_id=alarm.pk, now=now)
    visit = getattr(person, "next_visit", None)
    return Around(
        steps=tuple((str(one.step), _step_words(one)) for one in steps),
        colleagues=tuple((str(one.id), one.name) for one in others),
        kin=_kin(person),
        next_visit=visit.starts_at if visit and visit.starts_at > now else None,
    )


def _step_words(one: queries.Choice) -> str:
    who = ", ".join(one.names) or _("ingen på vakt")
    words = _("Ledd %(step)s: %(who)s") % {"step": one.step, "who": who}
    return f"{words} – {_('udekket nå')}" if one.is_hole else words


def _kin(person: Any) -> tuple[tuple[str, str], ...]:
    """Those who may be told, by relation: the record names no next of kin."""
    if not isinstance(person, Card):
        return ()
    return tuple(
        (kin.relation or _("pårørende"), f"{kin.name} ({kin.relation})")
        for kin in person.kin
        if kin.may_be_told
    )


def buttons(
    actor: Actor,
    alarm: Alarm,
    around: Around,
    *,
    refused: tuple[Verb | None, ActForm | None] = (None, None),
) -> dict[str, list[Button]]:
    """What this person can do with the alarm now; nothing where they may only look."""
    if not actor.may(P.ANSWER, alarm.owner_id):
        return {"at_once": [], "with_form": []}
    can = {verb for verb in allowed(State(alarm.state), Role.OPERATOR) if not is_anothers(actor, alarm, verb)}
    if alarm.held_by == actor.id and State(alarm.state) in HELD:
        can -= {Verb.TAKE}
    if alarm.help_at is None:
        can -= {Verb.HELP_COMES}
    if not around.colleagues:
        can -= {Verb.GIVE}
    if not around.kin:
        can -= {Verb.INFORM_KIN}
    at_once = [one for verb in AT_ONCE if verb in can for one in _alone(actor, alarm, verb)]
    if alarm.kind == Kind.TECHNICAL and Verb.PASS_ON in can:
        at_once.append(
            Button(Verb.PASS_ON, _("Send til support"), "Wrench", fields=(("to_whom", "support"),))
        )
    with_form = [_unfolding(verb, around, refused) for verb in WITH_FORM if verb in can]
    return {"at_once": at_once, "with_form": with_form}


def emergency_buttons() -> list[Button]:
    """113, 110 and 112, for the board and for the phone."""
    return [
        Button(Verb.CALL_EMERGENCY, place, "FirstAid", color="danger", fields=(("place_called", place),))
        for place in EMERGENCY
    ]


def _alone(actor: Actor, alarm: Alarm, verb: Verb) -> list[Button]:
    if verb is Verb.CALL_EMERGENCY:
        return emergency_buttons()
    if verb is Verb.TALK:
        talk = [Button(verb, _("Snakk"), "ChatElipsis")] if alarm.voice else []
        return [*talk, Button(verb, _("Ring opp"), "Phone")]
    if verb is Verb.TAKE and held_by_other(actor, alarm):
        title = _("Ta over fra %(name)s") % {"name": alarm.holder_name or _("kollega")}
        return [Button(verb, title, "Bell", fields=(("over", "1"),))]
    strong = "" if verb in STRONG else "secondary"
    return [Button(verb, _(VERB_NAMES[verb]), ICONS[verb], variant=strong)]


def _unfolding(verb: Verb, around: Around, refused: tuple[Verb | None, ActForm | None]) -> Button:
    is_mine = refused[0] is verb and refused[1] is not None
    form = refused[1] if is_mine else form_for(verb, None, around)
    return Button(verb, _(VERB_NAMES[verb]), ICONS[verb], form=form, is_open=is_mine)
