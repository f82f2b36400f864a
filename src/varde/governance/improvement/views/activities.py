"""The activities: what each is for, and how one goes about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from varde.governance.improvement import queries
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.shape import Activity, Content, Question, Words
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
    past = queries.sessions(actor).filter(activity=code)[:10]
    given = {"activity": found, "asked": _asked(content, found), "past": past}
    return page(request, "activity", "activities", given | {"may_lead": actor.may(P.FACILITATE)})


def _asked(content: Content, activity: Activity) -> list[tuple[Words, int, list[Question]]]:
    """The questions by stage, with the number that each stage begins at."""
    stages = {one.code: one.words for one in content.lists["stages"]}
    numbered = list(activity.matrix.questions()) if activity.matrix else []
    return [
        (
            stages[stage.code],
            next(nr for one, nr, _question in numbered if one is stage),
            list(stage.questions),
        )
        for stage in (activity.matrix.stages if activity.matrix else ())
    ]
