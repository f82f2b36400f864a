"""What stands around a case: grounds, consents, adaptations, concerns, evaluations, letters, texts for the record."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.case import END_REASONS, Case
from varde.care.pathways.rules.template import AUDIENCES
from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel


class Ground(OwnedModel):
    """The ground [rettsgrunnlag] that the service rests on: its conditions as assessed, who judged, and when it is looked at again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grounds")
    code = models.CharField(max_length=40)
    conditions = models.JSONField(default=dict)
    assessment = EncryptedTextField(blank=True)
    clinician = models.CharField(max_length=200)
    starts_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, default="", blank=True)
    objection = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="ground_one")
        ]


class ConsentKind(models.TextChoices):
    CARE = "care", _("Til helsehjelpen")
    TELL_KIN = "tell_kin", _("Til at pårørende får vite")
    CAMERA = "camera", _("Til kamera, også fra den som bor sammen med tjenestemottakeren")
    PORTAL = "portal", _("Til innsyn i portalen")


class Consent(OwnedModel):
    """One consent, given by one person, withdrawn at any time without the others."""

    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10, choices=ConsentKind.choices)
    giver = models.CharField(max_length=12)
    giver_name = EncryptedTextField(blank=True)
    given_on = models.DateField()
    written_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_note = EncryptedTextField(blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(
                fields=["recipient"], name="consent_in_force", condition=Q(withdrawn_at__isnull=True)
            )
        ]


class Adaptation(OwnedModel):
    """A tilpasning: what differs from the standard. Recommended, then set, then compared at the evaluation.

    `doses` holds per dose its hour and the latest time to act ("08:00", "09:30"), by the wall clock.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="adaptations")
    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=100)
    standard = EncryptedTextField(blank=True)
    recommended = EncryptedTextField()
    recommended_on = models.DateField()
    recommended_by = models.CharField(max_length=200)
    setting = EncryptedTextField(blank=True)
    set_on = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=200, default="", blank=True)
    doses = models.JSONField(default=list, blank=True)
    compared = EncryptedTextField(blank=True)
    compared_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(fields=["recipient"], name="adaptation_in_force", condition=Q(ended_at__isnull=True))
        ]


class Concern(OwnedModel):
    """ "Utrygg?": somebody said that they feel unsafe. Owned, and answered within a set time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="concerns")
    said_by = models.CharField(max_length=12)
    said_name = EncryptedTextField(blank=True)
    text = EncryptedTextField()
    logged_at = models.DateTimeField()
    logged_by = models.CharField(max_length=200)
    holder = models.UUIDField()
    holder_name = models.CharField(max_length=200)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_name = models.CharField(max_length=200, default="", blank=True)
    answer = EncryptedTextField(blank=True)


class Outcome(models.TextChoices):
    """What the evaluation recommends; the owner of the case decides."""

    EXTEND = "extend", _("Videreføre")
    CHANGE = "change", _("Endre")
    END = "end", _("Avslutte")


class Evaluation(OwnedModel):
    """One evaluation: the same questions as at the assessment, both answers kept by key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluations")
    before_id = models.UUIDField(null=True, blank=True)
    response_id = models.UUIDField(null=True, blank=True)
    survey_id = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField()
    evaluated_at = models.DateTimeField(null=True, blank=True)
    evaluated_by = models.CharField(max_length=200, default="", blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default="", blank=True)
    reason = models.CharField(max_length=20, choices=END_REASONS, default="", blank=True)
    is_suitable = models.BooleanField(null=True, blank=True)
    text = EncryptedTextField(blank=True)
    finding = EncryptedTextField(blank=True)  # about the criteria, to whoever owns them; no person in it
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, default="", blank=True)
    decision = models.CharField(max_length=10, choices=Outcome.choices, default="", blank=True)
    next_on = models.DateField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="evaluation_one_open"
            )
        ]


class LetterMoment(models.TextChoices):
    REFERRED = "referred", _("Etter henvisning")
    ALLOCATED = "allocated", _("Ved tildeling")
    START = "start", _("Ved oppstart")
    UNDERWAY = "underway", _("Underveis")
    END = "end", _("Ved avslutning")


AUDIENCE_CHOICES = [(one.value, words.nb) for one, words in AUDIENCES.items()]


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    RELEASED = "released", _("Klar til å sendes")
    SENT = "sent", _("Sendt")
    DELIVERED = "delivered", _("Mottatt")
    REJECTED = "rejected", _("Avvist av mottakeren")
    DROPPED = "dropped", _("Ikke aktuell")


class LetterWay(models.TextChoices):
    """How a letter went out: copied by somebody into the system that sends it, or to accounts here, behind the login."""

    COPIED = "copied", _("Kopiert og sendt av en ansatt")
    HERE = "here", _("Sendt i Varde")


class Letter(OwnedModel):
    """A message to somebody outside the case: drafted from data, released by a person, sent, received."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    moment = models.CharField(max_length=10, choices=LetterMoment.choices)
    to = models.CharField(max_length=14, choices=AUDIENCE_CHOICES)
    to_name = models.CharField(max_length=200, default="", blank=True)
    text = EncryptedTextField()
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    way = models.CharField(max_length=8, choices=LetterWay.choices, default="", blank=True)
    send_on = models.DateField()
    drafted_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=200, default="", blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, default="", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=60, default="", blank=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(fields=["case"], name="letter_by_case"),
        ]


class TextKind(models.TextChoices):
    ALLOCATION = "allocation", _("Tildeling")
    ADAPTATIONS = "adaptations", _("Tilpasninger")
    ACTION_PLAN = "action_plan", _("Tiltaksplan")
    EVALUATION = "evaluation", _("Evaluering")
    END = "end", _("Avslutning")


class CaseText(OwnedModel):
    """A text for the patient record, made once; waits until somebody has copied it."""

    subject_kind = "case_text"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=12, choices=TextKind.choices)
    text = EncryptedTextField()
    made_at = models.DateTimeField()
    copied_at = models.DateTimeField(null=True, blank=True)
    copied_by = models.CharField(max_length=200, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(copied_at__isnull=True) | Q(copied_at__gte=F("made_at")), name="case_text_copied"
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "made_at"], name="case_text_waiting", condition=Q(copied_at__isnull=True)
            )
        ]


class Consideration(OwnedModel):
    """Whether technology was considered in a service assessment: for which part of the need, and why not."""

    recipient = models.ForeignKey("people.Recipient", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField()
    considered = models.BooleanField()
    chosen = models.BooleanField(default=False)
    part_of_need = EncryptedTextField(blank=True)
    why_not = EncryptedTextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "assessed_on"], name="consideration_by_day")]
