"""What waits: one table for the case page, "Mine oppgaver" and the leaders' list. And leave given from a gate."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.case import STAGES, Case
from varde.care.pathways.rules.gates import LeaveKind
from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel


class TaskKind(models.TextChoices):
    """What sort of thing waits."""

    STEP = "step", _("Steg")
    RECURRING = "recurring", _("Fast oppgave")
    ANSWER = "answer", _("Svar på henvisning")
    RESUME = "resume", _("Gjenoppta etter pause")
    GATE = "gate", _("Krav som mangler")
    GROUND = "ground", _("Grunnlag og samtykke")
    ADAPTATION = "adaptation", _("Tilpasning")
    CONCERN = "concern", _("Utrygg?")
    EVALUATION = "evaluation", _("Evaluering")
    LETTER = "letter", _("Melding")
    CLOSING = "closing", _("Avslutning")
    HAND_OVER = "hand_over", _("Overføring")


class TaskState(models.TextChoices):
    OPEN = "open", _("Åpen")
    TO_CHECK = "to_check", _("Venter på kontroll")
    DONE = "done", _("Gjort")
    NOT_NEEDED = "not_needed", _("Ikke aktuell")
    CANCELLED = "cancelled", _("Falt bort")


WAITING = (TaskState.OPEN.value, TaskState.TO_CHECK.value)


class CaseTask(OwnedModel):
    """One thing that somebody does. `code` is the step of the template, or names what made the task.

    `series` numbers a recurring task. With `second_check` two different people sign. `about_id` is the row the task is
    about (a pause, a leave, a letter). `meets` names the gates that it meets when signed.
    """

    subject_kind = "case_task"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=12, choices=TaskKind.choices)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=12, choices=STAGES)
    place = models.PositiveIntegerField(default=0)
    series = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=40, default="", blank=True)
    assigned_to = models.UUIDField(null=True, blank=True)
    assigned_name = models.CharField(max_length=200, default="", blank=True)
    meets = models.JSONField(default=list, blank=True)
    form = models.CharField(max_length=60, default="", blank=True)
    response_id = models.UUIDField(null=True, blank=True)
    repeat = models.JSONField(default=dict, blank=True)
    second_check = models.BooleanField(default=False)
    about_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    is_held = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    done_name = models.CharField(max_length=200, default="", blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.UUIDField(null=True, blank=True)
    checked_name = models.CharField(max_length=200, default="", blank=True)
    note = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code", "series"],
                condition=Q(state__in=WAITING),
                name="case_task_once",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("done_by")),
                name="case_task_two_people",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at", "id"],
                name="case_task_by_due",
                condition=Q(state__in=WAITING, is_held=False),
            ),
            models.Index(
                fields=["owner", "stage", "due_at"],
                name="case_task_by_stage",
                condition=Q(state__in=WAITING, is_held=False),
            ),
            models.Index(
                fields=["assigned_to", "due_at"],
                name="case_task_by_person",
                condition=Q(state__in=WAITING, is_held=False),
            ),
            models.Index(fields=["case", "place"], name="case_task_by_case"),
        ]


class GateLeave(OwnedModel):
    """A deferral or an exception from a quality gate: who, why, and until when. Listed until it ends."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="leaves")
    gate = models.CharField(max_length=40)
    gates = models.CharField(max_length=5)  # "start" or "end"
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in LeaveKind])
    holder = models.UUIDField(null=True, blank=True)
    holder_name = models.CharField(max_length=200)
    reason = EncryptedTextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="gate_leave_period"),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="gate_leave_by_end", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["case"], name="gate_leave_by_case"),
        ]
