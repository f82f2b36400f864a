"""Messages, what happened to each, and callbacks that were turned away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel
from varde.ground.messaging.rules.lifecycle import NOT_RECEIVED, OPEN, WAITING, State
from varde.ground.messaging.rules.parcel import Channel


class ReceiverKind(models.TextChoices):
    USER = "user", _("Ansatt")
    POOL = "pool", _("Vaktlag")
    NEXT_OF_KIN = "next_of_kin", _("Pårørende")
    RECIPIENT = "recipient", _("Tjenestemottaker")
    ORGANISATION = "organisation", _("Siste mottaker i organisasjonen")


CHANNELS = [
    (Channel.IN_APP.value, _("I Varde")),
    (Channel.SMS.value, _("SMS")),
    (Channel.VOICE.value, _("Oppringing")),
    (Channel.EMAIL.value, _("E-post")),
]
STATES = [
    (State.QUEUED.value, _("Venter på å bli sendt")),
    (State.SENDING.value, _("Sendes")),
    (State.SENT.value, _("Sendt")),
    (State.DELIVERED.value, _("Levert")),
    (State.ACCEPTED.value, _("Svarte ja")),
    (State.DECLINED.value, _("Svarte nei")),
    (State.UNANSWERED.value, _("Ikke besvart")),
    (State.FAILED.value, _("Kom ikke fram")),
    (State.CANCELLED.value, _("Trukket tilbake")),
]


class Message(OwnedModel):
    """One message to one receiver by one channel. The row is its own place in the queue.

    `address` is E.164 or an e-mail address; `hint` is what may be shown of it. `receiver_id` and `about_id` are plain
    keys: what they point at lives on other floors. `answer_by` bounds both the ringing and the tries.
    """

    channel = models.CharField(max_length=10, choices=CHANNELS)
    receiver_kind = models.CharField(max_length=20, choices=ReceiverKind.choices)
    receiver_id = models.UUIDField()
    address = EncryptedTextField()
    hint = models.CharField(max_length=260, default="", blank=True)
    purpose = models.CharField(max_length=30)
    language = models.CharField(max_length=5, default="nb")
    subject = models.CharField(max_length=200)
    text = EncryptedTextField()
    detail = EncryptedTextField()
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_step = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=200, unique=True)
    needs_answer = models.BooleanField(default=False)
    answer_by = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=STATES, default=State.QUEUED.value)
    reason = models.CharField(max_length=20, default="", blank=True)
    keypress = models.CharField(max_length=1, default="", blank=True)
    provider_id = models.CharField(max_length=100, default="", blank=True)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    # A message taken back after it went out has to be taken back at the gateway too.
    withdraw = models.BooleanField(default=False)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_waiting",
                condition=Q(state__in=sorted(WAITING)) | Q(withdraw=True),
            ),
            models.Index(
                fields=["answer_by"],
                name="message_unanswered",
                condition=Q(state__in=sorted(OPEN), needs_answer=True),
            ),
            models.Index(fields=["about_id"], name="message_about"),
            models.Index(
                fields=["receiver_id", "-made_at"], name="message_inbox", condition=Q(channel="in_app")
            ),
            models.Index(fields=["-made_at"], name="message_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_answer=False) | Q(answer_by__isnull=False),
                name="message_answer_has_deadline",
            ),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="message_has_key"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"

    @property
    def is_received(self) -> bool:
        """Unanswered and failed are not; neither is anything still on its way."""
        if self.needs_answer:
            return self.state == State.ACCEPTED
        return self.state in (State.SENT, State.DELIVERED, State.ACCEPTED)

    @property
    def is_not_received(self) -> bool:
        return self.state in NOT_RECEIVED or self.state == State.DECLINED


class MessageEvent(OwnedModel):
    """What happened to a message. `external_id` is the gateway's own key of a callback: each is heard once."""

    append_only: ClassVar[bool] = True

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    code = models.CharField(max_length=30)
    note = models.CharField(max_length=60, default="", blank=True)
    external_id = models.CharField(max_length=100, default="", blank=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["message", "at"], name="message_events")]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="message_callback_once"
            )
        ]


class CallbackRefusal(models.Model):
    """How many callbacks were turned away in one hour, and why. Holds nothing of what they said."""

    global_because: ClassVar[str] = "a refused callback belongs to nobody we know"

    hour = models.DateTimeField()
    why = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "why"], name="refusals_once_per_hour")]
