"""The gallery of components, and the answer when the house is shut."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from varde.foundation.ui.gallery import specimens
from varde.kernel.clock import now


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its neighbours. Open to all where people are synthetic; else only to who is logged in."""
    if not (settings.DEBUG or settings.VARDE_SYNTHETIC or request.user.is_authenticated):
        raise Http404
    return render(request, "ui/gallery.html", specimens(request, now()))


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503 in plain words; asks machines to come back in 30 s."""
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "30"
    return response
