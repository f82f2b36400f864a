"""The activities: what each is for, and how one goes about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from varde.governance.improvement import queries
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.views.shown import actor_of, page


@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    given = {"content": queries.activities(actor), "may_lead": actor.may(P.FACILITATE)}
    return page(request, "activities", "activities", given)


@require_GET
def activity(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    content = queries.activities(actor)
    found = content.activity(code)
    if found is None:
        raise Http404
    stages = {one.code: one.words for one in content.lists["stages"]}
    asked = [(stages[stage.code], stage.questions) for stage in (found.matrix.stages if found.matrix else ())]
    past = queries.sessions(actor).filter(activity=code)[:10]
    given = {"activity": found, "asked": asked, "cells": content.cells, "past": past}
    return page(request, "activity", "activities", given | {"may_lead": actor.may(P.FACILITATE)})
