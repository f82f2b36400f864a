"""What improvement is told of the service model, and what waits for people on "Mine oppgaver"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varde.foundation.ui.components.formats import said
from varde.governance.improvement import queries
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.queries import slots
from varde.governance.servicemodel import queries as servicemodel
from varde.governance.servicemodel.permissions import ServiceModelPermission as Model
from varde.interfaces.web.work import Source, WorkItem
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

AT_MOST = 20
NATIONAL = "national-2023"


def tasks_of_the_model(actor: Actor, owner_id: UUID) -> Iterable[queries.Task]:
    """The tasks of the edition that the organisation stands on, with their pages. Who stands on none, or may not see the
    model there, is offered the national ones by name."""
    if not actor.may(Model.VIEW):
        return []
    stands = servicemodel.adoption(actor, owner_id=owner_id)
    known = stands or servicemodel.newest(actor, edition=NATIONAL)
    if known is None:
        return []
    titles = servicemodel.task_titles(actor, edition=known.edition, version=known.version)
    return [
        queries.Task(key, words.nb, said(words), _page(owner_id, key) if stands else "")
        for key, words in titles.items()
    ]


def _page(owner_id: UUID, key: str) -> str:
    return reverse("servicemodel:task", args=[owner_id, key])


def _end_of(day: date) -> datetime:
    return instant_at(day + timedelta(days=1), time())


def waiting(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Changes whose effect somebody should have looked at by now, for who owns them; sessions of the coming week and those
    that still run, for who leads them; and for who decides, how many proposals wait for a decision."""
    if not actor.may(P.VIEW):
        return []
    today = local(now).date()
    found = queries.waiting(actor, today=today, until=today + timedelta(days=7))
    check, lead = _("Se om det hjalp: %(title)s"), _("Led økta «%(title)s»")
    return [
        *(_item(one, check, "improvement:proposal", "Eye") for one in found.checks[:AT_MOST]),
        *(_item(one, lead, "improvement:session", "PersonGroup") for one in found.sessions[:AT_MOST]),
        *_undecided(found.undecided),
    ]


def _item(one: queries.Due, words: str, view: str, icon: str) -> WorkItem:
    url = reverse(view, args=[one.pk])
    return WorkItem(words % {"title": one.title}, url, _("Forbedring"), _end_of(one.day), icon)


def _undecided(count: int) -> list[WorkItem]:
    if not count:
        return []
    title = ngettext("%(n)d forslag venter på en avgjørelse", "%(n)d forslag venter på en avgjørelse", count)
    url = f"{reverse('improvement:forbedringsforslag:list')}?state=undecided"
    return [WorkItem(title % {"n": count}, url, _("Forbedring"), None, "TrendUp")]


WORK: tuple[Source, ...] = (waiting,)


def install() -> None:
    slots.task_sources[:] = [tasks_of_the_model]
