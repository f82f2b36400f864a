"""What is missing now, who owns it, and the button that does it. The top of the case page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.care.pathways import queries
from varde.care.pathways.queries.gates import SIGNABLE
from varde.care.pathways.rules.gates import Judged, Verdict
from varde.care.pathways.rules.lifecycle import Status
from varde.care.pathways.rules.template import GateKind, Stage, Step
from varde.care.pathways.views.words import gate_word, role_word, said
from varde.foundation.ui.components.formats import last_day
from varde.foundation.ui.marks import Mark

if TYPE_CHECKING:
    from varde.care.pathways.models import Case, CaseTask

GATES_SHOWN = frozenset({Stage.ALLOCATION, Stage.ADAPTATION, Stage.TRAINING})
AHEAD = 4  # what is not due yet and stands under "next"


class Weight(StrEnum):
    SAFETY = "safety"
    LATE = "late"
    QUALITY = "quality"
    NEXT = "next"


WEIGHTS: dict[object, Mark] = {
    Weight.SAFETY: Mark(gettext_lazy("Sikkerhetskrav"), "ShieldLock", "danger"),
    Weight.LATE: Mark(gettext_lazy("Forfalt"), "Hourglass", "danger"),
    Weight.QUALITY: Mark(gettext_lazy("Kvalitetskrav"), "SealCheckmark", "warning"),
    Weight.NEXT: Mark(gettext_lazy("Neste"), "Tasklist", "info"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not done. `url` and `button` do it; empty where this person cannot. `more` are other ways out."""

    weight: Weight
    title: str
    why: str = ""
    owner: str = ""
    due: datetime | None = None
    url: str = ""
    button: str = ""
    more: tuple[tuple[str, str], ...] = ()
    task_id: UUID | None = None

    @property
    def due_day(self) -> date | None:
        return last_day(self.due) if self.due else None


# Gates that an act of the case meets: gate → the step that is done by it.
ACTS = {"ground": "choose_ground", "allocation": "allocate"}


def shows_gates(case: Case) -> bool:
    """Before a service starts its gates are read from the allocation on; when it is wound down, all the time."""
    if case.status == Status.WINDING_DOWN:
        return True
    return case.status in (Status.PREPARING, Status.PAUSED) and (
        case.status == Status.PAUSED or Stage(case.stage) in GATES_SHOWN
    )


def act_url(case: Case, slug: str, row_id: UUID | None = None) -> str:
    return _url(case.pk, slug, row_id)


def _url(case_id: UUID, slug: str, row_id: UUID | None = None) -> str:
    if row_id is None:
        return reverse("pathways:act", args=[case_id, slug])
    return reverse("pathways:act_on", args=[case_id, slug, row_id])


def missing(
    page: queries.CasePage, steps: Mapping[str, Step], may: frozenset[str], now: datetime
) -> list[Missing]:
    """Safety first, then what is late, then quality, then what comes next. A step that meets a gate stands once."""
    found = list(_gates(page, may)) if shows_gates(page.case) else []
    shown = {one.task_id for one in found if one.task_id}
    found += [
        task_line(page.case, one, steps, now) for one in page.tasks if one.pk not in shown and not one.is_held
    ]
    order = list(Weight)
    found.sort(key=lambda one: (order.index(one.weight), one.due is None, one.due or now))
    return found


def _gates(page: queries.CasePage, may: frozenset[str]) -> Iterator[Missing]:
    by_gate = {gate: task for task in reversed(page.tasks) for gate in task.meets}
    by_code = {task.code: task for task in page.tasks}
    by_gate |= {gate: by_code[code] for gate, code in ACTS.items() if code in by_code}
    for one in page.gates:
        if one.verdict is Verdict.MISSING:
            yield _gate(page.case, one, by_gate.get(one.code), may)


def _gate(case: Case, one: Judged, task: CaseTask | None, may: frozenset[str]) -> Missing:
    url, button = _way(case, one, task)
    more: tuple[tuple[str, str], ...] = ()
    if one.kind is GateKind.QUALITY:
        if "pathways.work" in may:
            more += ((_("Utsett"), f"{act_url(case, 'utsett')}?krav={one.code}"),)
        if "pathways.except" in may:
            more += ((_("Godkjenn unntak"), f"{act_url(case, 'unntak')}?krav={one.code}"),)
    return Missing(
        Weight.SAFETY if one.kind is GateKind.SAFETY else Weight.QUALITY,
        gate_word(one.code),
        one.why,
        role_word(one.owner),
        task.due_at if task else None,
        url,
        str(button),
        more,
        task.pk if task else None,
    )


def _way(case: Case, one: Judged, task: CaseTask | None) -> tuple[str, Any]:
    if one.code in ACTS:
        slug, words = OF_CODE[ACTS[one.code]]
        return act_url(case, slug), words
    if task is not None:
        return act_url(case, "steg", task.pk), _("Åpne steget")
    if one.code in SIGNABLE:
        return f"{act_url(case, 'bekreft')}?krav={one.code}", _("Bekreft")
    if one.code == "closing_messages":
        return f"{reverse('pathways:case', args=[case.pk])}#meldinger", _("Se meldingene")
    return one.url, _("Ordne dette") if one.url else ""


# Tasks that have an act of their own: code or kind → (act, words on the button).
OF_CODE = {
    "answer_referral": ("", gettext_lazy("Svar på henvisningen")),
    "choose_ground": ("grunnlag", gettext_lazy("Velg grunnlag")),
    "allocate": ("tildel", gettext_lazy("Tildel tjenesten")),
    "close_case": ("avslutt", gettext_lazy("Avslutt tjenesten")),
    "resume": ("gjenoppta", gettext_lazy("Gjenoppta")),
    "evaluate": ("evaluer", gettext_lazy("Evaluer")),
    "decide": ("bestem", gettext_lazy("Bestem")),
    "ground_missing": ("grunnlag", gettext_lazy("Velg grunnlag")),
    "review_ground": ("vurder-grunnlag", gettext_lazy("Vurder på nytt")),
    "handover_rejected": ("", ""),
    "handover_waits": ("", ""),
}
OF_KIND = {
    "concern": ("svar", gettext_lazy("Svar")),
    "letter": ("melding", gettext_lazy("Åpne meldingen")),
    "gate": ("", ""),
}


def task_line(case: Case, task: CaseTask, steps: Mapping[str, Step], now: datetime) -> Missing:
    step = steps.get(task.code)
    late = task.due_at is not None and task.due_at <= now
    url, button = _task_way(task)
    if task.code == "evaluate" and case.stage == Stage.OPERATION:
        url, button = act_url(case, "begynn-evaluering"), _("Begynn evalueringen")
    why = (
        _("Gjort av %(name)s. En annen må kontrollere.") % {"name": task.done_name}
        if task.state == "to_check"
        else ""
    )
    return Missing(
        Weight.LATE if late else Weight.NEXT,
        said(step.title) if step else task.title,
        why or (said(step.help) if step and step.help else ""),
        task.assigned_name or role_word(task.role),
        task.due_at,
        url,
        str(button),
        (),
        task.pk,
    )


def _task_way(task: CaseTask) -> tuple[str, Any]:
    if task.code in OF_CODE:
        slug, words = OF_CODE[task.code]
        return (_url(task.case_id, slug) if slug else ""), words if slug else ""
    if task.kind in OF_KIND and task.about_id:
        slug, words = OF_KIND[task.kind]
        return (_url(task.case_id, slug, task.about_id), words) if slug else ("", "")
    if task.state == "to_check":
        return _url(task.case_id, "kontroll", task.pk), _("Kontroller")
    return _url(task.case_id, "steg", task.pk), _("Åpne steget")


def task_url(task: CaseTask) -> str:
    """Where a task is done, for a list that has only the task; else the case."""
    return _task_way(task)[0] or reverse("pathways:case", args=[task.case_id])


def parted(found: Iterable[Missing]) -> tuple[list[Missing], list[Missing]]:
    """What stands in the way or is late, and the nearest of what comes next."""
    rows = list(found)
    now = [one for one in rows if one.weight is not Weight.NEXT]
    return now, [one for one in rows if one.weight is Weight.NEXT]
