"""The recipient: who they are, and the coded facts that an alarm call needs."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.encryption import EncryptedTextField
from varde.foundation.ownership import OwnedModel


class Hearing(models.TextChoices):
    USUAL = "usual", _("Hører vanlig")
    HARD = "hard", _("Hører dårlig")
    DEAF = "deaf", _("Hører ikke")


class Sight(models.TextChoices):
    USUAL = "usual", _("Ser vanlig")
    LOW = "low", _("Ser dårlig")
    BLIND = "blind", _("Ser ikke")


class Speech(models.TextChoices):
    USUAL = "usual", _("Snakker vanlig")
    UNCLEAR = "unclear", _("Snakker utydelig")
    NONE = "none", _("Snakker ikke")


class Memory(models.TextChoices):
    USUAL = "usual", _("Husker vanlig")
    FORGETS = "forgets", _("Glemmer lett")
    LOST = "lost", _("Husker ikke hva alarmen er til")


class Language(models.TextChoices):
    """ISO 639-1, as many as a municipality meets often; `other` is told in the card's adaptations."""

    NORWEGIAN = "no", _("Norsk")
    SAMI = "se", _("Samisk")
    ENGLISH = "en", _("Engelsk")
    POLISH = "pl", _("Polsk")
    LITHUANIAN = "lt", _("Litauisk")
    UKRAINIAN = "uk", _("Ukrainsk")
    RUSSIAN = "ru", _("Russisk")
    ARABIC = "ar", _("Arabisk")
    SOMALI = "so", _("Somali")
    TIGRINYA = "ti", _("Tigrinja")
    PERSIAN = "fa", _("Persisk")
    URDU = "ur", _("Urdu")
    VIETNAMESE = "vi", _("Vietnamesisk")
    TURKISH = "tr", _("Tyrkisk")
    SIGN = "sgn", _("Norsk tegnspråk")
    OTHER = "other", _("Annet språk")


# What triage may know of a person; each is a column of that name.
FACTS: Final = {
    "lives_alone": _("Bor alene"),
    "may_wander": _("Kan gå seg bort"),
    "may_fall": _("Faller lett"),
    "power_dependent": _("Er avhengig av strøm"),
    "seizures": _("Kan få anfall"),
    "critical_medicine": _("Må ha medisinen til rett tid"),
    "cannot_call": _("Kan ikke tilkalle hjelp selv"),
}


class Recipient(OwnedModel):
    """A tjenestemottaker of the owner. `name_key` is the name casefolded, to search by on either database.

    The national id is encrypted; `national_key` is its keyed hash, empty when there is none.
    """

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    birth_date = models.DateField(null=True, blank=True)
    national_id = EncryptedTextField(blank=True)
    national_kind = models.CharField(max_length=3, default="", blank=True)
    national_key = models.CharField(max_length=64, default="", blank=True)
    phone = EncryptedTextField(blank=True)
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.NORWEGIAN)
    hearing = models.CharField(max_length=10, choices=Hearing.choices, default=Hearing.USUAL)
    sight = models.CharField(max_length=10, choices=Sight.choices, default=Sight.USUAL)
    speech = models.CharField(max_length=10, choices=Speech.choices, default=Speech.USUAL)
    memory = models.CharField(max_length=10, choices=Memory.choices, default=Memory.USUAL)
    lives_alone = models.BooleanField(default=False)
    may_wander = models.BooleanField(default=False)
    may_fall = models.BooleanField(default=False)
    power_dependent = models.BooleanField(default=False)
    seizures = models.BooleanField(default=False)
    critical_medicine = models.BooleanField(default=False)
    cannot_call = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)
    moved_on = models.DateField(null=True, blank=True)

    subject_kind = "recipient"

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "national_key"], condition=~Q(national_key=""), name="recipient_once"
            ),
            models.CheckConstraint(
                condition=Q(national_key="", national_kind="") | (~Q(national_key="") & ~Q(national_kind="")),
                name="recipient_national_whole",
            ),
        ]
        indexes = [models.Index(fields=["owner", "name_key"], name="recipient_by_name")]

    def __str__(self) -> str:
        return f"Recipient {self.pk}"  # never the name: this stands in tracebacks

    @property
    def is_ended(self) -> bool:
        return self.died_on is not None or self.moved_on is not None

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(name for name in FACTS if getattr(self, name))
