"""Puts the actor on the request: what memberships and agreements give at this instant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from varde.foundation.accounts.http import StaffRequest
from varde.ground.organisations.queries import actor_for_user
from varde.kernel.clock import now


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Hands out a static file in one piece: they are small, and Django under ASGI reads a streamed file less well."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file:
                body = found.file.read()
        return HttpResponse(body, status=int(found.status), headers=dict(found.headers))


class WhoActs:
    """Also speaks the language that the person has chosen, whatever the browser says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            staff = cast(StaffRequest, request)
            staff.actor = actor_for_user(staff.user, now=now())
            translation.activate(staff.user.language)
        return self.get_response(request)
