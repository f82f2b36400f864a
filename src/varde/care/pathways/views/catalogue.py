"""The catalogue's front page, criteria, pause and place, and grounds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varde.care.pathways import actions, queries
from varde.care.pathways.forms.catalogue import CriteriaForm, PlacesForm
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import in_language, shipped_grounds, shipped_services
from varde.care.pathways.rules.catalogue import Criteria, criteria_from
from varde.care.pathways.rules.grounds import GroundRule
from varde.care.pathways.rules.places import FOLLOWS, REASONS, RESTS, STOPS, Effects, effects
from varde.care.pathways.views.catalogue_words import language, said_list
from varde.care.pathways.views.words import said
from varde.foundation.accounts.http import StaffRequest
from varde.ground.organisations.queries import every_organisation
from varde.kernel.clock import local, now


def organisation(request: StaffRequest, owner_id: UUID, permission: str = P.VIEW_CATALOGUE) -> Any:
    """An organisation whose catalogue the actor may see, or change. 403 without the permission there."""
    if not request.actor.may(permission, owner_id):
        raise PermissionDenied
    return get_object_or_404(every_organisation(), pk=owner_id)


def service_name(request: StaffRequest, owner_id: UUID, code: str) -> str:
    row = queries.service_type(request.actor, owner_id=owner_id, code=code)
    shipped = shipped_services().get(code)
    if row is None and shipped is None:
        raise Http404
    return row.name if row else said(shipped.name) if shipped else ""


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What each organisation of the actor has, and what it can do with it."""
    actor = request.actor
    taken = set(queries.service_types(actor).values_list("owner_id", flat=True))
    rows = every_organisation().filter(pk__in=actor.where(P.VIEW_CATALOGUE)).order_by("name")
    places = [(row, row.pk in taken, actor.may(P.MANAGE_CATALOGUE, row.pk)) for row in rows]
    due = list(queries.criteria_to_review(actor, now=now())) if actor.may(P.LEAD) else []
    return render(request, "pathways/catalogue/home.html", {"places": places, "due": due})


@require_POST
def take_over(request: StaffRequest, owner_id: UUID) -> HttpResponse:
    organisation(request, owner_id, P.MANAGE_CATALOGUE)
    new = actions.take_over(request.actor, owner_id=owner_id, now=now())
    messages.success(
        request, _("%(new)d nye rader er tatt over. Rett dem så de passer hos dere.") % {"new": new}
    )
    return redirect("pathways:catalogue")


@require_safe
def criteria(request: StaffRequest) -> HttpResponse:
    at = now()
    rows = [
        (row, row.state(at), in_language(row.name, language())) for row in queries.criteria(request.actor)
    ]
    return render(request, "pathways/catalogue/criteria.html", {"rows": rows, "today": local(at).date()})


@require_safe
def criteria_version(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = queries.criteria_version(request.actor, version_id=pk)
    held = criteria_from(row.data)
    page = {
        "row": row,
        "state": row.state(now()),
        "inclusion": [in_language(one, language()) for one in held.inclusion],
        "exclusion": [in_language(one, language()) for one in held.exclusion],
        "may_change": request.actor.may(P.MANAGE_CATALOGUE, row.owner_id),
    }
    return render(request, "pathways/catalogue/criteria_version.html", page)


def publish_criteria(request: StaffRequest, owner_id: UUID, code: str) -> HttpResponse:
    owner, at = organisation(request, owner_id, P.MANAGE_CATALOGUE), now()
    name = service_name(request, owner_id, code)
    form = CriteriaForm(request.POST or None, held=_held(request, owner_id, code), today=local(at).date())
    if request.method == "POST" and form.is_valid():
        values = form.values(name, at)
        row = actions.publish_criteria(request.actor, owner_id=owner_id, code=code, values=values, now=at)
        messages.success(request, _("Kriteriene er lagret som en ny utgave. Tidligere vedtak beholder sine."))
        return redirect("pathways:criteria_version", row.pk)
    page = {"form": form, "owner": owner, "name": name}
    return render(request, "pathways/catalogue/criteria_form.html", page, status=422 if form.errors else 200)


def _held(request: StaffRequest, owner_id: UUID, code: str) -> Criteria:
    """What the form starts from: the version in force, or the shipped texts."""
    rows = queries.criteria_in_force(request.actor, now=now()).filter(owner=owner_id, code=code)
    if (row := rows.first()) is not None:
        return criteria_from(row.data)
    shipped = shipped_services().get(code)
    texts = shipped.criteria if shipped else None
    return Criteria(
        tuple(one.nb for one in texts.inclusion) if texts else (),
        tuple(one.nb for one in texts.exclusion) if texts else (),
    )


@require_safe
def places(request: StaffRequest, owner_id: UUID) -> HttpResponse:
    """The whole table of pause and place as it holds for one organisation."""
    owner = organisation(request, owner_id)
    rules = queries.place_rules(request.actor, owner_id=owner_id, now=now())
    own = {row.code for row in queries.own_places(request.actor, now=now()) if row.owner_id == owner_id}
    rows = [
        (code, service_name(request, owner_id, code), code in own, _shown(rules, code))
        for code in shipped_services()
    ]
    page = {"owner": owner, "rows": rows, "may_change": request.actor.may(P.MANAGE_CATALOGUE, owner_id)}
    return render(request, "pathways/catalogue/places.html", page)


def _shown(rules: Any, code: str) -> list[tuple[str, Effects, str, str, str]]:
    found = [(said(words), effects(rules, code, reason)) for reason, words in REASONS.items()]
    return [
        (
            name,
            one,
            said_list(one.stops, STOPS),
            said_list(one.follows, FOLLOWS),
            said_list(one.suspends, RESTS),
        )
        for name, one in found
    ]


def change_places(request: StaffRequest, owner_id: UUID, code: str) -> HttpResponse:
    owner, name = organisation(request, owner_id, P.MANAGE_CATALOGUE), service_name(request, owner_id, code)
    rules = queries.place_rules(request.actor, owner_id=owner_id, now=now())
    form = PlacesForm(request.POST or None, row={reason: effects(rules, code, reason) for reason in REASONS})
    if request.method == "POST" and form.is_valid():
        at = now()
        actions.save_places(request.actor, owner_id=owner_id, code=code, name=name, row=form.row(), now=at)
        messages.success(request, _("Regelen gjelder fra nå. Pauser som er i gang, beholder sin."))
        return redirect("pathways:places", owner_id)
    page = {"form": form, "owner": owner, "name": name}
    return render(request, "pathways/catalogue/places_form.html", page, status=422 if form.errors else 200)


@require_POST
def end_places(request: StaffRequest, owner_id: UUID, code: str) -> HttpResponse:
    organisation(request, owner_id, P.MANAGE_CATALOGUE)
    actions.end_places(request.actor, owner_id=owner_id, code=code, now=now())
    messages.success(request, _("Den felles regelen gjelder igjen."))
    return redirect("pathways:places", owner_id)


@require_safe
def grounds(request: StaffRequest) -> HttpResponse:
    if not request.actor.may(P.VIEW_CATALOGUE):
        raise PermissionDenied
    rows = [_ground(one) for one in shipped_grounds().values()]
    return render(request, "pathways/catalogue/grounds.html", {"rows": rows})


def _ground(one: GroundRule) -> dict[str, Any]:
    return {
        "name": said(one.name),
        "about": said(one.about),
        "source": one.source,
        "conditions": [said(condition.text) for condition in one.conditions],
        "clinician": said(one.clinician),
        "months": one.review_months,
        "afterwards": [said(text) for text in one.afterwards],
    }
