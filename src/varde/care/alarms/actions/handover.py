"""Notes from one shift to the next, and texts that have reached the record system."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.alarms.models import HandoverNote, RecordText
from varde.care.alarms.permissions import AlarmPermission as P
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor


@requires(P.ANSWER)
def write_note(actor: Actor, *, owner_id: UUID, text: str, now: datetime) -> HandoverNote:
    """`owner_id` is the organisation that hosts the centre; raises ForeignOwner for one the actor does not work for."""
    return HandoverNote.objects.create(owner_id=owner_id, text=text, written_by=actor.name, written_at=now)


@requires(P.ANSWER)
def read_note(actor: Actor, *, note_id: UUID, now: datetime) -> HandoverNote:
    """The first who has read it stays. 404 for a neighbour's."""
    note = get_object_or_404(HandoverNote.objects.select_for_update(of=("self",)), pk=note_id)
    if note.read_at is None:
        note.read_by, note.read_at = actor.name, now
        note.save()
    return note


@requires(P.COPY_RECORD)
def mark_copied(actor: Actor, *, record_id: UUID, now: datetime) -> RecordText:
    """The text stands in the record system now. Marked once; 404 for a neighbour's."""
    record = get_object_or_404(RecordText.objects.select_for_update(of=("self",)), pk=record_id)
    if record.copied_at is None:
        record.copied_by, record.copied_at = actor.name, now
        record.save()
    return record
