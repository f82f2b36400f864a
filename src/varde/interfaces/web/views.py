"""Mine oppgaver, Min konto, Driftsstatus, and whether the web is alive and ready."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from varde.foundation.accounts import desk, sessions, shift
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.authorisation import roles
from varde.foundation.ui.components import formats
from varde.interfaces.web import explained, house, metrics, work
from varde.kernel.clock import now


def home(request: StaffRequest) -> HttpResponse:
    at = now()
    items = work.waiting_for(request.actor, now=at)
    page = {"late": [i for i in items if i.is_late(at)], "waiting": [i for i in items if not i.is_late(at)]}
    return render(request, "web/home.html", page | {"now": at})


def account(request: StaffRequest) -> HttpResponse:
    """Who I am, my PIN, my second factor, and where I am logged in."""
    at = now()
    page = {
        "account": request.user,
        "roles": ", ".join(
            sorted(str(roles()[code].title) for code in request.actor.roles if code in roles())
        ),
        "last_login": formats.moment(request.user.last_login) if request.user.last_login else "",
        "seated": desk.seated_until(request, now=at),
        "by_pin": shift.by_pin(request),
        "has_password": request.user.has_usable_password(),
        "other_sessions": sessions.others(request),
    }
    return render(request, "web/account.html", page)


@require_POST
def end_sessions(request: StaffRequest) -> HttpResponse:
    """Log out everywhere else. A session of mine that holds an alarm goes too: I asked for it, and I still hold it here."""
    sessions.end_others(request)
    messages.success(request, _("Du er logget ut alle andre steder."))
    return redirect("web:account")


def setup(request: StaffRequest) -> HttpResponse:
    """The way to everything that is set up once; the links come from the composition root."""
    return render(request, "web/setup.html")


def options(request: StaffRequest) -> HttpResponse:
    """What each VARDE_* setting means and whether it is set; never what it is set to."""
    return render(request, "web/options.html", {"settings": explained.settings_for(request.actor)})


def status(request: StaffRequest) -> HttpResponse:
    """For who runs Varde: pulses, what waits in the outbox, the signal log."""
    page = house.state(request.actor, now=now())
    oldest = page["backlog"].oldest
    return render(request, "web/status.html", page | {"oldest": formats.moment(oldest) if oldest else ""})


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 unless database, migrations and signal log are well. A silent worker is told, but does not take the web down."""
    checks = house.readiness(now=now())
    good = all(checks[name] for name in house.NEEDED)
    return JsonResponse({"ready": good, "checks": checks}, status=200 if good else 503)


@login_not_required
@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Numbers for monitoring. 404 where the settings name no key, 403 without that key."""
    if not settings.VARDE_METRICS_KEY:
        raise Http404
    if not metrics.may_read(request.headers.get("Authorization", ""), settings.VARDE_METRICS_KEY):
        raise PermissionDenied
    return HttpResponse(metrics.page(now=now()), content_type=CONTENT_TYPE_LATEST)
