"""An introduction, its units in turn, the answers to its points, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.ownership import OwnedModel
from varde.governance.adoption.rules.codes import TECHNOLOGY_NAMES, WORD_NAMES
from varde.governance.adoption.rules.lifecycle import OPEN, STATE_NAMES, VERB_NAMES, State
from varde.governance.adoption.rules.turns import Unit


def named(names: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Choices for a column; the names are translated where they are shown."""
    return [(str(code), _(name)) for code, name in names.items()]


class Introduction(OwnedModel):
    """One technology on its way into the services of one organisation [innføring].

    `edition` is the version of the shipped content that its points are those of. `was` is the state before it was
    stopped. Responsible and deputy are users where they have an account, else names."""

    technology = models.CharField(max_length=12, choices=named(TECHNOLOGY_NAMES))
    edition = models.CharField(max_length=10)
    goals = models.TextField()
    responsible = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responsible_name = models.CharField(max_length=200)
    deputy = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_name = models.CharField(max_length=200)
    starts_on = models.DateField()
    evaluate_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=named(STATE_NAMES), default=State.GROUNDWORK)
    was = models.CharField(max_length=12, choices=named(STATE_NAMES), default=State.GROUNDWORK)
    moved_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "technology"],
                condition=Q(state__in=sorted(OPEN)),
                name="adoption_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(responsible_name="") & ~Q(deputy_name="") & ~Q(goals=""),
                name="adoption_whole",
            ),
            models.CheckConstraint(condition=~Q(was=State.STOPPED), name="adoption_was_something"),
        ]
        indexes = [
            models.Index(fields=["owner", "state"], name="adoption_by_state"),
            models.Index(fields=["evaluate_on"], name="adoption_to_evaluate"),
        ]

    def __str__(self) -> str:
        return str(self.get_technology_display())


class IntroductionUnit(OwnedModel):
    """A unit that is to take the technology into use [enhet]: of the organisation's own tree, or by name alone."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    planned_on = models.DateField()
    started_on = models.DateField(null=True, blank=True)
    evaluated_on = models.DateField(null=True, blank=True)
    learned = models.TextField(default="", blank=True)
    is_dropped = models.BooleanField(default=False)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "name"],
                condition=Q(is_dropped=False),
                name="adoption_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(evaluated_on__isnull=True, learned="")
                | (Q(evaluated_on__isnull=False, started_on__isnull=False) & ~Q(learned="")),
                name="adoption_unit_learned",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(started_on__isnull=True), name="adoption_unit_dropped"
            ),
            models.CheckConstraint(
                condition=Q(evaluated_on__isnull=True) | Q(evaluated_on__gte=models.F("started_on")),
                name="adoption_unit_in_order",
            ),
        ]
        indexes = [models.Index(fields=["introduction", "planned_on"], name="adoption_unit_in_turn")]

    def __str__(self) -> str:
        return self.name

    @property
    def fact(self) -> Unit:
        """The row as the rules know it."""
        return Unit(
            self.pk,
            self.name,
            self.planned_on,
            self.started_on,
            self.evaluated_on,
            self.learned,
            self.is_dropped,
        )


class PointAnswer(OwnedModel):
    """A person's answer to one point. Only added to; the newest counts."""

    append_only: ClassVar[bool] = True

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="answers")
    address = models.CharField(max_length=120)
    word = models.CharField(max_length=8, choices=named(WORD_NAMES))
    note = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["introduction", "address", "-at"], name="adoption_answer_newest")]


class IntroductionEntry(OwnedModel):
    """What happened to an introduction. Only added to."""

    append_only: ClassVar[bool] = True

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=12, choices=named(VERB_NAMES))
    state = models.CharField(max_length=12, choices=named(STATE_NAMES))
    text = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["introduction", "-at"], name="adoption_entry_at")]
