"""The gallery of components, and the answer when the house is shut."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from varde.foundation.ui.gallery import specimens
from varde.kernel.clock import now


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its neighbours. The root urls open it where DEBUG or the demo is on."""
    return render(request, "ui/gallery.html", specimens(request, now()))


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503 in plain words; asks machines to come back in 30 s."""
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "30"
    return response
