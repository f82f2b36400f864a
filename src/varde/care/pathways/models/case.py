"""The case [forløp], and everything that happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.catalogue import CriteriaVersion, TemplateVersion
from varde.care.pathways.rules.gates import CaseFacts
from varde.care.pathways.rules.lifecycle import OPEN, EndReason, Position, Status
from varde.care.pathways.rules.template import Stage
from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel

STATUSES = [
    (Status.REFERRED.value, _("Henvist")),
    (Status.REJECTED.value, _("Avslått")),
    (Status.PREPARING.value, _("Under arbeid")),
    (Status.ACTIVE.value, _("Aktiv")),
    (Status.PAUSED.value, _("På pause")),
    (Status.WINDING_DOWN.value, _("Avvikles")),
    (Status.ENDED.value, _("Avsluttet")),
]
STAGES = [
    (Stage.REFERRAL.value, _("Henvisning")),
    (Stage.ASSESSMENT.value, _("Kartlegging")),
    (Stage.ALLOCATION.value, _("Tildeling")),
    (Stage.ADAPTATION.value, _("Tilpasning og installering")),
    (Stage.TRAINING.value, _("Opplæring og oppstart")),
    (Stage.OPERATION.value, _("Drift")),
    (Stage.EVALUATION.value, _("Evaluering")),
    (Stage.DECISION.value, _("Videreføre, endre eller avslutte")),
]
END_REASONS = [
    (EndReason.NEED_CEASED.value, _("Behovet er borte")),
    (EndReason.GOAL_REACHED.value, _("Målet er nådd")),
    (EndReason.NOT_SUITED.value, _("Løsningen passer ikke")),
    (EndReason.DOES_NOT_WANT.value, _("Ønsker ikke tjenesten")),
    (EndReason.MOVED.value, _("Har flyttet")),
    (EndReason.DEAD.value, _("Er død")),
    (EndReason.HANDED_OVER.value, _("Overtatt av en annen organisasjon")),
]

OPEN_VALUES = sorted(one.value for one in OPEN)


class Referrer(models.TextChoices):
    """Who referred. Anyone may."""

    RECIPIENT = "recipient", _("Tjenestemottakeren selv")
    NEXT_OF_KIN = "next_of_kin", _("Pårørende")
    GUARDIAN = "guardian", _("Verge eller fullmektig")
    GP = "gp", _("Fastlege")
    HOSPITAL = "hospital", _("Sykehus")
    HOME_CARE = "home_care", _("Hjemmetjenesten")
    STAFF = "staff", _("Ansatt i kommunen")
    OTHER = "other", _("Andre")


class Arrangement(models.TextChoices):
    """Who does the follow-up."""

    TMS = "tms", _("Regionalt oppfølgingssenter")
    OWN = "own", _("Egen tjeneste")
    HOSPITAL = "hospital", _("Sykehus")


class Given(models.TextChoices):
    DECISION = "decision", _("Vedtak")
    WITHOUT = "without", _("Tjeneste uten vedtak")


class Case(OwnedModel):
    """One recipient, one service type, one template version, one arrangement. The owner is responsible for the service.

    `chain` ties together the cases that followed one another over hand-overs. `next_due_at` and `next_task` are kept by
    the actions, so that no list has to look through the tasks. The decision itself lives in the record system:
    here stand its reference, day and status.
    """

    subject_kind = "case"

    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    chain = models.UUIDField()
    service_type = models.CharField(max_length=40)
    arrangement = models.CharField(max_length=10, choices=Arrangement.choices)
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+")
    criteria = models.ForeignKey(
        CriteriaVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.REFERRED.value)
    stage = models.CharField(max_length=12, choices=STAGES, default=Stage.REFERRAL.value)
    stage_at = models.DateTimeField()

    referred_at = models.DateTimeField()
    referrer = models.CharField(max_length=12, choices=Referrer.choices)
    referrer_name = EncryptedTextField(blank=True)
    referral = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_reason = EncryptedTextField(blank=True)

    given = models.CharField(max_length=10, choices=Given.choices, default="", blank=True)
    allocated_on = models.DateField(null=True, blank=True)
    allocation_ref = models.CharField(max_length=60, default="", blank=True)
    allocated_until = models.DateField(null=True, blank=True)

    started_at = models.DateTimeField(null=True, blank=True)
    evaluate_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=END_REASONS, default="", blank=True)

    responsible = models.UUIDField(null=True, blank=True)
    responsible_name = models.CharField(max_length=200, default="", blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_task = models.CharField(max_length=200, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "service_type", "arrangement"],
                condition=Q(status__in=OPEN_VALUES),
                name="case_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ENDED.value)
                | (Q(ended_on__isnull=False) & Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="case_ended_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ACTIVE.value, Status.PAUSED.value])
                | (Q(started_at__isnull=False) & Q(allocated_on__isnull=False)),
                name="case_active_is_allocated",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-referred_at"], name="case_by_recipient"),
            models.Index(
                fields=["owner", "next_due_at"],
                name="case_by_due",
                condition=Q(status__in=OPEN_VALUES),
            ),
            models.Index(fields=["owner", "status", "stage"], name="case_by_status"),
            models.Index(fields=["chain"], name="case_by_chain"),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def position(self) -> Position:
        return Position(Status(self.status), Stage(self.stage))

    @property
    def facts(self) -> CaseFacts:
        return CaseFacts(
            self.pk,
            self.owner_id,
            self.recipient_id,
            self.service_type,
            self.arrangement,
            started_at=self.started_at,
            ended_on=self.ended_on,
        )


class CaseEvent(OwnedModel):
    """Something that happened to a case. Only added to. `text` is what a person wrote; `data` plain codes and keys."""

    append_only: ClassVar[bool] = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    by = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=200, default="", blank=True)
    text = EncryptedTextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(fields=["case", "-at"], name="case_event_by_case"),
            models.Index(fields=["recipient", "-at"], name="case_event_by_person"),
        ]


class GateMark(OwnedModel):
    """Somebody has signed that a gate is in order, where no step of the template and no other app says so."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="marks")
    gate = models.CharField(max_length=40)
    value = models.CharField(max_length=60, default="", blank=True)
    note = EncryptedTextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "gate"], name="gate_mark_once")]
