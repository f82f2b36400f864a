"""How the account of a request is loaded: in one query, with whether it has a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from varde.foundation.accounts.models import User

SECOND_FACTORS = ("totp", "webauthn")
PATH = "varde.foundation.accounts.backend.Backend"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> User | None:
        """With `has_second_factor`, which every page asks about (middleware.SecondFactor)."""
        mine = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_FACTORS)
        user = User.objects.filter(pk=user_id).annotate(has_second_factor=Exists(mine)).first()
        return user if user is not None and self.user_can_authenticate(user) else None
