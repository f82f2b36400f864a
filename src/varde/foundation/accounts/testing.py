"""Accounts for tests."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from varde.foundation.accounts.models import User
from varde.foundation.ids import new_id

PASSWORD = "bratt fjell og stille vann"


def make_user(name: str = "Ingrid Haug", *, second_factor: bool = True, **fields: Any) -> User:
    """An account with a password, and (unless told otherwise) an authenticator app."""
    email = fields.pop("email", f"{new_id().hex}@varde.example")
    user = User.objects.create_user(email, PASSWORD, name=name, **fields)
    if second_factor:
        TOTP.activate(user, generate_totp_secret())
    return user


def logged_in(user: User, client: Client | None = None) -> Client:
    """A browser in which the person is logged in."""
    browser = client or Client()
    browser.force_login(user)
    return browser
