"""Every version of a response plan: who changed what, when; and any two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from varde.care.alarms import queries
from varde.care.alarms.forms.setup import CHANNELS, DAYS, KINDS, CompareForm
from varde.care.alarms.rules.plan import Change, Channel, StepKind, compare
from varde.care.alarms.views.plans import name_of_alert, pools_of
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.ui.components.formats import day, duration
from varde.kernel.clock import now

if TYPE_CHECKING:
    from varde.care.alarms.models import PlanVersion

PARTS = {
    "title": gettext_lazy("Navn"),
    "alert": gettext_lazy("Gjelder for"),
    "band": gettext_lazy("Tid på uka"),
    "repeat_minutes": gettext_lazy("Siste ledd ringes på nytt"),
    "kind": gettext_lazy("hvem varsles"),
    "ref": gettext_lazy("vaktlag"),
    "channels": gettext_lazy("kanaler"),
    "limit_seconds": gettext_lazy("tidsfrist"),
    "terms": gettext_lazy("avtale med varslingskontakten"),
}
Told = dict[str, str]


@require_safe
def versions(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = queries.plan_versions(request.actor, plan_id=pk)
    pools, by_number = dict(pools_of(request.actor)), {row.number: row for row in rows}
    form = CompareForm(request.GET or None, [row.number for row in rows])
    page = {
        "plan": rows[0],
        "is_held": rows[0].ends_at is None or rows[0].ends_at > now(),
        "versions": [(row, _since(row, by_number.get(row.number - 1), pools)) for row in rows],
        "form": form if len(rows) > 1 else None,
        **_compared(*form.chosen(by_number), pools),
    }
    return render(request, "alarms/plan_versions.html", page)


def _compared(
    before: PlanVersion | None, after: PlanVersion | None, pools: Mapping[str, str]
) -> dict[str, Any]:
    compared = _since(after, before, pools) if after else []
    return {"before": before, "after": after, "compared": compared}


def _since(row: PlanVersion, before: PlanVersion | None, pools: Mapping[str, str]) -> list[Told]:
    """What is other in `row` than in `before`, in words. Nothing for the first version."""
    if before is None:
        return []
    return [_told(change, pools) for change in compare(_stored(before), _stored(row))]


def _stored(row: PlanVersion) -> dict[str, Any]:
    return {"title": row.title, "alert": row.alert, "band": row.band, "body": row.body}


def _told(change: Change, pools: Mapping[str, str]) -> Told:
    what = str(PARTS[change.part])
    if change.step:
        what = _("Ledd %(number)s: %(what)s") % {"number": change.step, "what": what}
    return {
        "what": what,
        "before": _words(change.part, change.before, pools),
        "after": _words(change.part, change.after, pools),
    }


def _words(part: str, value: Any, pools: Mapping[str, str]) -> str:
    """A stored value as the form would say it."""
    match part:
        case "alert":
            return name_of_alert(value)
        case "band":
            return _band(value)
        case "repeat_minutes":
            return _("hvert %(minutes)s. minutt") % {"minutes": f"{value:g}"}
        case "kind":
            return str(KINDS[StepKind(value)]) if value else _("ikke i bruk")
        case "ref":
            return pools.get(value, _("et annet vaktlag")) if value else _("alle vaktlag for utrykning")
        case "channels":
            return ", ".join(str(CHANNELS[Channel(one)]) for one in value or ()) or "–"
        case "limit_seconds":
            return duration(value)
        case "terms":
            return _terms(value)
    return str(value or "–")


def _band(band: Mapping[str, Any] | None) -> str:
    if not band:
        return _("alltid")
    days = ", ".join(str(dict(DAYS)[one]) for one in band["days"])
    starts, ends = (f"{band[name] // 60 % 24:02}.{band[name] % 60:02}" for name in ("starts", "ends"))
    return _("%(days)s kl. %(starts)s–%(ends)s") % {"days": days, "starts": starts, "ends": ends}


def _terms(terms: Mapping[str, Any] | None) -> str:
    if not terms:
        return "–"
    said = [_("har sagt ja") if terms.get("accepted") else _("har ikke sagt ja")]
    said.append(_("har nøkkel") if terms.get("has_key") else _("har ikke nøkkel"))
    if terms.get("ends_on"):
        said.append(_("til %(day)s") % {"day": day(date.fromisoformat(terms["ends_on"]))})
    return ", ".join(said)
