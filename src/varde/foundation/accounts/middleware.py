"""The login wall, the length of a session, and the second factor that everybody has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from varde.foundation.accounts import desk, shift
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.accounts.models import User
from varde.kernel.clock import now

View = Callable[..., HttpResponseBase]
WITHOUT_SECOND_FACTOR = frozenset(
    {"account_logout", "account_reauthenticate", "set_language", "second_factor", "desk:idle", "desk:active"}
)


class LoginWall(LoginRequiredMiddleware):
    """Nobody gets in without a login; on a shared desk the way in is the lock page."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseBase:  # type: ignore[override]
        if shift.is_passive(request) and "HX-Request" not in request.headers:
            return HttpResponse(status=401)
        here = request.get_full_path()
        if "HX-Request" in request.headers:
            here = cast(StaffRequest, request).htmx.current_url_abs_path or "/"
        shared = desk.seats(desk.of(request), now=now())
        door = reverse("desk:lock" if shared else "account_login")
        url = f"{door}?{urlencode({'next': here})}" if request.method == "GET" else door
        return HttpResponseClientRedirect(url) if "HX-Request" in request.headers else redirect(url)


class KeepsTheShift:
    """Ends a session that nobody touches, unless it holds an alarm. Runs before the login wall looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, at = request.user, now()
        if isinstance(user, User):
            if shift.is_over(request, now=at):
                desk.lock(request, user, why="ended_by_idleness")
                messages.info(
                    request, _("Du ble logget ut fordi skjermen sto ubrukt, eller fordi vakta er over.")
                )
            elif not shift.is_passive(request):
                shift.touch(request, now=at)
        return self.get_response(request)


class SecondFactor:
    """Whoever has no second factor is sent to get one, and gets nowhere else. The demo is exempt."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if settings.DEMO or not request.user.is_authenticated or match is None:
            return None
        name = match.view_name
        open_to_all = not getattr(view, "login_required", True)
        if open_to_all or name in WITHOUT_SECOND_FACTOR or name.startswith("mfa_"):
            return None
        if getattr(request.user, "has_second_factor", False):
            return None
        url = reverse("second_factor")
        return HttpResponseClientRedirect(url) if "HX-Request" in request.headers else redirect(url)
