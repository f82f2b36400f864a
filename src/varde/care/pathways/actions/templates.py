"""A template is written as a draft, as long as it takes, and published whole. Cases that run stay on their version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.pathways.actions.catalogue import keep_template, template_for
from varde.care.pathways.models.catalogue import TemplateDraft, TemplateVersion
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.drafts import refuse_unknown, whole
from varde.care.pathways.rules.template import (
    differences,
    read_template,
    template_from,
    template_text,
)
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


class NothingChanged(ValueError):
    """The draft says what the version in force says."""


class AlreadyDraft(ValueError):
    """Somebody is writing on this template; open the draft instead. `draft_id`: which."""

    def __init__(self, draft_id: UUID) -> None:
        super().__init__(str(draft_id))
        self.draft_id = draft_id


@requires(P.MANAGE_CATALOGUE)
def start_draft(actor: Actor, *, owner_id: UUID, code: str, now: datetime) -> TemplateDraft:
    """A draft from the version in force, the shipped one where there is none. 404 for a code nobody has. Raises AlreadyDraft."""
    based_on = template_for(owner_id=owner_id, code=code, now=now)
    based_on = get_object_or_404(TemplateVersion.objects.all(), pk=based_on.pk if based_on else None)
    return _new_draft(actor, owner_id, code, template_text(template_from(based_on.data)), based_on, now)


@requires(P.MANAGE_CATALOGUE)
def import_template(actor: Actor, *, owner_id: UUID, text: str, now: datetime) -> TemplateDraft:
    """A file becomes a draft. Raises TemplateFault (with lines), AlreadyDraft."""
    template = read_template(text)
    refuse_unknown(template, owner_id)
    based_on = template_for(owner_id=owner_id, code=template.code, now=now)
    return _new_draft(actor, owner_id, template.code, text, based_on, now)


def _new_draft(
    actor: Actor, owner_id: UUID, code: str, text: str, based_on: TemplateVersion | None, now: datetime
) -> TemplateDraft:
    held = TemplateDraft.objects.filter(owner=owner_id, code=code).first()
    if held is not None:
        raise AlreadyDraft(held.pk)
    made: TemplateDraft = TemplateDraft.objects.create(
        owner_id=owner_id, code=code, text=text, based_on=based_on, changed_at=now, changed_by=actor.name
    )
    return made


@requires(P.MANAGE_CATALOGUE)
def save_draft(actor: Actor, *, draft_id: UUID, text: str, now: datetime) -> TemplateDraft:
    """Keeps what was written, with its faults: nothing typed is lost. `queries.draft_faults` says what they are."""
    draft = _draft(draft_id)
    draft.text, draft.changed_at, draft.changed_by = text, now, actor.name
    draft.save()
    return draft


@requires(P.MANAGE_CATALOGUE)
def publish_draft(actor: Actor, *, draft_id: UUID, note: str, now: datetime) -> TemplateVersion:
    """The draft holds for new cases from now. Raises TemplateFault (with lines), NothingChanged."""
    draft = _draft(draft_id)
    template = whole(draft)
    held = TemplateVersion.objects.filter(
        TemplateVersion.in_force(now), owner=draft.owner_id, code=draft.code
    )
    current = held.order_by("-number").first()
    if current is not None and not differences(template_from(current.data), template):
        raise NothingChanged
    made = keep_template(
        template, owner_id=draft.owner_id, made_by=actor.name, note=note, is_shipped=False, now=now
    )
    draft.delete()
    return made


@requires(P.MANAGE_CATALOGUE)
def discard_draft(actor: Actor, *, draft_id: UUID) -> TemplateDraft:
    draft = _draft(draft_id)
    TemplateDraft.objects.filter(pk=draft.pk).delete()
    return draft


def _draft(draft_id: UUID) -> TemplateDraft:
    rows = TemplateDraft.objects.select_for_update(of=("self",))
    row: TemplateDraft = get_object_or_404(rows, pk=draft_id)
    return row
