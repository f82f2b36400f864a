"""Puts the actor on the request: what memberships and agreements give at this instant."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from varde.ground.organisations.queries import actor_for_user
from varde.kernel.clock import now


class WhoActs:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.actor = actor_for_user(request.user, now=now())  # type: ignore[attr-defined]
        return self.get_response(request)
