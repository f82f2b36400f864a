"""A ticket, what happened to it, the alarms it has gathered, and the deviation it may lead to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.governance.support.models.settings import ServiceLevel, named
from varde.governance.support.rules.codes import (
    CAUSE_NAMES,
    CRITICALITY_NAMES,
    DISCOVERER_NAMES,
    HARM_NAMES,
    PROBLEM_NAMES,
    TECHNOLOGY_NAMES,
    Verdict,
)
from varde.governance.support.rules.lifecycle import STATE_NAMES, VERB_NAMES, State


class Series(OwnedModel):
    """The last number given to a ticket of the owner: people say it on the phone."""

    last = models.PositiveIntegerField(default=0)

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner"], name="series_once")]


class Ticket(OwnedModel):
    """Something that is wrong [sak]. Alarm, recipient and item are known by plain ids.

    `product`, `serial` and `version` are as the item was when the ticket was made. The columns from `supplier` on are
    the supplier's clock: it runs from `sent_at` in the hours of `level`; `used_seconds` is what ran before."""

    subject_kind = "ticket"

    number = models.PositiveIntegerField()
    discovered_by = models.CharField(max_length=12, choices=named(DISCOVERER_NAMES))
    technology = models.CharField(max_length=20, choices=named(TECHNOLOGY_NAMES))
    problem = models.CharField(max_length=20, choices=named(PROBLEM_NAMES))
    what = models.CharField(max_length=160)
    detail = EncryptedTextField()
    criticality = models.CharField(max_length=10, choices=named(CRITICALITY_NAMES))
    may_wait = models.BooleanField(default=False)
    alarm_id = models.UUIDField(null=True, blank=True)
    recipient_id = models.UUIDField(null=True, blank=True)
    item_id = models.UUIDField(null=True, blank=True)
    product_id = models.UUIDField(null=True, blank=True)
    product = models.CharField(max_length=200, default="", blank=True)
    serial = models.CharField(max_length=100, default="", blank=True)
    version = models.CharField(max_length=40, default="", blank=True)
    fault = models.CharField(max_length=40, default="", blank=True)
    fault_key = models.CharField(max_length=200, default="", blank=True)
    common = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    state = models.CharField(max_length=10, choices=named(STATE_NAMES), default=State.NEW)
    reported_at = models.DateTimeField()
    reported_by = models.UUIDField(null=True, blank=True)
    reporter_name = models.CharField(max_length=200, default="", blank=True)
    assigned_to = models.UUIDField(null=True, blank=True)
    assigned_name = models.CharField(max_length=200, default="", blank=True)
    moved_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=20, choices=named(CAUSE_NAMES), default="", blank=True)
    verdict = models.CharField(
        max_length=10, choices=[(one.value, one.name) for one in Verdict], default=Verdict.OPEN, blank=True
    )
    after_hours_kroner = models.PositiveIntegerField(default=0)

    supplier = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.ForeignKey(ServiceLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    used_seconds = models.PositiveIntegerField(default=0)
    respond_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    near_at = models.DateTimeField(null=True, blank=True)
    solve_at = models.DateTimeField(null=True, blank=True)
    was_late = models.BooleanField(default=False)
    told_near_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["owner", "fault_key"],
                condition=~Q(fault_key="") & ~Q(state=State.CLOSED),
                name="ticket_one_per_fault",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITING)
                | Q(supplier__isnull=False, level__isnull=False, sent_at__isnull=False),
                name="ticket_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                name="ticket_closed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "reported_at"], name="ticket_by_time"),
            models.Index(fields=["owner", "state"], name="ticket_open", condition=~Q(state=State.CLOSED)),
            models.Index(fields=["recipient_id"], name="ticket_recipient"),
            models.Index(fields=["item_id"], name="ticket_item"),
            models.Index(fields=["assigned_to"], name="ticket_mine"),
            models.Index(fields=["reported_by"], name="ticket_reported"),
            models.Index(fields=["near_at"], name="ticket_near", condition=Q(state=State.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.what}"


class TicketEntry(OwnedModel):
    """One line of a ticket's log: who did what and when. `is_shared`: the supplier reads it too. Append-only."""

    append_only = True

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    verb = models.CharField(max_length=12, choices=named(VERB_NAMES))
    state = models.CharField(max_length=10, choices=named(STATE_NAMES))
    actor = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, default="", blank=True)
    about = models.CharField(max_length=200, default="", blank=True)
    text = EncryptedTextField()
    is_shared = models.BooleanField(default=False)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["ticket", "at"], name="ticket_entry_at")]


class TicketAlarm(OwnedModel):
    """A technical alarm that the ticket is about. Append-only, each alarm once."""

    append_only = True

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="alarms")
    alarm_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "alarm_id"], name="ticket_alarm_once")]


class Deviation(OwnedModel):
    """A serious incident reported as a deviation [avvik]. `reference` is its number in the quality system, later."""

    subject_kind = "deviation"

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="deviations")
    at = models.DateTimeField()
    happened_on = models.DateField()
    what = models.CharField(max_length=160)
    text = EncryptedTextField()
    harm = models.CharField(max_length=10, choices=named(HARM_NAMES))
    measure = EncryptedTextField()
    raised_by = models.UUIDField()
    raised_name = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, default="", blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "at"], name="deviation_by_time")]
