"""What can be done with a proposal, as data: the form, who may, and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.governance.improvement import actions
from varde.governance.improvement.forms import (
    AgainForm,
    ChooseForm,
    DeclineForm,
    EffectForm,
    FinishForm,
    PostponeForm,
)
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.codes import Effect
from varde.governance.improvement.rules.lifecycle import MOVES, State, Verb
from varde.kernel.actor import Actor

Made = Callable[[Any, datetime], forms.Form]
Done = Callable[[Actor, UUID, dict[str, Any], datetime], object]


@dataclass(frozen=True, slots=True)
class Act:
    """`form` makes the form, `perform` calls the action, `done` is what is said afterwards. `of_owner`: also who owns the
    proposal or stands in may do it."""

    title: str | Promise
    icon: str
    verb: Verb
    form: Made
    perform: Done
    done: str | Promise
    of_owner: bool = False


def permitted(actor: Actor, row: Any, one: Act) -> bool:
    owns = (
        one.of_owner and actor.id in (row.responsible_id, row.deputy_id) and actor.may(P.VIEW, row.owner_id)
    )
    return owns or actor.may(P.DECIDE, row.owner_id)


def fits(row: Any, one: Act) -> bool:
    return one.verb in MOVES[State(row.state)]


def offered(actor: Actor, row: Any) -> list[tuple[str, Act]]:
    """The acts that fit the proposal now, by their address."""
    return [(key, one) for key, one in ACTS.items() if fits(row, one) and permitted(actor, row, one)]


def _decision(verb: Verb) -> Done:
    return lambda a, k, v, now: actions.decide(
        a, proposal_id=k, verb=verb, reason=v["reason"], on=v.get("on"), now=now
    )


def _plain(form: type[forms.Form]) -> Made:
    return lambda data, now: form(data)


ACTS: dict[str, Act] = {
    "gjores": Act(
        _("Dette skal gjøres"),
        "Play",
        Verb.CHOOSE,
        lambda data, now: ChooseForm(data, now=now),
        _decision(Verb.CHOOSE),
        _("Forslaget skal gjøres."),
    ),
    "ferdig": Act(
        _("Det er gjort"),
        "Checkmark",
        Verb.FINISH,
        _plain(FinishForm),
        lambda a, k, v, now: actions.finish(a, proposal_id=k, text=v["text"], now=now),
        _("Forslaget er gjort. Effekten gjenstår å sjekke."),
        of_owner=True,
    ),
    "effekt": Act(
        _("Sjekk effekten"),
        "Eye",
        Verb.CHECK,
        _plain(EffectForm),
        lambda a, k, v, now: actions.note_effect(
            a, proposal_id=k, effect=Effect(v["effect"]), seen=v["seen"], now=now
        ),
        _("Effekten er sjekket."),
        of_owner=True,
    ),
    "senere": Act(
        _("Senere"),
        "Hourglass",
        Verb.POSTPONE,
        lambda data, now: PostponeForm(data, now=now),
        _decision(Verb.POSTPONE),
        _("Forslaget tas opp igjen senere."),
    ),
    "nei": Act(
        _("Nei"),
        "MinusCircle",
        Verb.DECLINE,
        _plain(DeclineForm),
        _decision(Verb.DECLINE),
        _("Forslaget er avslått."),
    ),
    "igjen": Act(
        _("Ta opp igjen"),
        "ArrowUndo",
        Verb.REOPEN,
        _plain(AgainForm),
        lambda a, k, v, now: actions.take_up_again(a, proposal_id=k, why=v["text"], now=now),
        _("Forslaget er tatt opp igjen."),
    ),
}
