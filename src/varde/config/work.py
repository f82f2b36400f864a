"""What waits for a person on "Mine oppgaver": each function answers for one app, and none shows a health value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varde.care.alarms import queries as alarms
from varde.care.alarms.permissions import AlarmPermission as Alarm
from varde.care.alarms.rules.lifecycle import State
from varde.care.pathways import queries as pathways
from varde.care.pathways.permissions import PathwayPermission as Pathways
from varde.care.pathways.views.missing import task_url
from varde.care.rota import queries as rota
from varde.care.rota.permissions import RotaPermission as Rota
from varde.config import adoption, equipment_work, improvement, model, stock, support
from varde.foundation.ui.components.formats import day, duration
from varde.ground.messaging import queries as messaging
from varde.ground.messaging.permissions import MessagingPermission as Messaging
from varde.ground.organisations import queries as organisations
from varde.ground.organisations.permissions import OrganisationPermission as Organisations
from varde.ground.people import queries as people
from varde.ground.people.permissions import PeoplePermission as People
from varde.ground.questionnaires import queries as questionnaires
from varde.ground.questionnaires.permissions import QuestionnairePermission as Questionnaires
from varde.interfaces.web import work
from varde.interfaces.web.work import WorkItem
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at

AGREEMENT_NOTICE = timedelta(days=30)
AT_MOST = 20


def _to(name: str, *key: UUID, other: str = "web:home") -> str:
    """A page, or the one beside it where that page is not part of this house."""
    try:
        return reverse(name, args=key)
    except NoReverseMatch:
        return _to(other) if other != name else "/"


def _end_of(one: date) -> datetime:
    return instant_at(one + timedelta(days=1), time())


def alarms_held(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Alarms at the desk that this person holds, also those that are solved and lack documentation."""
    if not actor.may(Alarm.VIEW_BOARD):
        return []
    mine = alarms.held(actor)
    return [_held(one.pk, State(one.state), one.owner.name, one.due_at) for one in mine]


def _held(key: UUID, state: State, owner: str, due: datetime | None) -> WorkItem:
    url = _to("alarms:card", key, other="alarms:board")
    if state is State.SOLVED_UNDOCUMENTED:
        title = _("Dokumenter alarmen i %(owner)s") % {"owner": owner}
        return WorkItem(title, url, _("Dokumentasjon"), due, "NotePencil")
    return WorkItem(_("Du holder en alarm i %(owner)s") % {"owner": owner}, url, _("Alarm"), due, "Bell")


def calls(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """What rings at this person on duty, and what they are on the way to."""
    if not actor.may(Alarm.RESPOND):
        return []
    return [
        WorkItem(
            _("Utrykning i %(owner)s") % {"owner": one.owner.name},
            _to("alarms:callout", one.pk, other="alarms:phone"),
            _("Utrykning"),
            one.due_at,
            "Car",
        )
        for one in alarms.called_to(actor, now=now)
    ]


def record_texts(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    count = alarms.records_waiting(actor).count() if actor.may(Alarm.COPY_RECORD) else 0
    if not count:
        return []
    title = ngettext("%(n)d tekst skal til journalen", "%(n)d tekster skal til journalen", count)
    url = _to("alarms:records", other="alarms:board")
    return [WorkItem(title % {"n": count}, url, _("Til journal"), None, "NotePencil")]


def holes(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Pools with nobody on duty now, and coming hours that nobody has, for who manages the rota."""
    if not actor.may(Rota.MANAGE):
        return []
    found = []
    for one in rota.uncovered_ahead(actor, now=now):
        url = _to("rota:pool", one.pool_id)
        if one.is_hole:
            title = _("Ingen er på vakt i %(pool)s") % {"pool": one.name}
            found.append(WorkItem(title, url, _("Udekket vakt"), one.since, "ExclamationmarkTriangle"))
        else:
            said = {"pool": one.name, "hours": duration(one.nobody)}
            title = _("%(pool)s er udekket i %(hours)s de neste 14 dagene") % said
            found.append(WorkItem(title, url, _("Udekket vakt"), one.since, "Calendar"))
    return found


def emergencies(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    count = people.emergency_accesses(actor).count() if actor.may(People.REVIEW_EMERGENCY) else 0
    if not count:
        return []
    title = ngettext("%(n)d nødtilgang skal følges opp", "%(n)d nødtilganger skal følges opp", count)
    return [WorkItem(title % {"n": count}, _to("people:emergencies"), _("Nødtilgang"), None, "ShieldLock")]


def risks(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    if not actor.may(People.CHANGE_CARE):
        return []
    return [
        WorkItem(
            _("Se på en opplysning om sikkerhet på nytt"),
            _to("people:card", key),
            _("Tjenestemottaker"),
            _end_of(due),
            "PersonGroup",
        )
        for key, due in people.risks_to_review(actor, now=now)[:AT_MOST]
    ]


def next_of_kin(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    if not actor.may(People.REGISTER):
        return []
    return [
        WorkItem(
            _("Avtalen om at pårørende mottar alarmer, gjelder til %(day)s") % {"day": day(last)},
            _to("people:card", key),
            _("Pårørende"),
            instant_at(last, time()),
            "PersonGroup",
        )
        for key, last in people.kin_agreements_ending(actor, now=now)[:AT_MOST]
    ]


def agreements(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Lapsed, or ending within 30 days, for who may end or renew them."""
    if not actor.may(Organisations.MANAGE_AGREEMENTS):
        return []
    near = organisations.agreements(actor).filter(ended_at__isnull=True, ends_at__lte=now + AGREEMENT_NOTICE)
    return [_agreement(row.pk, row.title, row.ends_at, row.has_lapsed(now)) for row in near]


def _agreement(key: UUID, title: str, ends: datetime | None, lapsed: bool) -> WorkItem:
    said = {"title": title, "day": day(ends)}
    words = _("Avtalen «%(title)s» gikk ut %(day)s") if lapsed else _("Avtalen «%(title)s» går ut %(day)s")
    return WorkItem(
        words % said, _to("organisations:agreement", key), _("Samarbeidsavtale"), ends, "Handshake"
    )


def unfinished_forms(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Forms that this person began and has not completed. Says which form, never about whom."""
    if not actor.may(Questionnaires.ANSWER):
        return []
    return [
        WorkItem(
            _("Fullfør skjemaet «%(title)s»") % {"title": title},
            _to("questionnaires:fill", key),
            _("Skjema"),
            None,
            "Clipboard",
        )
        for key, title, _begun in questionnaires.unfinished(actor, most=AT_MOST)
    ]


def case_tasks(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """What waits in the cases for this person, or for somebody they stand in for, or for anybody in their role."""
    mine = pathways.my_tasks(actor, now=now) if actor.may(Pathways.VIEW) else []
    anybody = pathways.tasks_for_roles(actor, now=now, limit=AT_MOST) if actor.may(Pathways.WORK) else []
    return [
        *(_case_task(one, one.case.recipient.name) for one in mine),
        *(_case_task(one, "") for one in anybody),
    ]


def _case_task(one: Any, about: str) -> WorkItem:
    return WorkItem(one.title, task_url(one), one.get_kind_display(), one.due_at, "HikingTrailSign", about)


def offers(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    """Services that others have offered us: they are responsible until we answer."""
    if not actor.may(Pathways.HAND_OVER):
        return []
    return [
        WorkItem(
            _("Svar på tilbudet fra %(sender)s om å overta") % {"sender": row.sender.name},
            _to("pathways:offer", row.pk),
            _("Overføring"),
            row.offered_at + pathways.AGES_AFTER,
            "Handshake",
            row.name,
        )
        for row in pathways.offers_waiting(actor)[:AT_MOST]
    ]


def case_texts(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    count = pathways.texts_waiting(actor, now=now).count() if actor.may(Pathways.COPY_RECORD) else 0
    if not count:
        return []
    title = ngettext(
        "%(n)d tekst om forløp skal til journalen", "%(n)d tekster om forløp skal til journalen", count
    )
    return [WorkItem(title % {"n": count}, _to("pathways:texts"), _("Til journal"), None, "NotePencil")]


def unread(actor: Actor, now: datetime) -> Iterable[WorkItem]:
    count = messaging.unread(actor).count() if actor.may(Messaging.READ_INBOX) else 0
    if not count:
        return []
    title = ngettext("%(n)d ulest varsel", "%(n)d uleste varsler", count)
    return [WorkItem(title % {"n": count}, _to("messaging:inbox"), _("Varsler"), None, "Inbox")]


SOURCES: tuple[work.Source, ...] = (
    calls,
    alarms_held,
    holes,
    *support.WORK,
    record_texts,
    case_tasks,
    offers,
    case_texts,
    emergencies,
    agreements,
    risks,
    next_of_kin,
    unfinished_forms,
    *stock.WORK,
    *equipment_work.SOURCES,
    *model.WORK,
    *adoption.WORK,
    *improvement.WORK,
    unread,
)


def install() -> None:
    work.sources[:] = SOURCES
