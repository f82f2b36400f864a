"""Pools, the plan, the check-ins that are the truth, and how those on duty are reached."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.kernel.band import OnHolidays

EVERY_DAY = "0123456"


class PoolKind(models.TextChoices):
    OPERATORS = "operators", _("Responsoperatører")
    DISPATCH = "dispatch", _("Utrykning")
    LEADER = "leader", _("Leder på vakt")
    SUPPORT = "support", _("Teknisk support")


class Holidays(models.TextChoices):
    AS_WEEKDAY = OnHolidays.AS_WEEKDAY.value, _("Som vanlig ukedag")
    ALSO = OnHolidays.ALSO.value, _("Også på alle helligdager")
    NEVER = OnHolidays.NEVER.value, _("Ikke på helligdager")


class Channel(models.TextChoices):
    VOICE = "voice", _("Oppringning")
    APP = "app", _("App")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-post")


CAN_RING = (Channel.VOICE, Channel.APP)


class Pool(OwnedModel):
    """People who share a duty [vaktlag]. Round the clock unless `opens_at` and `closes_at` are set (wall clock)."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=PoolKind.choices)
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minimum = models.PositiveSmallIntegerField(default=1)
    grace_minutes = models.PositiveSmallIntegerField(default=10)
    duty_phone = EncryptedTextField(blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    weekdays = models.CharField(max_length=7, default=EVERY_DAY)
    is_shared = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="pool_name_once"),
            models.CheckConstraint(condition=Q(minimum__gte=1), name="pool_needs_somebody"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="pool_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShiftPattern(OwnedModel):
    """A shift that repeats by the wall clock. An end not later than the start is on the next day."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="patterns")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    weekdays = models.CharField(max_length=7, blank=True, default=EVERY_DAY)
    start_time = models.TimeField()
    end_time = models.TimeField()
    on_holidays = models.CharField(max_length=12, choices=Holidays.choices, default=Holidays.AS_WEEKDAY)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="pattern_period",
            ),
            models.CheckConstraint(condition=Q(every_weeks__gte=1), name="pattern_every_weeks"),
        ]


class Shift(OwnedModel):
    """Planned duty. Without `user` the rota is kept without names: somebody will come.

    `pattern` and `pattern_day` say which turn of a pattern it is, so that one turn never gives two shifts. A shift
    that was removed or changed by hand stays as it is when shifts are made from patterns again.
    """

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="shifts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    pattern = models.ForeignKey(
        ShiftPattern, null=True, blank=True, on_delete=models.PROTECT, related_name="shifts"
    )
    pattern_day = models.DateField(null=True, blank=True)
    is_by_hand = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_period"),
            models.UniqueConstraint(fields=["pattern", "pattern_day"], name="shift_once_per_turn"),
        ]
        indexes = [models.Index(fields=["pool", "starts_at"], name="shift_by_pool")]


class DutyCheckIn(OwnedModel):
    """A person is on duty [påmelding til vakt] from `checked_in_at` until `checked_out_at`."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="check_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_in_at = models.DateTimeField()
    checked_out_at = models.DateTimeField(null=True, blank=True)
    checked_out_by = models.UUIDField(null=True, blank=True)
    phone = EncryptedTextField(blank=True)
    device = models.CharField(max_length=100, default="", blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "user"], condition=Q(checked_out_at__isnull=True), name="check_in_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_out_at__isnull=True) | Q(checked_out_at__gt=F("checked_in_at")),
                name="check_in_period",
            ),
        ]
        indexes = [models.Index(fields=["pool", "checked_out_at"], name="check_in_by_pool")]


class ContactMethod(OwnedModel):
    """How a person, or a pool as a whole, is reached on duty. Lowest `order` is tried first."""

    pool = models.ForeignKey(
        Pool, null=True, blank=True, on_delete=models.CASCADE, related_name="contact_methods"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Channel.choices)
    address = EncryptedTextField()
    order = models.PositiveSmallIntegerField(default=1)
    is_ringing = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(pool__isnull=True, user__isnull=False) | Q(pool__isnull=False, user__isnull=True),
                name="contact_of_one",
            ),
            models.CheckConstraint(
                condition=Q(is_ringing=False) | Q(kind__in=CAN_RING), name="contact_that_can_ring"
            ),
        ]


class Hole(OwnedModel):
    """A time when a pool had nobody checked in though it should [udekket]. At most one is open per pool."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="holes")
    since = models.DateTimeField()
    noticed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pool"], condition=Q(closed_at__isnull=True), name="hole_once_per_pool"
            )
        ]
