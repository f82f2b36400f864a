"""The duty phone: my callouts, and one callout with what one needs on the way to a door."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from varde.care.alarms import actions, queries
from varde.care.alarms.actions import Said
from varde.care.alarms.forms import ActForm, Around, form_for
from varde.care.alarms.rules.codes import alert_name
from varde.care.alarms.rules.escalation import Act, AlreadyHeld
from varde.care.alarms.rules.lifecycle import HELD, VERB_NAMES, NotAllowed, Role, State, Verb, allowed
from varde.care.alarms.views import log
from varde.care.alarms.views.acts import ICONS, Button, emergency_buttons
from varde.care.alarms.views.board import NOTHING_NEW
from varde.care.alarms.views.card import words_for
from varde.care.alarms.views.marks import severity_mark, state_mark, urgency_mark
from varde.care.alarms.views.person import action_card, seen
from varde.care.alarms.views.rows import names_of, years
from varde.care.rota import queries as rota
from varde.care.rota.permissions import RotaPermission
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ids import new_id
from varde.ground.people import queries as people
from varde.kernel.actor import Actor
from varde.kernel.clock import now

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm, AlarmEvent

FINISH = "finish"
"""Ferdig: done on site and closed, in one press."""
ROAD: dict[State, tuple[Verb, ...]] = {
    State.NEW: (Verb.ACCEPT, Verb.DECLINE),
    State.DISPATCHED: (Verb.ACCEPT, Verb.DECLINE),
}
MINE: dict[State, tuple[Verb, ...]] = {
    State.DISPATCHED: (Verb.SET_OUT, Verb.ARRIVE, Verb.DECLINE),
    State.ON_THE_WAY: (Verb.ARRIVE, Verb.RELEASE, Verb.NEED_HELP),
    State.ON_SITE: (Verb.NEED_HELP,),
    State.WITH_EMERGENCY: (Verb.CONFIRM_AT_DOOR, Verb.ARRIVE, Verb.NEED_HELP),
}
"""The big buttons of whoever has the alarm, the next one on the road first. On site there is "Ferdig" beside them."""
AT_THE_DOOR = (State.ON_SITE, State.WITH_EMERGENCY)
WITHDRAWN = (("note", "Nødetaten overtok ikke."),)
"""Goes into the record, which is Norwegian."""


def duty_of(actor: Actor, at: datetime) -> str:
    if not actor.may(RotaPermission.CHECK_IN):
        return ""
    return ", ".join(one.name for one in rota.my_duty(actor, now=at).on)


def lines(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    alarms = queries.callouts(actor, now=at)
    names = names_of(actor, alarms, at)
    return [_line(alarm, names.get(alarm.recipient_id or alarm.pk), at) for alarm in alarms]


def _line(alarm: Alarm, label: people.Label | None, at: datetime) -> dict[str, Any]:
    return {
        "id": alarm.pk,
        "what": _(alert_name(alarm.code)),
        "who": label.name if label else "",
        "age": years(label.birth_date, at) if label else None,
        "opened_at": alarm.opened_at,
        "severity": severity_mark(alarm),
        "state": state_mark(alarm),
        "version": version(alarm),
    }


def version(alarm: Alarm) -> str:
    """Another text whenever something has happened to the alarm."""
    return f"{alarm.state}:{alarm.held_by}:{alarm.ring}:{alarm.repeats}:{alarm.active_at}:{alarm.help_by}"


@never_cache
@require_safe
def callouts(request: StaffRequest) -> HttpResponse:
    at = now()
    found = lines(request.actor, at)
    page = "alarms/_callouts.html" if request.htmx else "alarms/callouts.html"
    return render(request, page, {"callouts": found, "now": at, "duty": duty_of(request.actor, at)})


def shown(actor: Actor, pk: UUID, at: datetime) -> dict[str, Any]:
    alarm = queries.callout(actor, alarm_id=pk, now=at)
    mine = queries.carries(actor, alarm_id=pk, now=at)
    who = seen(actor, alarm, at)
    events = list(queries.callout_events(actor, alarm_id=pk, now=at))
    place, big = log.place_called(events), buttons(alarm, mine=mine)
    room = 1 if alarm.state == State.WITH_EMERGENCY else len(big)  # what is read out needs the screen
    return {
        "alarm": alarm,
        "now": at,
        "mine": mine,
        "what": _(alert_name(alarm.code)),
        "severity": severity_mark(alarm),
        "urgency": urgency_mark(alarm),
        "state": state_mark(alarm, place),
        "place": place,
        "notes": log.notes(events),
        "with_emergency": alarm.state == State.WITH_EMERGENCY,
        "seen": who,
        "person": who.person,
        "known": queries.known_at_door(actor, recipient_id=who.person.id, alarm_id=pk, now=at)
        if who.person
        else None,
        "card": action_card(actor, alarm, at),
        "log": log.lines(events),
        "buttons": big[:room],
        "beside": big[room:],
        "emergency": emergency_buttons() if mine and State(alarm.state) in AT_THE_DOOR else [],
        "finish": _finish_form(events) if _may_finish(alarm, mine) else None,
        "taken_by": alarm.holder_name if _is_anothers(alarm, mine) else "",
        "revealed": {},
        "version": version(alarm),
        "duty": duty_of(actor, at),
    }


def _is_anothers(alarm: Alarm, mine: bool) -> bool:
    return bool(alarm.held_by) and not mine and State(alarm.state) in (*HELD, State.WITH_EMERGENCY)


def buttons(alarm: Alarm, *, mine: bool) -> list[Button]:
    """The big buttons: on what a colleague has, only that one comes to help when they ask for it."""
    state = State(alarm.state)
    can = allowed(state, Role.RESPONDER)
    helps = (Verb.HELP_COMES,) if alarm.help_at else ()
    road = () if _is_anothers(alarm, mine) else ROAD.get(state, ())
    wanted = (*(MINE.get(state, ()) if mine else road), *helps)
    return [_button(state, verb, first=not place) for place, verb in enumerate(wanted) if verb in can]


def _button(state: State, verb: Verb, *, first: bool) -> Button:
    if verb is Verb.NEED_HELP:
        return Button(verb, _(VERB_NAMES[verb]), ICONS[verb], color="danger")
    if verb is Verb.ARRIVE and state is State.WITH_EMERGENCY:
        return Button(verb, _("Tilbake til Framme"), ICONS[verb], fields=WITHDRAWN)
    return Button(verb, _(VERB_NAMES[verb]), ICONS[verb], variant="" if first else "secondary")


def _finish_form(events: list[AlarmEvent]) -> ActForm:
    """What became of it. Who has handed over to an emergency service finds that ticked."""
    form = form_for(Verb.DONE, None, Around())
    if any(one.verb == Verb.CONFIRM_AT_DOOR for one in events):
        form.initial = {"measures": [f"called_{log.place_called(events)}"]}
    return form


def _may_finish(alarm: Alarm, mine: bool) -> bool:
    return mine and State(alarm.state) in (State.ON_SITE, State.SOLVED_UNDOCUMENTED)


def show(request: StaffRequest, pk: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    page = (
        shown(request.actor, pk, now())
        | {"token": new_id(), "key_url": reverse("alarms:callout", args=[pk]) + "nokkel/"}
        | more
    )
    return render(request, "alarms/callout.html", page, status=status)


@never_cache
@require_safe
@sensitive_variables()
def callout(request: StaffRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


@never_cache
@require_safe
def callout_live(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What moves. Looks at the list first, which shows nobody's card, so that waiting writes no access log."""
    at = now()
    line = next((one for one in lines(request.actor, at) if one["id"] == pk), None)
    if line is not None and line["version"] == request.GET.get("v"):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "alarms/_callout_live.html", shown(request.actor, pk, at) | {"is_fragment": True})


@require_POST
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def press(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """One press. The same press again (the line was bad) answers as the first did and changes nothing."""
    token, form = _token(request), form_for(_form_of(verb), request.POST, Around())
    if not form.is_valid():
        if verb != FINISH:
            raise Http404  # the other forms have nothing that a person fills in
        return show(request, pk, status=422, finish=form, token=token)
    try:
        _carry_out(request, pk, verb, token, form)
    except (AlreadyHeld, NotAllowed, actions.MissingOutcome) as fault:
        alarm = queries.callout(request.actor, alarm_id=pk, now=now())
        return show(request, pk, status=409, refusal=words_for(fault, alarm))
    return _after(request, pk, verb)


def _after(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    if verb == Verb.CALL_EMERGENCY:
        return _called(request, pk)
    if verb in (FINISH, Verb.DECLINE, Verb.SOLVE_LATER, Verb.RELEASE):
        done = {
            FINISH: _("Ferdig. Takk!"),
            Verb.DECLINE: _("Notert. Andre varsles."),
            Verb.RELEASE: _("Oppdraget er lagt tilbake, og andre varsles."),
        }
        messages.success(request, done.get(verb, _("Husk å skrive hva som ble gjort.")))
        return redirect("alarms:phone")
    return redirect("alarms:callout", pk)


def _called(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The panel to read out, with every way in on it; each look is logged. Sent by the page's own script it answers
    nothing yet: the script then sends the form itself, whose token makes that one press, so that the panel shows."""
    if request.headers.get("X-Requested-With") == "press":
        return HttpResponse(status=204)
    person = shown(request.actor, pk, now())["person"]
    return show(
        request,
        pk,
        revealed={way.id: _reveal(request, pk, way.id) for way in person.ways_in} if person else {},
    )


def _carry_out(request: StaffRequest, pk: UUID, verb: str, token: UUID, form: ActForm) -> None:
    given, me = form.cleaned_data, str(request.actor.id)
    said = Said(given["note"], form.place(), given.get("cause", ""), tuple(given.get("measures", ())))
    verbs = (Verb.DONE, Verb.CLOSE) if verb == FINISH else (_verb(verb),)
    acts = [Act(one, by=me) for one in verbs]
    actions.press(request.actor, alarm_id=pk, token=token, acts=acts, said=said, now=now())


def _form_of(verb: str) -> Verb:
    return Verb.DONE if verb == FINISH else _verb(verb)


def _verb(text: str) -> Verb:
    try:
        return Verb(text)
    except ValueError:
        raise Http404 from None


def _token(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return new_id()


@require_POST
@never_cache
@sensitive_variables()
def key(request: StaffRequest, pk: UUID, way: UUID) -> HttpResponse:
    """Vis nøkkel on the phone: on this answer only, and logged."""
    queries.callout(request.actor, alarm_id=pk, now=now())
    return show(request, pk, revealed={way: _reveal(request, pk, way)})


def _reveal(request: StaffRequest, pk: UUID, way: UUID) -> Any:
    return people.reveal_way_in(request.actor, way_in_id=way, basis=f"alarm {pk}", now=now())
