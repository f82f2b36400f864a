"""The card of one alarm, and every move an operator makes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from varde.care.alarms import actions, queries
from varde.care.alarms.actions import Said
from varde.care.alarms.forms import ActForm, form_for
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.rules.escalation import Act, AlreadyHeld, WaitInvalid
from varde.care.alarms.rules.lifecycle import MOVES, STATE_NAMES, VERB_NAMES, NotAllowed, State, Verb
from varde.care.alarms.views.acts import around_of, buttons
from varde.care.alarms.views.board import NOTHING_NEW
from varde.care.alarms.views.person import seen
from varde.care.alarms.views.shown import live, whole
from varde.foundation.accounts.http import StaffRequest
from varde.ground.people import queries as people
from varde.kernel.clock import now

if TYPE_CHECKING:
    from varde.care.alarms.models import Alarm

BACK_TO_BOARD = frozenset({Verb.SOLVE_LATER, Verb.CLOSE, Verb.RELEASE, Verb.GIVE})


def show(
    request: StaffRequest, pk: UUID, *, form: ActForm | None = None, verb: Verb | None = None, **more: Any
) -> HttpResponse:
    """The whole card. `form` is one that was refused, with what was typed in it; `more` joins the context."""
    status = more.pop("status", 200)
    page = whole(request.actor, pk, now()) | {"board_number": queries.board_number(request.actor)}
    page["acts"] = buttons(request.actor, page["alarm"], page["around"], refused=(verb, form))
    return render(request, "alarms/card.html", page | more, status=status)


@never_cache
@require_safe
@sensitive_variables()
def card(request: StaffRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


@never_cache
@require_safe
@sensitive_variables()
def fragment(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What moves while one looks: state and log, and the buttons when they are others than those that are shown."""
    number = queries.board_number(request.actor)
    if request.GET.get("n") == str(number):
        return HttpResponse(status=NOTHING_NEW)
    page = live(request.actor, pk, now())
    if page["version"] != request.GET.get("v"):
        page = whole(request.actor, pk, now()) | {"fresh_acts": True}
        page["acts"] = buttons(request.actor, page["alarm"], page["around"])
    return render(request, "alarms/_live.html", page | {"board_number": number})


@require_POST
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def act(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """One move. What is wrong is said in words, with everything that was typed still there."""
    asked = _verb(verb)
    alarm = queries.alarm(request.actor, alarm_id=pk)
    if not request.actor.may(P.ANSWER, alarm.owner_id):
        raise PermissionDenied
    person = seen(request.actor, alarm, now()).person if asked is Verb.INFORM_KIN else None
    form = form_for(asked, request.POST, around_of(request.actor, alarm, person, now()))
    if not form.is_valid():
        return show(request, pk, form=form, verb=asked, status=422)
    try:
        _carry_out(request, alarm, asked, form)
    except (AlreadyHeld, NotAllowed, WaitInvalid, actions.MissingOutcome) as fault:
        return show(request, pk, form=form, verb=asked, status=409, refusal=words_for(fault, alarm))
    return _after(request, pk, asked)


def _carry_out(request: StaffRequest, alarm: Alarm, verb: Verb, form: ActForm) -> None:
    actor, given = request.actor, form.cleaned_data
    done = Act(
        verb,
        by=str(actor.id),
        to=given.get("to", ""),
        until=given.get("until"),
        step=int(given.get("step") or 0),
        over=bool(request.POST.get("over")),
    )
    said = Said(given["note"], form.place(), given.get("cause", ""), tuple(given.get("measures", ())))
    actions.operate(actor, alarm_id=alarm.pk, act=done, now=now(), said=said)


def _after(request: StaffRequest, pk: UUID, verb: Verb) -> HttpResponse:
    if verb is Verb.CALL_EMERGENCY:
        return show(request, pk, **_revealed(request, pk))
    if verb in BACK_TO_BOARD:
        messages.success(request, _DONE[verb]())
        return redirect("alarms:board")
    return redirect("alarms:card", pk)


_DONE = {
    Verb.SOLVE_LATER: lambda: _(
        "Alarmen er løst. Den kommer fram igjen ved vaktskifte til den er dokumentert."
    ),
    Verb.CLOSE: lambda: _("Alarmen er avsluttet."),
    Verb.RELEASE: lambda: _("Alarmen er lagt tilbake, og ringer igjen."),
    Verb.GIVE: lambda: _("Kollegaen har fått alarmen."),
}


def words_for(fault: Exception, alarm: Alarm) -> dict[str, Any]:
    """A refused move in plain words, and what one may do instead."""
    if isinstance(fault, AlreadyHeld):
        name = alarm.holder_name or _("En kollega")
        may = (State(alarm.state), Verb.TAKE) in MOVES
        return {"text": _("%(name)s har tatt alarmen.") % {"name": name}, "may_take_over": may}
    if isinstance(fault, WaitInvalid):
        return {"text": _("Velg et tidspunkt fram i tid, høyst ett døgn fra nå.")}
    if isinstance(fault, NotAllowed):
        words = {"verb": _(VERB_NAMES[fault.verb]), "state": _(STATE_NAMES[State(fault.state)])}
        return {"text": _("«%(verb)s» går ikke nå. Alarmen har status «%(state)s».") % words}
    return {"text": _("Velg årsak og minst ett tiltak før du avslutter.")}


def _verb(text: str) -> Verb:
    try:
        return Verb(text)
    except ValueError:
        raise Http404 from None


def _revealed(request: StaffRequest, pk: UUID) -> dict[str, Any]:
    """Every way in of the person, each look written in the access log. For the panel that is read out to 113."""
    page = whole(request.actor, pk, now())
    ways = page["seen"].person.ways_in if page["seen"].person else ()
    return {"revealed": {way.id: _reveal(request, pk, way.id) for way in ways}}


def _reveal(request: StaffRequest, pk: UUID, way: UUID) -> Any:
    return people.reveal_way_in(request.actor, way_in_id=way, basis=f"alarm {pk}", now=now())


@require_POST
@never_cache
@sensitive_variables()
def key(request: StaffRequest, pk: UUID, way: UUID) -> HttpResponse:
    """Vis nøkkel: where it is and the code, on this answer only. The look is logged."""
    return show(request, pk, revealed={way: _reveal(request, pk, way)})


@require_POST
@never_cache
@sensitive_variables()
def raw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The stored bytes behind the alarm. The look is logged."""
    signals = queries.raw_signal(request.actor, alarm_id=pk)
    shown = [(one, one.raw[:20_000].decode("utf-8", "replace")) for one in signals]
    return show(request, pk, raw=shown)
