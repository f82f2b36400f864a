"""The login account [brukerkonto]. Staff, next of kin and recipients point to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from varde.foundation.ids import new_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One person's login. No superuser: every right comes from a membership."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    pin = models.CharField(max_length=200, default="", blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=5, default="nb")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


class LoginSession(AbstractBaseSession):
    """A browser's session, with the account that is logged in there beside what it carries."""

    user_id = models.UUIDField(null=True, db_index=True)

    global_because: ClassVar[str] = "used before there is an actor"


class Desk(models.Model):
    """A workstation or duty phone that several people share. The browser holds the token; we hold its hash.

    `last_user` is whose alarms ring while the desk is locked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    last_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    global_because: ClassVar[str] = "used before there is an actor"


class SeatsNow(models.QuerySet["Seat"]):
    def at(self, now: datetime) -> Self:
        """Seats that hold at the instant, of accounts that are still open."""
        return self.filter(expires_at__gt=now, user__is_active=True).exclude(user__pin="")


class Seat(models.Model):
    """A person who logged in fully on this desk and may come back by PIN until the shift is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = SeatsNow.as_manager()
    global_because: ClassVar[str] = "used before there is an actor"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="one_seat_each")]
