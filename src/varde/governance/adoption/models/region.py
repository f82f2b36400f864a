"""What is looked at across the region: status per technology, national goals, and deliverables that are shared."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from varde.foundation.history import OwnedHistory
from varde.foundation.ids import new_id
from varde.foundation.ownership import OwnedModel
from varde.foundation.ui.components.formats import number
from varde.governance.adoption.models.introduction import Introduction, named
from varde.governance.adoption.rules.codes import (
    GOAL_NAMES,
    KIND_NAMES,
    REACHED_NAMES,
    STATUS_NAMES,
    TECHNOLOGY_NAMES,
)


class TechnologyStatus(OwnedModel):
    """How far an organisation has come with a technology. Only added to; the newest counts.

    `introduction` is the one that moved it along by itself; empty where a person said so."""

    append_only: ClassVar[bool] = True

    technology = models.CharField(max_length=12, choices=named(TECHNOLOGY_NAMES))
    status = models.CharField(max_length=12, choices=named(STATUS_NAMES))
    since = models.DateField()
    note = models.CharField(max_length=500, default="", blank=True)
    introduction = models.ForeignKey(
        Introduction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "technology", "-at"], name="adoption_status_newest")]


class GoalStatus(OwnedModel):
    """How an organisation, or a region, stands to a national goal on a day."""

    what = models.CharField(max_length=200)
    goal = models.CharField(max_length=16, choices=named(GOAL_NAMES))
    reached = models.CharField(max_length=8, choices=named(REACHED_NAMES))
    figure = models.DecimalField(max_digits=12, decimal_places=1, null=True, blank=True)
    measured_on = models.DateField()
    note = models.CharField(max_length=1000, default="", blank=True)
    by_name = models.CharField(max_length=200)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "goal", "measured_on", "what"], name="adoption_goal_status_once"
            ),
            models.CheckConstraint(
                condition=Q(figure__isnull=True) | Q(figure__gte=0), name="adoption_goal_figure_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def figure_text(self) -> str:
        return "" if self.figure is None else number(self.figure, 1).removesuffix(",0")


class Deliverable(OwnedModel):
    """Something made for an introduction [leveranse]: a title, where it lies, and its version. Never the document itself.

    `taken_from`: the shared deliverable that it was taken over from; name and version as they were then."""

    title = models.CharField(max_length=200)
    technology = models.CharField(max_length=12, choices=named(TECHNOLOGY_NAMES), default="", blank=True)
    kind = models.CharField(max_length=20, choices=named(KIND_NAMES))
    reference = models.CharField(max_length=300)
    version = models.CharField(max_length=40)
    is_shared = models.BooleanField(default=False)
    taken_from = models.UUIDField(null=True, blank=True)
    taken_name = models.CharField(max_length=200, default="", blank=True)
    taken_version = models.CharField(max_length=40, default="", blank=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "taken_from"],
                condition=Q(taken_from__isnull=False),
                name="adoption_deliverable_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(taken_from__isnull=True),
                name="adoption_deliverable_shared_by_maker",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SharedDeliverable(models.Model):
    """What a municipality has put before all the others, as it stands now. Its key is that of the deliverable."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    maker = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    technology = models.CharField(max_length=12, choices=named(TECHNOLOGY_NAMES), default="", blank=True)
    kind = models.CharField(max_length=20, choices=named(KIND_NAMES))
    reference = models.CharField(max_length=300)
    version = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["technology", "kind"], name="adoption_shared_by_kind")]

    def __str__(self) -> str:
        return self.title
