"""What became of each stored signal. Its key is the signal's: a signal cannot be read twice."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    OPENED = "opened", "Åpnet alarm"
    EXTENDED = "extended", "Lagt til åpen alarm"
    REPEAT = "repeat", "Gjentakelse"
    HEARTBEAT = "heartbeat", "Livstegn"
    NOTED = "noted", "Notert på åpen alarm"
    RESTED = "rested", "I loggen: tjenesten er på pause"
    LONE = "lone", "Uten åpen alarm"


class Reading(models.Model):
    """One part of one signal (a signal that holds an array has one reading per element; the first has the signal's key)."""

    id = models.UUIDField(primary_key=True, editable=False)
    signal = models.UUIDField()
    source = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    alarm = models.UUIDField(null=True)
    repeat_key = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["repeat_key", "received_at"], name="reading_repeat"),
            models.Index(fields=["alarm"], name="reading_alarm", condition=models.Q(alarm__isnull=False)),
        ]
