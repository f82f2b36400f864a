"""Definitions that never change once published, drafts of them, responses, and each change of an answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.questionnaires.rules.lifecycle import State

STATES = [
    (State.IN_PROGRESS.value, _("Under arbeid")),
    (State.COMPLETED.value, _("Ferdig")),
    (State.WRONG.value, _("Feilført")),
]


class Definition(OwnedModel):
    """One published version of a form: the FHIR JSON as it was published. Append-only, so a response stays on it.

    A shipped form becomes a row (`shipped`) of the organisation the first time it is used there.
    """

    append_only: ClassVar[bool] = True

    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    body = models.TextField()
    shipped = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.UUIDField()
    published_by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "code", "version"], name="definition_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Withdrawal(OwnedModel):
    """From `at` no new response starts on this form, until a newer version is published."""

    append_only: ClassVar[bool] = True

    definition = models.OneToOneField(Definition, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)


class Draft(OwnedModel):
    """A form that was imported and not published yet. One for each code; a new import takes its place."""

    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    body = models.TextField()
    imported_at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Response(OwnedModel):
    """Answers about one recipient, on the version they were begun on. `basis` is what asked for them (a step, a
    recipient). `answers` is the text of `rules.values.stored`; `revision` counts the saves that changed something."""

    subject_kind = "questionnaire_response"

    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="responses")
    definition_code = models.CharField(max_length=60)
    basis_kind = models.CharField(max_length=30)
    basis_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=STATES, default=State.IN_PROGRESS)
    revision = models.PositiveIntegerField(default=0)
    answers = EncryptedTextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    started_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by_name = models.CharField(max_length=200, default="", blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by_name = models.CharField(max_length=200, default="", blank=True)
    void_reason = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "definition_code", "basis_kind", "basis_id"],
                condition=Q(state="in_progress"),
                name="response_one_in_progress",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False), name="response_completed_at"
            ),
            models.CheckConstraint(
                condition=~Q(state="wrong") | Q(voided_at__isnull=False), name="response_voided_at"
            ),
        ]
        indexes = [
            models.Index(fields=["basis_kind", "basis_id"], name="response_by_basis"),
            models.Index(fields=["started_by", "state"], name="response_by_starter"),
        ]

    def __str__(self) -> str:
        return f"Response {self.pk}"  # never the name: this stands in tracebacks


class AnswerChange(OwnedModel):
    """Who answered what and when: one question in one save. An empty value is an answer that was taken away."""

    append_only: ClassVar[bool] = True
    subject_kind = "questionnaire_answer"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    link_id = models.CharField(max_length=60)
    value = EncryptedTextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["response", "revision", "link_id"], name="change_once"),
        ]
