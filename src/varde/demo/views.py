"""Press a pendant: the page sends a real signal, over SIP or HTTP, to the running intake. In the demo only."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from varde.demo import devices
from varde.demo.region import look

SHOWN = 12


def pendants(request: HttpRequest) -> HttpResponse:
    """The person of the story first, then some from other municipalities."""
    _only_in_the_demo()
    units = [unit for unit in look.units() if devices.has_pendant(unit)]
    story = [unit for unit in units if unit.is_of_the_story]
    others = list({unit.place: unit for unit in units if not unit.is_of_the_story}.values())
    shown = sorted(others, key=lambda unit: unit.place)[: SHOWN - len(story)]
    return render(request, "demo/pendants.html", {"units": [*story, *shown]})


@require_POST
def press(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    sip, http = devices.listening()
    try:
        devices.press(UUID(request.POST.get("recipient", "")), sip=sip, http=http)
    except (ValueError, LookupError):
        raise Http404 from None
    except OSError:
        messages.error(request, _("Mottaket svarte ikke. Prøv igjen om litt."))
    else:
        messages.success(request, _("Signalet er sendt og lagret. Se på tavlen."))
    return redirect("demo:pendants")


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
