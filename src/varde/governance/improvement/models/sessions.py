"""A session of an activity, who takes part, and everything that is said in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.ownership import OwnedModel
from varde.governance.improvement.rules.lifecycle import STANDING_NAMES, Standing


class Session(OwnedModel):
    """One run of an activity [økt]. `minutes` is the time box; it counts from `started_at`.

    `builds_on`: an earlier session whose outcome this one goes on from."""

    activity = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField()
    facilitator = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    builds_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(one.value, _(name)) for one, name in STANDING_NAMES.items()],
        default=Standing.PLANNED,
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=600), name="session_has_time"),
            models.CheckConstraint(
                condition=~Q(state__in=("running", "ended")) | Q(started_at__isnull=False),
                name="session_started",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False), name="session_ended"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-held_on"], name="improvement_session_by_day")]

    def __str__(self) -> str:
        return self.title


class Participant(OwnedModel):
    """Somebody who takes part [deltaker], by name and role. Needs no account."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="participants")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="participant_once"),
            models.CheckConstraint(condition=~Q(name=""), name="participant_named"),
        ]


class Contribution(OwnedModel):
    """One word in a session [bidrag]: where a question is placed, or an entry of a part. Only added to.

    `part` and `line` say what it is about, `values` what is said: column → text. On one line the newest counts."""

    append_only: ClassVar[bool] = True

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="contributions")
    part = models.CharField(max_length=40)
    line = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    is_withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["session", "at"], name="improvement_said_by_time")]
