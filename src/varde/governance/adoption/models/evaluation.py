"""Evaluations of human, technology and organisation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from varde.foundation.ownership import OwnedModel
from varde.governance.adoption.models.introduction import Introduction, IntroductionUnit
from varde.governance.adoption.rules.mto import HIGHEST, LOWEST


class Evaluation(OwnedModel):
    """One evaluation of an introduction [MTO-evaluering]: of a unit, or of the whole where `unit` is empty.

    It is never changed. Mending it makes a new one that `replaces` it; the old one stays, out of the lists."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="evaluations")
    unit = models.ForeignKey(
        IntroductionUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations"
    )
    edition = models.CharField(max_length=10)
    held_on = models.DateField()
    who = models.CharField(max_length=300)
    summary = models.TextField(default="", blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["introduction", "-held_on"], name="adoption_evaluation_by_day")]


class Rating(OwnedModel):
    """One factor in an evaluation. `value` is empty where the factor is not relevant."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="ratings")
    factor = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.CharField(max_length=1000, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "factor"], name="adoption_rating_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=LOWEST, value__lte=HIGHEST),
                name="adoption_rating_range",
            ),
        ]
