"""Locking, unlocking and switching on a shared desk; the PIN; the second factor; language; demo logins."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as remember_language

from varde.foundation.accounts import backend, desk, note, shift, slots
from varde.foundation.accounts.forms import PinForm
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.accounts.models import User
from varde.kernel.clock import now


def onward(request: HttpRequest) -> str:
    """Where to go next: `next` if it stays in this house, else the front page."""
    wish = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if ours else "/"


@login_not_required
@never_cache
@sensitive_post_parameters("pin")
def lock(request: HttpRequest) -> HttpResponse:
    """The lock screen of a shared desk: who may come back by PIN. A logged-in person switches user here."""
    error = ""
    if request.method == "POST":
        try:
            desk.unlock(
                request, user_id=_key(request.POST.get("user")), pin=request.POST.get("pin", ""), now=now()
            )
            return redirect(onward(request))
        except desk.WrongPin:
            error = _("Feil PIN-kode. Prøv en gang til.")
        except desk.FullLoginNeeded:
            messages.error(
                request, _("Logg inn med passord og bekreftelse. PIN-koden er stengt for deg her nå.")
            )
            return redirect("account_login")
    return _lock_page(request, error)


def _lock_page(request: HttpRequest, error: str) -> HttpResponse:
    place = desk.of(request)
    seated = desk.seats(place, now=now())
    if not seated:
        return redirect("account_login")
    last = str(place.last_user_id) if place else ""
    chosen = request.POST.get("user", last)
    page = {
        "lock_users": [
            {"id": seat.user_id, "name": seat.user.name, "current": str(seat.user_id) == chosen}
            for seat in seated
        ],
        "lock_error": error,
        "next": onward(request),
        "switch_url": reverse("account_login"),
        "ringing_url": reverse("desk:ringing"),
        "ringing": _ringing(request),
        "lock_scripts": slots.lock_scripts,
    }
    return render(request, "ui/lock.html", page, status=400 if error else 200)


def _key(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def _ringing(request: HttpRequest) -> int:
    place = desk.of(request)
    if place is None or place.last_user_id is None:
        return 0
    return slots.rings(place.last_user_id, now=now())


@login_not_required
@never_cache
@require_GET
def ringing(request: HttpRequest) -> HttpResponse:
    """How many alarms ring for the desk's last user, as bare digits: all that a locked screen may know."""
    return HttpResponse(str(_ringing(request)), content_type="text/plain; charset=utf-8")


@require_POST
def lock_now(request: StaffRequest) -> HttpResponse:
    desk.lock(request, request.user, why="locked")
    return redirect("desk:lock")


@require_POST
def idle(request: StaffRequest) -> HttpResponse:
    """The browser says nobody has touched it. The server decides: who holds an alarm stays."""
    if slots.holds(request.user.pk):
        return JsonResponse({"locked": False})
    desk.lock(request, request.user, why="ended_by_idleness")
    return JsonResponse({"locked": True, "url": reverse("desk:lock")})


@require_POST
def active(request: StaffRequest) -> HttpResponse:
    """The browser says somebody is there; the middleware has noted it."""
    return HttpResponse(status=204)


@sensitive_post_parameters("pin", "again")
def pin(request: StaffRequest) -> HttpResponse:
    """Choose a PIN and be remembered on this desk. Only right after a full login: a PIN cannot make a PIN."""
    if shift.by_pin(request):
        messages.error(request, _("Logg ut og inn igjen med passord for å velge ny PIN-kode."))
        return redirect("web:account")
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desk.set_pin(request.user, form.cleaned_data["pin"])
        return _remembered(request)
    return render(request, "accounts/pin.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def remember(request: StaffRequest) -> HttpResponse:
    if not request.user.pin or shift.by_pin(request):
        return redirect("desk:pin")
    return _remembered(request)


def _remembered(request: StaffRequest) -> HttpResponse:
    response = redirect("web:account")
    desk.remember(request, response, request.user, now=now())
    messages.success(request, _("Du kan låse opp denne skjermen med PIN-koden til vakta er over."))
    return response


@require_POST
def forget(request: StaffRequest) -> HttpResponse:
    desk.forget(request, request.user)
    messages.success(request, _("Denne skjermen husker deg ikke lenger."))
    return redirect("web:account")


def second_factor(request: StaffRequest) -> HttpResponse:
    """Where everybody without a second factor lands."""
    return render(request, "accounts/second_factor.html")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change language; a logged-in person keeps it on the account."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and translation.check_for_language(chosen):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return remember_language(request)


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Be one of the demo's people. Does not exist outside the demo."""
    if settings.VARDE_MODE != "demo":
        raise Http404
    chosen = _key(request.POST.get("login"))
    if chosen not in {person[0] for person in slots.everybody_in_the_demo()}:
        raise Http404
    user = User.objects.get(pk=chosen, is_active=True)
    request.session.flush()
    login(request, user, backend=backend.PATH)
    at = now()
    shift.begin(request, began=at, now=at)
    note.done(user, "logged_in_to_demo")
    return redirect("/")
