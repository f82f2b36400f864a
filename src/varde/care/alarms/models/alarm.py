"""An alarm, what happened to it, and the text for the patient record."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from varde.care.alarms.rules.codes import Severity, Urgency
from varde.care.alarms.rules.escalation import Due, Picture, What
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.rules.plan import plan_from
from varde.care.alarms.rules.signal import Kind
from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel

PICTURE_COLUMNS = (
    "level",
    "ring",
    "rung_at",
    "dispatch_step",
    "active_at",
    "reminders",
    "reminded_at",
    "wake_at",
    "handover_at",
    "voice_due_at",
    "help_at",
)
SHOWN_COLUMNS = (
    "state",
    "severity",
    *PICTURE_COLUMNS,
    "held_by",
    "holder_name",
    "help_by",
    "due_at",
    "due_what",
    "due_step",
)


def _choices(names: object) -> list[tuple[object, str]]:
    return [(one.value, one.name) for one in names]  # type: ignore[attr-defined]


class Alarm(OwnedModel):
    """Something that needs a person. Its key is the key of the signal that opened it.

    The columns from `plan` to `due_step` are the picture that `rules.escalation` works on. An alarm that is not closed
    always has a `due_at`: the database refuses anything else.
    """

    subject_kind = "alarm"
    owner_may_differ = frozenset({"source"})

    source = models.ForeignKey("alarms.Source", null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("people.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("equipment.Item", null=True, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64, default="", blank=True)
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    code = models.CharField(max_length=32)
    card = models.CharField(max_length=32, default="", blank=True)
    why = models.JSONField(default=dict)
    severity = models.PositiveSmallIntegerField(choices=_choices(Severity))
    urgency = models.CharField(max_length=2, choices=_choices(Urgency))
    opened_at = models.DateTimeField()
    location = models.CharField(max_length=200, default="", blank=True)
    text = EncryptedTextField()
    position = models.JSONField(null=True)
    voice = models.CharField(max_length=256, default="", blank=True)
    repeats = models.PositiveIntegerField(default=0)
    fault_key = models.CharField(max_length=200, default="", blank=True)

    state = models.CharField(max_length=24, choices=_choices(State), default=State.NEW)
    plan = models.JSONField()
    plan_version = models.UUIDField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    ring = models.PositiveIntegerField(default=0)
    rung_at = models.DateTimeField(null=True)
    dispatch_step = models.PositiveSmallIntegerField(default=0)
    held_by = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=200, default="", blank=True)
    active_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    handover_at = models.DateTimeField(null=True)
    voice_due_at = models.DateTimeField(null=True)
    help_at = models.DateTimeField(null=True)
    help_by = models.UUIDField(null=True)
    no_voice = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    due_what = models.CharField(max_length=16, default="", blank=True)
    due_step = models.PositiveSmallIntegerField(default=0)

    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=32, default="", blank=True)
    measures = models.JSONField(default=list, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, due_at__isnull=True, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(due_at__isnull=False, closed_at__isnull=True)),
                name="alarm_open_has_due",
            ),
            models.UniqueConstraint(
                fields=["fault_key"],
                condition=~Q(fault_key="") & ~Q(state=State.CLOSED),
                name="alarm_one_per_fault",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="alarm_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["owner", "severity"], name="alarm_open", condition=~Q(state=State.CLOSED)),
            models.Index(fields=["recipient", "opened_at"], name="alarm_recipient"),
        ]

    def picture(
        self, holes: frozenset[int] = frozenset(), untrained: frozenset[int] = frozenset()
    ) -> Picture:
        """The row as escalation sees it. Holes and missing training are as things stand now, so they are handed in."""
        return Picture(
            alarm=str(self.pk),
            plan=plan_from(self.plan),
            severity=Severity(self.severity),
            opened_at=self.opened_at,
            state=State(self.state),
            level=self.level,
            ring=self.ring,
            rung_at=self.rung_at,
            dispatch_step=self.dispatch_step,
            held_by=str(self.held_by) if self.held_by else "",
            active_at=self.active_at,
            reminders=self.reminders,
            reminded_at=self.reminded_at,
            wake_at=self.wake_at,
            handover_at=self.handover_at,
            voice_due_at=self.voice_due_at,
            help_at=self.help_at,
            help_by=str(self.help_by) if self.help_by else "",
            holes=holes,
            untrained=untrained,
        )

    @property
    def rested(self) -> bool:
        """It never rang, because the service was paused: an entry in the log and nothing more."""
        return self.state == State.CLOSED and self.level == 0

    def due(self) -> Due | None:
        if self.due_at is None:
            return None
        return Due(self.due_at, What(self.due_what), self.due_step, self.ring)

    def show(self, picture: Picture, due: Due | None) -> None:
        """Take over what escalation answered. Saves nothing."""
        self.state, self.severity = picture.state.value, int(picture.severity)
        for name in PICTURE_COLUMNS:
            setattr(self, name, getattr(picture, name))
        self.held_by = UUID(picture.held_by) if picture.held_by else None
        self.help_by = UUID(picture.help_by) if picture.help_by else None
        if self.held_by is None:
            self.holder_name = ""
        self.due_at = due.at if due else None
        self.due_what = due.what.value if due else ""
        self.due_step = due.step if due else 0

    def line(self, at: datetime, verb: str, **more: Any) -> AlarmEvent:
        """A line of its log, not stored yet. `more`: columns of AlarmEvent."""
        return AlarmEvent(owner_id=self.owner_id, alarm=self, at=at, verb=verb, **more)

    def shown(self) -> dict[str, Any]:
        """The columns that `show` sets, for an update of them alone."""
        return {name: getattr(self, name) for name in SHOWN_COLUMNS}


class AlarmEvent(OwnedModel):
    """One line of an alarm's log: VKP event code, verb or log code, who and when. Append-only."""

    append_only = True
    subject_kind = "alarm_event"

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    vkp = models.PositiveSmallIntegerField(null=True)
    verb = models.CharField(max_length=24)
    step = models.PositiveSmallIntegerField(default=0)
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, default="", blank=True)
    actor_role = models.CharField(max_length=40, default="", blank=True)
    place = models.CharField(max_length=60, default="", blank=True)
    text = EncryptedTextField()
    signal = models.UUIDField(null=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["alarm", "at"], name="alarm_event_at")]


class RecordText(OwnedModel):
    """The text for the patient record, made once when the alarm closes; waits until somebody has copied it."""

    subject_kind = "record_text"

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, related_name="record_text")
    text = EncryptedTextField()
    made_at = models.DateTimeField()
    copied_at = models.DateTimeField(null=True)
    copied_by = models.CharField(max_length=200, default="", blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(
                fields=["owner", "made_at"], name="record_text_waiting", condition=Q(copied_at__isnull=True)
            )
        ]
