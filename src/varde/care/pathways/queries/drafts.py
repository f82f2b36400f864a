"""Drafts of templates, and what stands in the way of publishing them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from varde.care.pathways.models.catalogue import ServiceType, TemplateDraft
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_services
from varde.care.pathways.rules.template import Fault, Template, TemplateFault, Words, read_template
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.MANAGE_CATALOGUE, log_lists=False)
def template_drafts(actor: Actor) -> QuerySet[TemplateDraft]:
    return TemplateDraft.objects.select_related("owner", "based_on").order_by("owner__name", "code")


@requires(P.MANAGE_CATALOGUE)
def template_draft(actor: Actor, *, draft_id: UUID) -> TemplateDraft:
    """404 for a neighbour's."""
    rows = TemplateDraft.objects.select_related("owner", "based_on")
    row: TemplateDraft = get_object_or_404(rows, pk=draft_id)
    return row


@requires(P.MANAGE_CATALOGUE)
def draft_faults(actor: Actor, *, draft_id: UUID) -> tuple[Fault, ...]:
    """What stands in the way of publishing, with lines; empty: nothing."""
    try:
        whole(get_object_or_404(TemplateDraft.objects.all(), pk=draft_id))
    except TemplateFault as fault:
        return fault.faults
    return ()


def whole(draft: TemplateDraft) -> Template:
    """The template that a draft says. Raises TemplateFault. For the app's own actions, in the scope they hold."""
    template = read_template(draft.text)
    if template.code != draft.code:
        words = Words(
            f"Koden må være «{draft.code}»: forløp viser til den.",
            f"The code must be “{draft.code}”: cases refer to it.",
        )
        raise TemplateFault((Fault("code", words),))
    refuse_unknown(template, draft.owner_id)
    return template


def refuse_unknown(template: Template, owner_id: UUID) -> None:
    """Raises TemplateFault where the template names a service type that the owner does not have."""
    known = {*shipped_services(), *ServiceType.objects.filter(owner=owner_id).values_list("code", flat=True)}
    faults = tuple(
        Fault(
            "service_types",
            Words(f"Tjenestetypen «{code}» finnes ikke.", f"There is no service type “{code}”."),
        )
        for code in template.service_types
        if code not in known
    )
    if faults:
        raise TemplateFault(faults)
