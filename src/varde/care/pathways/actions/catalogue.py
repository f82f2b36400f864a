"""The catalogue is taken over, changed and published. A version in use never changes: a change is the next one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from varde.care.pathways.models.catalogue import (
    CriteriaVersion,
    PlaceVersion,
    ServiceType,
    TemplateVersion,
    Versioned,
)
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_services, shipped_templates
from varde.care.pathways.rules.catalogue import Criteria, ShippedService, criteria_from, criteria_row
from varde.care.pathways.rules.pause import Reason
from varde.care.pathways.rules.places import Effects, place_row, place_row_from
from varde.care.pathways.rules.template import Template, template_row
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor
from varde.kernel.clock import local

Some = TypeVar("Some", bound=Versioned)
SHIPPED_BY = "Varde"
LONGEST_REVIEW = timedelta(days=730)


class NotNow(ValueError):
    """Criteria hold from now or later, and the next review is after that and within two years."""


@requires(P.MANAGE_CATALOGUE)
def take_over(actor: Actor, *, owner_id: UUID, now: datetime) -> int:
    """The shipped service types, criteria and templates that this owner lacks become rows of its own. How many were new."""
    mine = set(ServiceType.objects.filter(owner=owner_id).values_list("code", flat=True))
    new = [row for row in shipped_services().values() if row.code not in mine]
    for row in new:
        _service_from(row, owner_id)
    criteria = [criteria_for(owner_id=owner_id, code=code, now=now) for code in shipped_services()]
    templates = [template_for(owner_id=owner_id, code=code, now=now) for code in shipped_templates()]
    return len(new) + sum(one is not None and one.starts_at == now for one in [*criteria, *templates])


def _service_from(row: ShippedService, owner_id: UUID) -> ServiceType:
    """`save` and not `bulk_create`: the history keeps the first version too."""
    service = ServiceType(
        owner_id=owner_id,
        code=row.code,
        name=row.name.nb,
        kpr=row.kpr,
        purpose=row.purpose.nb,
        benefit=row.benefit.nb,
        target_groups=list(row.target_groups),
        given=row.given,
        payment=row.payment,
        buy_yourself=row.buy_yourself.nb if row.buy_yourself else "",
        how_to_apply=row.how_to_apply.nb,
        evaluation_months=row.evaluation_months,
        trial_days=row.trial_days,
        settings_sheet=row.settings_sheet,
        indicators=[one.nb for one in row.indicators],
        service_hours=row.service_hours,
        is_offered=False,
    )
    service.save()
    return service


@requires(P.MANAGE_CATALOGUE)
def save_service_type(actor: Actor, *, row: ServiceType | None, values: dict[str, Any]) -> ServiceType:
    """A service type of the actor's own. The code stays: cases, templates and criteria hold on to it."""
    row = row or ServiceType()
    if row.code and values.get("code", row.code) != row.code:
        raise ValidationError({"code": _("Koden kan ikke endres: forløp og kriterier viser til den.")})
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@requires(P.MANAGE_CATALOGUE)
def publish_criteria(
    actor: Actor, *, owner_id: UUID, code: str, values: dict[str, Any], now: datetime
) -> CriteriaVersion:
    """The next version of a service type's criteria. `values`: name, inclusion, exclusion, approved_by, review_on, note,
    starts_at. What was allocated by the version before keeps it. Raises ValueError (empty or doubled criteria), NotNow."""
    held = criteria_from(criteria_row(Criteria(tuple(values["inclusion"]), tuple(values["exclusion"]))))
    starts = values["starts_at"]
    _check_dates(starts, values["review_on"], now)
    more = {"approved_by": values["approved_by"], "review_on": values["review_on"]}
    return _next(
        CriteriaVersion,
        owner_id,
        code,
        {
            "name": values["name"],
            "data": criteria_row(held),
            "note": values["note"],
            "made_by": actor.name,
            **more,
        },
        starts,
    )


def _check_dates(starts: datetime, review_on: date, now: datetime) -> None:
    first = local(starts).date()
    if starts < now or not first < review_on <= first + LONGEST_REVIEW:
        raise NotNow


def criteria_for(*, owner_id: UUID, code: str, now: datetime) -> CriteriaVersion | None:
    """The criteria that an allocation of this instant is made by: the version in force, or the shipped text as version 1,
    approved by nobody and due for review at once. None for a service type that nobody has criteria for.
    For the app's own actions, in the scope they hold."""
    rows = CriteriaVersion.objects.filter(owner=owner_id, code=code)
    held: CriteriaVersion | None = rows.filter(CriteriaVersion.in_force(now)).order_by("-number").first()
    shipped = shipped_services().get(code)
    if held is not None or shipped is None or rows.exists():
        return held
    texts = shipped.criteria
    data = criteria_row(
        Criteria(tuple(one.nb for one in texts.inclusion), tuple(one.nb for one in texts.exclusion))
    )
    more = {"approved_by": "", "review_on": local(now).date(), "note": "", "made_by": SHIPPED_BY}
    return _next(CriteriaVersion, owner_id, code, {"name": shipped.name.nb, "data": data, **more}, now)


def template_for(*, owner_id: UUID, code: str, now: datetime) -> TemplateVersion | None:
    """The template that a case of this instant is made by: the version in force, or the shipped one as the next version.
    A version that was taken over unchanged follows the shipped one when that is new. For the app's own actions."""
    rows = TemplateVersion.objects.filter(owner=owner_id, code=code)
    held: TemplateVersion | None = rows.filter(TemplateVersion.in_force(now)).order_by("-number").first()
    shipped = shipped_templates().get(code)
    if shipped is None or (held is not None and not (held.is_shipped and held.data != template_row(shipped))):
        return held
    return keep_template(shipped, owner_id=owner_id, made_by=SHIPPED_BY, note="", is_shipped=True, now=now)


def keep_template(
    template: Template, *, owner_id: UUID, made_by: str, note: str, is_shipped: bool, now: datetime
) -> TemplateVersion:
    values = {"name": template.name.nb, "data": template_row(template), "note": note, "made_by": made_by}
    return _next(TemplateVersion, owner_id, template.code, {**values, "is_shipped": is_shipped}, now)


@requires(P.REFER)
def ready_template(actor: Actor, *, owner_id: UUID, code: str, now: datetime) -> TemplateVersion:
    """The version of a template that a new case of this owner is made by; the shipped one is taken over the first time.

    404 where the owner has no such template."""
    return _ready(owner_id, code, now)


@requires(P.HAND_OVER)
def template_to_take_over(actor: Actor, *, owner_id: UUID, code: str, now: datetime) -> TemplateVersion:
    """The same for the receiver of a hand-over, who may accept without being one who refers."""
    return _ready(owner_id, code, now)


def _ready(owner_id: UUID, code: str, now: datetime) -> TemplateVersion:
    found = template_for(owner_id=owner_id, code=code, now=now)
    row: TemplateVersion = get_object_or_404(TemplateVersion.objects.all(), pk=found.pk if found else None)
    return row


@requires(P.MANAGE_CATALOGUE)
def save_places(
    actor: Actor, *, owner_id: UUID, code: str, name: str, row: dict[Reason, Effects], now: datetime
) -> PlaceVersion:
    """The owner's own row for one service type. Pauses that run keep what they began with. Raises PlaceFault."""
    data = place_row(place_row_from(place_row(row)))
    return _next(PlaceVersion, owner_id, code, {"name": name, "data": data, "made_by": actor.name}, now)


@requires(P.MANAGE_CATALOGUE)
def end_places(actor: Actor, *, owner_id: UUID, code: str, now: datetime) -> PlaceVersion:
    """The shipped row holds from now. 404 where there is no own row."""
    rows = PlaceVersion.objects.select_for_update(of=("self",)).filter(owner=owner_id, code=code)
    held: PlaceVersion = get_object_or_404(rows.filter(ends_at__isnull=True))
    held.ends_at = max(now, held.starts_at)
    held.save()
    return held


def _next(kind: type[Some], owner_id: UUID, code: str, values: dict[str, Any], starts: datetime) -> Some:
    """Versions that would still hold at `starts` end there; one that was to start later never holds. What is past stays."""
    rows = kind.objects.select_for_update(of=("self",)).filter(owner=owner_id, code=code)
    for held in rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts)):
        held.ends_at = max(starts, held.starts_at)
        held.save()
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    made: Some = kind.objects.create(owner_id=owner_id, code=code, number=number, starts_at=starts, **values)
    return made
