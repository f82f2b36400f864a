"""What the organisation decides beforehand: who answers, and what suppliers have promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel
from varde.governance.support.rules.codes import PROBLEM_NAMES, TECHNOLOGY_NAMES
from varde.governance.support.rules.routing import WHEN_NAMES, When

WEEKDAYS = "01234"


def named(names: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Choices for a column; the names are translated where they are shown."""
    return [(str(code), _(name)) for code, name in names.items()]


class Route(OwnedModel):
    """Who to call about a problem with a technology, and when [hvem svarer]. An empty code means any.

    `weekdays` are digits, 0 is Monday; a closing time not later than the opening is the next day."""

    problem = models.CharField(max_length=20, choices=named(PROBLEM_NAMES), default="", blank=True)
    technology = models.CharField(max_length=20, choices=named(TECHNOLOGY_NAMES), default="", blank=True)
    when = models.CharField(max_length=10, choices=named(WHEN_NAMES), default=When.ALWAYS)
    weekdays = models.CharField(max_length=7, default=WEEKDAYS, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    early_closes_at = models.TimeField(null=True, blank=True)
    who = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, default="", blank=True)
    at_hand = models.CharField(max_length=300, default="", blank=True)
    costs = models.BooleanField(default=False)
    words = models.CharField(max_length=300, default="", blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(when=When.ALWAYS)
                | (Q(opens_at__isnull=False, closes_at__isnull=False) & ~Q(weekdays="")),
                name="route_has_hours",
            )
        ]

    def __str__(self) -> str:
        return self.who


class ServiceLevel(OwnedModel):
    """What a supplier has promised [supportavtale]: hours, and working hours to an answer and to a solution.

    An empty number is not promised. `early_closes_at` is when they close on the eves; empty: as on other days."""

    supplier = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    reference = models.CharField(max_length=60, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    after_hours_phone = models.CharField(max_length=20, default="", blank=True)
    at_hand = models.CharField(max_length=300, default="", blank=True)
    weekdays = models.CharField(max_length=7, default=WEEKDAYS)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    early_closes_at = models.TimeField(null=True, blank=True)
    is_open_on_holidays = models.BooleanField(default=False)
    critical_around_the_clock = models.BooleanField(default=False)
    critical_respond = models.PositiveSmallIntegerField(null=True, blank=True)
    critical_solve = models.PositiveSmallIntegerField(null=True, blank=True)
    serious_respond = models.PositiveSmallIntegerField(null=True, blank=True)
    serious_solve = models.PositiveSmallIntegerField(null=True, blank=True)
    moderate_respond = models.PositiveSmallIntegerField(null=True, blank=True)
    moderate_solve = models.PositiveSmallIntegerField(null=True, blank=True)
    normal_respond = models.PositiveSmallIntegerField(null=True, blank=True)
    normal_solve = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "supplier", "name"], name="service_level_once"),
            models.CheckConstraint(condition=~Q(weekdays=""), name="service_level_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} – {self.name}"
