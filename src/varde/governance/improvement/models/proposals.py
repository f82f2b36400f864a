"""Proposals for improvement, and what has happened to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel
from varde.governance.improvement.models.sessions import Session
from varde.governance.improvement.rules.codes import EFFECT_NAMES, SOURCE_NAMES, TECHNOLOGY_NAMES
from varde.governance.improvement.rules.lifecycle import STATE_NAMES, VERB_NAMES, State


def named(names: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Choices for a column; the names are translated where they are shown."""
    return [(str(code), _(name)) for code, name in names.items()]


class Proposal(OwnedModel):
    """A proposal for improvement [forbedringsforslag].

    `task` is a key of the service model, `task_name` what the task was called when it was chosen. `responsible` owns the
    change, `deputy` [stedfortreder] stands in. `check_on`: the day somebody looks whether it helped; `look_again_on`: the day a
    proposal that was put off is taken up again. `session`, `part`, `line`: where in a session it came from."""

    title = models.CharField(max_length=200)
    description = models.TextField(default="", blank=True)
    source = models.CharField(max_length=12, choices=named(SOURCE_NAMES))
    task = models.CharField(max_length=80, default="", blank=True)
    task_name = models.CharField(max_length=200, default="", blank=True)
    technology = models.CharField(max_length=12, choices=named(TECHNOLOGY_NAMES), default="", blank=True)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    responsible = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    raised_name = models.CharField(max_length=200)

    state = models.CharField(max_length=10, choices=named(STATE_NAMES), default=State.NEW)
    reason = models.TextField(default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_name = models.CharField(max_length=200, default="", blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    check_on = models.DateField(null=True, blank=True)
    seen = models.TextField(default="", blank=True)
    effect = models.CharField(max_length=8, choices=named(EFFECT_NAMES), default="", blank=True)

    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    part = models.CharField(max_length=40, default="", blank=True)
    line = models.CharField(max_length=40, default="", blank=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["session", "part", "line"],
                condition=Q(session__isnull=False),
                name="proposal_once_of_a_session",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=1, value__lte=5), name="proposal_value"
            ),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__gte=1, effort__lte=5), name="proposal_effort"
            ),
            models.CheckConstraint(
                condition=Q(state=State.NEW.value) | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="proposal_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.CHOSEN.value, State.DONE.value)) | Q(check_on__isnull=False),
                name="proposal_effect_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.LATER.value) | Q(look_again_on__isnull=False),
                name="proposal_put_off_to_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CHECKED.value) | (~Q(effect="") & ~Q(seen="")),
                name="proposal_effect_said",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state"], name="improvement_proposal_by_state"),
            models.Index(fields=["owner", "-raised_at"], name="improvement_proposal_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class ProposalEntry(OwnedModel):
    """What happened to a proposal. Only added to."""

    append_only: ClassVar[bool] = True

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=10, choices=named(VERB_NAMES))
    text = models.TextField(default="", blank=True)
    effect = models.CharField(max_length=8, choices=named(EFFECT_NAMES), default="", blank=True)
    due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["proposal", "at"], name="improvement_proposal_entries")]
