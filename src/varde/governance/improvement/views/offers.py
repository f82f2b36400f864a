"""An outcome becomes proposals."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from varde.governance.improvement import actions, queries
from varde.governance.improvement.rules.lifecycle import Standing
from varde.governance.improvement.views.shown import actor_of, page
from varde.kernel.clock import now as clock_now


@never_cache
def offers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What can become proposals, each ticked; what is one already leads to it."""
    actor = actor_of(request)
    row, found = queries.session(actor, session_id=pk), queries.offers(actor, session_id=pk)
    if request.method == "POST":
        return _made(request, pk)
    given = {
        "row": row,
        "found": found,
        "fresh": [one for one, made in found if made is None],
        "is_ended": row.state == Standing.ENDED,
    }
    return page(request, "offers", "sessions", given)


def _made(request: HttpRequest, pk: UUID) -> HttpResponse:
    chosen = [tuple(one.partition("/")[::2]) for one in request.POST.getlist("chosen")]
    try:
        rows = actions.propose_from_session(
            actor_of(request), session_id=pk, chosen=[(a, b) for a, b in chosen], now=clock_now()
        )
    except actions.NotEnded:
        messages.error(request, _("Avslutt økta først. Resultatet kan fortsatt endre seg."))
        return redirect("improvement:session", pk)
    if not rows:
        messages.info(request, _("Ingen nye forslag. Kryss av for det som skal bli forslag."))
    else:
        words = ngettext("%(n)d forslag er laget.", "%(n)d forslag er laget.", len(rows))
        messages.success(request, words % {"n": len(rows)})
    return redirect("improvement:offers", pk)
