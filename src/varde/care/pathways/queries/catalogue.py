"""The catalogue as an organisation has it: service types, criteria, templates, and what a stay elsewhere does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.care.pathways.models.catalogue import (
    CriteriaVersion,
    PlaceVersion,
    ServiceType,
    TemplateVersion,
)
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_places, shipped_services, shipped_templates
from varde.care.pathways.rules.catalogue import hours_from
from varde.care.pathways.rules.places import Effects, Rules, effects, merged, place_row_from
from varde.care.pathways.rules.template import Arrangement, Words
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.band import Band
from varde.kernel.clock import local


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template that a case of this owner can be made by. version_id None: the shipped one, not yet taken over."""

    code: str
    name: Words
    service_types: tuple[str, ...]
    arrangements: tuple[Arrangement, ...]
    version_id: UUID | None
    number: int


@requires(P.VIEW_CATALOGUE, log_lists=False)
def service_types(actor: Actor) -> QuerySet[ServiceType]:
    return ServiceType.objects.select_related("owner").order_by("owner__name", "name")


@requires(P.VIEW_CATALOGUE)
def service_type(actor: Actor, *, owner_id: UUID, code: str) -> ServiceType | None:
    """An owner's own row of a service type; None where it has not taken over the catalogue."""
    return ServiceType.objects.filter(owner=owner_id, code=code).first()


@requires(P.VIEW_CATALOGUE, log_lists=False)
def criteria(actor: Actor) -> QuerySet[CriteriaVersion]:
    """Every version of every service type's criteria, newest first."""
    return CriteriaVersion.objects.select_related("owner").order_by("owner__name", "name", "-number")


@requires(P.VIEW_CATALOGUE, log_lists=False)
def criteria_in_force(actor: Actor, *, now: datetime) -> QuerySet[CriteriaVersion]:
    rows = CriteriaVersion.objects.filter(CriteriaVersion.in_force(now))
    return rows.select_related("owner").order_by("owner__name", "name")


@requires(P.VIEW_CATALOGUE)
def criteria_version(actor: Actor, *, version_id: UUID) -> CriteriaVersion:
    """One version, also one that has ended: what a decision was made by. 404 for a neighbour's."""
    row: CriteriaVersion = get_object_or_404(CriteriaVersion.objects.select_related("owner"), pk=version_id)
    return row


@requires(P.LEAD, log_lists=False)
def criteria_to_review(actor: Actor, *, now: datetime) -> QuerySet[CriteriaVersion]:
    """Criteria in force whose day of review with the leaders has come, oldest first."""
    rows = CriteriaVersion.objects.filter(CriteriaVersion.in_force(now), review_on__lte=local(now).date())
    return rows.select_related("owner").order_by("review_on", "name")


@requires(P.VIEW_CATALOGUE, log_lists=False)
def template_versions(actor: Actor) -> QuerySet[TemplateVersion]:
    """Every published version, newest first within owner and template."""
    return TemplateVersion.objects.select_related("owner").order_by("owner__name", "name", "-number")


@requires(P.VIEW_CATALOGUE)
def template_version(actor: Actor, *, version_id: UUID) -> TemplateVersion:
    """404 for a neighbour's."""
    row: TemplateVersion = get_object_or_404(TemplateVersion.objects.select_related("owner"), pk=version_id)
    return row


@requires(P.VIEW_CATALOGUE, log_lists=False)
def template_choices(actor: Actor, *, owner_id: UUID, now: datetime) -> list[TemplateChoice]:
    """What a new case of this owner can be made by: its own templates in force, and the shipped ones it has not taken over."""
    rows = TemplateVersion.objects.filter(TemplateVersion.in_force(now), owner=owner_id)
    held = {row.code: row for row in rows.order_by("code")}
    found = [_own_choice(row) for row in held.values()]
    for code, one in shipped_templates().items():
        if code not in held:
            found.append(TemplateChoice(code, one.name, one.service_types, one.arrangements, None, 0))
    return sorted(found, key=lambda choice: choice.name.nb)


def _own_choice(row: TemplateVersion) -> TemplateChoice:
    data = row.data
    return TemplateChoice(
        row.code,
        Words(**data["name"]),
        tuple(data["service_types"]),
        tuple(map(Arrangement, data["arrangements"])),
        row.pk,
        row.number,
    )


@requires(P.VIEW_CATALOGUE)
def place_rules(actor: Actor, *, owner_id: UUID, now: datetime) -> Rules:
    """The table of pause and place that holds for this owner now: own rows before the shipped ones."""
    return _place_rules(owner_id, now)


def _place_rules(owner_id: UUID, now: datetime) -> Rules:
    rows = PlaceVersion.objects.filter(PlaceVersion.in_force(now), owner=owner_id)
    return merged(shipped_places(), {row.code: place_row_from(row.data) for row in rows.order_by("pk")})


@requires(P.VIEW_CATALOGUE, log_lists=False)
def own_places(actor: Actor, *, now: datetime) -> QuerySet[PlaceVersion]:
    rows = PlaceVersion.objects.filter(PlaceVersion.in_force(now)).select_related("owner")
    return rows.order_by("owner__name", "name")


def effects_of(*, owner_id: UUID, service_type: str, reason: str, now: datetime) -> Effects:
    """What a stay elsewhere does to this owner's service. For the app's own actions, in the scope they hold."""
    return effects(_place_rules(owner_id, now), service_type, reason)


@requires(P.ASK)
def service_hours(actor: Actor, *, owner_id: UUID, service_type: str) -> tuple[Band, ...]:
    """When somebody must receive what this service sends: the owner's own hours, or the shipped ones; round the clock
    for a service type nobody has described."""
    row = (
        ServiceType.objects.filter(owner=owner_id, code=service_type)
        .only("owner_id", "service_hours")
        .first()
    )
    if row is not None:
        return hours_from(row.service_hours)
    shipped = shipped_services().get(service_type)
    return hours_from(shipped.service_hours if shipped else "hele døgnet")


@requires(P.VIEW_OFFER, log_lists=False)
def offered(actor: Actor) -> QuerySet[ServiceType]:
    """What organisations offer to anybody: no person in it. For the public page."""
    return ServiceType.objects.filter(is_offered=True).select_related("owner").order_by("owner__name", "name")
