"""One move on a case, as data: its form, what the page shows beside it, and the action that carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404

from varde.care.pathways.forms.asking import ActForm, Asked, PlainForm, Text
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.rules.lifecycle import Move
from varde.kernel.actor import Actor
from varde.kernel.clock import local

if TYPE_CHECKING:
    from varde.care.pathways.models import Case


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody looks at a move: on which case, and on which row of it. `query` is what the address says."""

    actor: Actor
    case: Case
    row_id: UUID | None
    now: datetime
    query: Mapping[str, Any]

    @property
    def key(self) -> UUID:
        """The row that the move is on."""
        if self.row_id is None:
            raise Http404
        return self.row_id


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page needs for its form, and what it shows next to it."""

    choices: Mapping[str, Any]
    initial: Mapping[str, Any]
    shown: Mapping[str, Any]


NOTHING = Beside({}, {}, {})


def asked(look: Looking, beside: Beside) -> Asked:
    return Asked(local(look.now).date(), beside.choices, beside.initial)


@dataclass(frozen=True, slots=True)
class Act:
    """`move`: offered only where that move leads on. `button` defaults to the title. `lead` says what will happen.
    `stays`: the same page again when it is done, for it shows what to do next; otherwise the case, at `anchor`."""

    title: Text
    permission: P
    run: Callable[[Looking, dict[str, Any]], Any]
    done: Text
    form: type[ActForm] = PlainForm
    button: Text = ""
    icon: str = "Checkmark"
    lead: Text = ""
    move: Move | None = None
    beside: Callable[[Looking], Beside] = lambda look: NOTHING
    template: str = "pathways/act.html"
    anchor: str = ""
    stays: bool = False

    @property
    def words(self) -> Text:
        return self.button or self.title
