"""Who may send signals, and how they prove it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from varde.foundation.ownership import OwnedModel


class ReplyStyle(models.TextChoices):
    """Both ways of answering SCAIP that are found in the field."""

    MESSAGE = "message", _("Egen SIP-melding tilbake")
    BODY = "body", _("I svaret på meldingen")
    BOTH = "both", _("Begge")


class Source(OwnedModel):
    """A sender of signals: a supplier's platform or a group of units. Keys are stored as hashes only."""

    name = models.CharField(max_length=200)
    key_hash = models.CharField(max_length=64, default="", blank=True)
    addresses = models.JSONField(default=list, blank=True)
    digest_user = models.CharField(max_length=100, default="", blank=True)
    digest_md5 = models.CharField(max_length=32, default="", blank=True)
    digest_sha256 = models.CharField(max_length=64, default="", blank=True)
    reply = models.CharField(max_length=10, choices=ReplyStyle.choices, default=ReplyStyle.MESSAGE)
    operator_line = models.CharField(max_length=256, default="", blank=True)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["key_hash"], condition=~models.Q(key_hash=""), name="source_key_once"
            ),
            models.UniqueConstraint(
                fields=["digest_user"], condition=~models.Q(digest_user=""), name="source_user_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
