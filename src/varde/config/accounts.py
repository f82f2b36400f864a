"""Login by django-allauth: no open sign-up, and an OIDC login only for accounts that exist."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from varde.foundation import encryption
from varde.foundation.accounts import desk, note, shift, slots
from varde.foundation.accounts.backend import SECOND_FACTORS
from varde.foundation.accounts.models import User
from varde.kernel.clock import now


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Every way of logging in ends in `login`: the shift begins there, and it stands in the access log."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        at = now()
        shift.begin(request, began=at, now=at)
        User.objects.filter(pk=user.pk).update(pin_failures=0)
        note.done(user, "logged_in")

    def logout(self, request: HttpRequest) -> None:
        """Refused while the person holds an alarm: somebody would wait in vain."""
        if isinstance(request.user, User):
            if slots.holds(request.user.pk):
                messages.error(
                    request, _("Du holder en alarm. Gi den fra deg eller avslutt den før du logger ut.")
                )
                raise ImmediateHttpResponse(redirect("web:home"))
            note.done(request.user, "logged_out")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        if user is not None:
            note.refused(user, "wrong_password")

    def set_password(self, user: User, password: str) -> None:
        """Sessions elsewhere fall with the old password; the seats that a PIN opens there go too."""
        super().set_password(user, password)
        desk.forget_elsewhere(self.request, user)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Our accounts have one address, on the account itself; the library looks for it elsewhere."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps are encrypted at rest. The last second factor cannot be removed, only replaced."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encryption.encrypt(text.encode(), context="mfa.authenticator")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(base64.b64decode(encrypted_text), context="mfa.authenticator").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        left = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        return left.exclude(pk=authenticator.pk).exists()


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """An invited person is known by the verified address; anybody else is turned away with a word."""
        if sociallogin.is_existing:
            return
        addresses = [a.email.lower() for a in sociallogin.email_addresses if a.verified]
        user = User.objects.filter(email__in=addresses, is_active=True).first()
        if user is None:
            messages.error(request, _("Du har ingen brukerkonto i Varde. Be lederen din om en invitasjon."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
