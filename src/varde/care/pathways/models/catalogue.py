"""The service catalogue, criteria, pathway templates and place rules: a case keeps the versions it was decided by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.care.pathways.models.words import spoken
from varde.care.pathways.rules.catalogue import GIVEN, PAYMENTS, target_words
from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel


class ServiceType(OwnedModel):
    """A service with technology that an organisation gives [tjenestetype]. The shipped ones are taken over as rows.

    `kpr`: code in 9151 Tjenestetype, empty where there is none. `service_hours`: when somebody must receive, in the
    notation of rules/catalogue/hours.py. `settings_sheet`: the code of a questionnaire. `price`: kroner for each `payment`.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kpr = models.CharField(max_length=10, default="", blank=True)
    purpose = models.TextField(max_length=2000)
    benefit = models.TextField(max_length=2000, default="", blank=True)
    target_groups = models.JSONField(default=list, blank=True)
    given = models.CharField(max_length=10, choices=[(key, spoken(text)) for key, text in GIVEN.items()])
    payment = models.CharField(max_length=10, choices=[(key, spoken(text)) for key, text in PAYMENTS.items()])
    price = models.PositiveIntegerField(null=True, blank=True)
    buy_yourself = models.TextField(max_length=2000, default="", blank=True)
    how_to_apply = models.TextField(max_length=2000, default="", blank=True)
    evaluation_months = models.PositiveSmallIntegerField()
    trial_days = models.PositiveSmallIntegerField(default=0)
    settings_sheet = models.CharField(max_length=60, default="", blank=True)
    indicators = models.JSONField(default=list, blank=True)
    service_hours = models.CharField(max_length=200)
    is_offered = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="service_type_once"),
            models.CheckConstraint(
                condition=Q(payment="none", price__isnull=True) | ~Q(payment="none"),
                name="service_free_has_no_price",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def target_words(self) -> str:
        """The target groups in words, comma between: what the register shows, exports and reads back."""
        return target_words(self.target_groups)

    @property
    def indicator_lines(self) -> str:
        return "\n".join(self.indicators)


class Versioned(OwnedModel):
    """`data` is what the pure rules read; a change ends this row and starts another with the next number.

    A version never changes: only its end is set, once.
    """

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=1)
    data = models.JSONField()
    note = models.CharField(max_length=500, default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="%(class)s_period"
            ),
            models.UniqueConstraint(
                fields=["owner", "code"], condition=Q(ends_at__isnull=True), name="%(class)s_open_once"
            ),
            models.UniqueConstraint(fields=["owner", "code", "number"], name="%(class)s_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({_('versjon')} {self.number})"

    @staticmethod
    def in_force(now: datetime) -> Q:
        """The versions whose half-open period holds the instant."""
        return Q(starts_at__lte=now) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))

    def state(self, now: datetime) -> str:
        """ "ahead", "in_force" or "ended"."""
        if self.starts_at > now:
            return "ahead"
        return "in_force" if self.ends_at is None or self.ends_at > now else "ended"


class CriteriaVersion(Versioned):
    """Who may get a service, and whom it does not suit [tildelingskriterier]. Owned by whoever allocates.

    `code` is the service type's. `data`: {inclusion: [text], exclusion: [text]}. An allocation keeps the version that was
    in force when it was made. `review_on`: when it is next gone through together with the leaders.
    """

    approved_by = models.CharField(max_length=200)
    review_on = models.DateField()


class TemplateVersion(Versioned):
    """A pathway template [forløpsmal] of one organisation, published. Running cases stay on theirs until moved.

    `data` is what `rules.template.template_from` reads. `is_shipped`: taken over unchanged from Varde's own.
    """

    is_shipped = models.BooleanField(default=False)


class PlaceVersion(Versioned):
    """An organisation's own row of the table of pause and place. `code` is the service type's."""


class TemplateDraft(OwnedModel):
    """A template that somebody is writing: YAML as typed, also while it has faults. Published, it becomes a version."""

    code = models.CharField(max_length=60)
    text = models.TextField(max_length=200_000)
    based_on = models.ForeignKey(
        TemplateVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="template_draft_once")]

    def __str__(self) -> str:
        return self.code


VERSIONS: dict[str, type[Any]] = {
    "criteria": CriteriaVersion,
    "template": TemplateVersion,
    "place": PlaceVersion,
}
