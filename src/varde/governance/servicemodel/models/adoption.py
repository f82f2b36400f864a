"""Which edition an organisation stands on, its own layer, and what it has answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from varde.foundation.history import OwnedHistory
from varde.foundation.ownership import OwnedModel
from varde.governance.servicemodel.rules.codes import State, Status, Technology

TECHNOLOGIES = [
    (Technology.ALARM.value, _("Trygghetsalarm")),
    (Technology.DISPENSER.value, _("Medisindispenser")),
    (Technology.LOCATING.value, _("Lokaliseringsteknologi (GPS)")),
    (Technology.SUPERVISION.value, _("Digitalt tilsyn")),
    (Technology.CALL.value, _("Pasientvarsling")),
    (Technology.FOLLOW_UP.value, _("Digital hjemmeoppfølging")),
]
STATUSES = [
    (Status.NOT_USED.value, _("Brukes ikke")),
    (Status.NOT_STARTED.value, _("Ikke begynt")),
    (Status.UNDER_WAY.value, _("I gang")),
    (Status.SETTLED.value, _("Avklart")),
]
STATES = [
    (State.YES.value, _("Ja")),
    (State.PARTLY.value, _("Delvis")),
    (State.NO.value, _("Nei")),
    (State.NOT_RELEVANT.value, _("Ikke aktuelt")),
]


class Edition(models.Model):
    """A layer that somebody has brought in, beside those that come with Varde. Nobody's own: it holds no answers."""

    edition = models.CharField(max_length=60)
    version = models.CharField(max_length=10)
    head = models.TextField()
    tasks = models.TextField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="servicemodel_edition_once")
        ]


class Adoption(OwnedModel):
    """The edition and version that an organisation's model stands on. One per organisation."""

    edition = models.CharField(max_length=60)
    version = models.CharField(max_length=10)
    adopted_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner"], name="servicemodel_adopted_once")]


class Upgrade(OwnedModel):
    """An organisation took up an edition, or a newer version of it. Only added to."""

    append_only: ClassVar[bool] = True

    edition = models.CharField(max_length=60)
    version = models.CharField(max_length=10)
    before = models.CharField(max_length=72, default="", blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "-at"], name="servicemodel_upgrade_by_time")]


class LocalPoint(OwnedModel):
    """The organisation's own layer, one row per address: own words (with those they replaced), an own point, or a point
    set aside. Empty words: those of the edition."""

    address = models.CharField(max_length=200)
    nb = models.CharField(max_length=1000, default="", blank=True)
    en = models.CharField(max_length=1000, default="", blank=True)
    was_nb = models.CharField(max_length=1000, default="", blank=True)
    was_en = models.CharField(max_length=1000, default="", blank=True)
    is_own = models.BooleanField(default=False)
    is_relevant = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "address"], name="servicemodel_local_once")]


class Answer(OwnedModel):
    """A person's word for one line of a checklist. Only added to; the newest counts."""

    append_only: ClassVar[bool] = True

    address = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=STATES)
    evidence = models.TextField(default="", blank=True)
    link = models.CharField(max_length=300, default="", blank=True)
    review_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "address", "-at"], name="servicemodel_answer_newest")]


class TaskStatus(OwnedModel):
    """How far one task has come for one technology. Only added to; the newest counts."""

    append_only: ClassVar[bool] = True

    task = models.CharField(max_length=80)
    technology = models.CharField(max_length=12, choices=TECHNOLOGIES)
    status = models.CharField(max_length=12, choices=STATUSES)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [
            models.Index(fields=["owner", "task", "technology", "-at"], name="servicemodel_status_newest")
        ]


class Note(OwnedModel):
    """Something worth remembering about a task. Only added to."""

    append_only: ClassVar[bool] = True

    task = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["owner", "task", "-at"], name="servicemodel_note_by_task")]
