"""Organisations, units, memberships, agreements. All but units and contacts are global: they decide the scope itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varde.foundation.history import OwnedHistory
from varde.foundation.ids import new_id
from varde.foundation.ownership import OwnedModel


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Kommune")
    DISTRICT = "district", _("Bydel")
    AGENCY = "agency", _("Etat")
    HOSPITAL_TRUST = "hospital_trust", _("Helseforetak")
    CENTRE_HOST = "centre_host", _("Vert for responssenter eller oppfølgingssenter")
    SECRETARIAT = "secretariat", _("Helseteknologisekretariat")
    SUPPLIER = "supplier", _("Leverandør")
    TREATMENT_AID = "treatment_aid", _("Behandlingshjelpemidler")
    NAV = "nav", _("NAV Hjelpemiddelsentral")
    GP_PRACTICE = "gp_practice", _("Legekontor")
    PRIVATE_PROVIDER = "private_provider", _("Privat tjenesteyter")
    FIRE = "fire", _("110-sentral eller vaktselskap")
    SCHOOL = "school", _("Skole")
    VOLUNTARY = "voluntary", _("Frivillig organisasjon")


RESPONSIBLE = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.DISTRICT,
    OrganisationKind.AGENCY,
    OrganisationKind.HOSPITAL_TRUST,
    OrganisationKind.CENTRE_HOST,
)


class Organisation(models.Model):
    """Key is ours: municipality numbers change in reforms. A responsible one always names a last-resort receiver."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=9, default="", blank=True)
    municipality_number = models.CharField(max_length=4, default="", blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_resort_name = models.CharField(max_length=200, default="", blank=True)
    last_resort_phone = models.CharField(max_length=20, default="", blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="organisation_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=RESPONSIBLE) | (~Q(last_resort_phone="") & ~Q(last_resort_name="")),
                name="responsible_has_last_resort",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(OwnedModel):
    """A unit in an organisation's own tree [enhet]."""

    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner", "parent", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class InForce(models.QuerySet[Any]):
    def at(self, now: datetime) -> Self:
        """Rows whose half-open period holds the instant."""
        return self.not_over(now).filter(starts_at__lte=now)

    def not_over(self, now: datetime) -> Self:
        """Those in force and those that begin later."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class Membership(models.Model):
    """A person's role in an organisation, from when to when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100, default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="membership_period"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_at__isnull=True),
                name="membership_once",
            ),
        ]


class Processing(models.TextChoices):
    CONTROLLER = "controller", _("Egen behandlingsansvarlig")
    JOINT = "joint", _("Felles behandlingsansvar")
    PROCESSOR = "processor", _("Databehandler")


class Agreement(models.Model):
    """Cooperation agreement [samarbeidsavtale]: the provider's people act with `roles` for the client.

    It ends properly through a gate (`ended_at`). One that passes `ends_at` without that has lapsed: alarms go on
    ringing with the minimum needed to help.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="provides")
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receives")
    title = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    processing = models.CharField(max_length=20, choices=Processing.choices)
    basis = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="agreement_period"
            ),
            models.CheckConstraint(condition=~Q(provider=F("client")), name="agreement_between_two"),
        ]

    def __str__(self) -> str:
        return self.title

    def has_lapsed(self, now: datetime) -> bool:
        return self.ended_at is None and self.ends_at is not None and self.ends_at <= now

    def state(self, now: datetime) -> str:
        """ "ended", "lapsed", "ahead" or "in_force"."""
        if self.ended_at is not None:
            return "ended"
        if self.has_lapsed(now):
            return "lapsed"
        return "ahead" if self.starts_at > now else "in_force"


class ContactPerson(OwnedModel):
    """Whom to call at another organisation about what [kontaktpunkt]."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, default="", blank=True)
    email = models.EmailField(default="", blank=True)
    hours = models.CharField(max_length=200, default="", blank=True)
    is_active = models.BooleanField(default=True)

    history = OwnedHistory()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="contact_can_be_reached")
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A way in for one person, once. The token is stored as a hash; there is no open sign-up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    invited_by = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    global_because: ClassVar[str] = "used before there is an actor"


class LoginReset(models.Model):
    """A way back for somebody who lost the password or the authenticator. Used once; the token is stored as a hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_by = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    global_because: ClassVar[str] = "used before there is an actor"
