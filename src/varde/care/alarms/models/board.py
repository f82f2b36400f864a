"""What keeps the board live, and what one shift tells the next."""

from __future__ import annotations

from django.db import models

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel


class BoardTick(models.Model):
    """A number per organisation that rises in the same transaction as any change the board shows."""

    owner = models.OneToOneField(
        "organisations.Organisation", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.BigIntegerField(default=0)


class HandoverNote(OwnedModel):
    """A note from one shift of a centre to the next. Owned by the organisation that hosts the centre."""

    text = EncryptedTextField()
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    read_by = models.CharField(max_length=200, default="", blank=True)
    read_at = models.DateTimeField(null=True)
