"""The door to a page about one person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from varde.care.pathways import queries
from varde.care.pathways.permissions import PathwayPermission as P
from varde.foundation.accounts.http import StaffRequest
from varde.ground.people.queries import NoRelation
from varde.kernel.clock import now

View = Callable[..., HttpResponse]


def opened(view: View) -> View:
    """A page about one person: never cached, and shut with a way in for one who has no reason to see it yet."""

    @wraps(view)
    @never_cache
    @sensitive_post_parameters()
    def inside(request: Any, case_id: UUID, *more: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, case_id, *more, **named)
        except NoRelation:
            return shut(request, case_id)

    return inside


def shut(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The case is closed to this person. Says what opens it; shows nothing of whom it is about."""
    row = queries.cases(request.actor, now=now()).filter(pk=case_id).first()
    context = {"case_id": case_id, "row": row, "may_take": row is not None and request.actor.may(P.WORK)}
    return render(request, "pathways/shut.html", context, status=403)
