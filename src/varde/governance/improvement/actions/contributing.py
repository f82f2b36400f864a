"""What the group says while the session runs. Each word is a row; none is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404

from varde.foundation.authorisation import requires
from varde.governance.improvement.actions.sessions import locked
from varde.governance.improvement.models import Contribution, Session
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.queries.activities import content
from varde.governance.improvement.queries.sessions import activity_of
from varde.governance.improvement.rules.lifecycle import Standing
from varde.governance.improvement.rules.shape import CELL, ENTRY, PICKED, Part
from varde.kernel.actor import Actor

MOST = 3000  # words in one session: a bound, not a measure of anything


class NotTaken(Exception):
    """A word was not taken in."""


class NotRunning(NotTaken):
    """The session has not begun, or is over."""


class Full(NotTaken):
    """The session has had as many words as one session can have."""


def _running(session_id: UUID) -> Session:
    row = locked(session_id)
    if row.state != Standing.RUNNING:
        raise NotRunning
    if Contribution.objects.filter(session=row).count() >= MOST:
        raise Full
    return row


def _part(row: Session, code: str, kind: str) -> Part:
    part = activity_of(row).part(code)
    if part is None or part.kind != kind:
        raise Http404
    return part


def _newest(row: Session, line: str) -> Contribution | None:
    """The word that counts on a line now. A line belongs to one part."""
    return Contribution.objects.filter(session=row, line=line).order_by("-at", "-pk").first()


def _say(
    actor: Actor, row: Session, on: tuple[str, str], values: Mapping[str, str], gone: bool, now: datetime
) -> Contribution:
    """One more word on part and line. What stands there already is not said twice."""
    part, line = on
    last = _newest(row, line)
    if last is not None and last.part != part:
        raise Http404
    if last is not None and last.values == dict(values) and last.is_withdrawn is gone:
        return last
    return Contribution.objects.create(
        owner_id=row.owner_id,
        session=row,
        part=part,
        line=line,
        values=dict(values),
        is_withdrawn=gone,
        at=now if last is None or now > last.at else last.at + datetime.resolution,
        by=actor.id,
        by_name=actor.name,
    )


@requires(P.TAKE_PART)
def place(actor: Actor, *, session_id: UUID, question: str, cell: str, now: datetime) -> Contribution:
    """Put a question into a cell, or take it out again (no cell). The last word counts.

    Raises NotTaken; Http404 for a question or a cell that the activity does not have."""
    row = _running(session_id)
    matrix = activity_of(row).matrix
    cells = {one.code for one in content().cells}
    if matrix is None or question not in {one.code for _s, _n, one in matrix.questions()}:
        raise Http404
    if cell and cell not in cells:
        raise Http404
    return _say(actor, row, (matrix.code, question), {CELL: cell} if cell else {}, not cell, now)


@requires(P.TAKE_PART)
def write(
    actor: Actor, *, session_id: UUID, part: str, line: UUID, values: Mapping[str, str], now: datetime
) -> Contribution:
    """An entry of a part, or another wording of it: `line` is the entry's own key, made where the form is shown, so that
    the same form sent twice is one entry. `values`: column → text. Raises NotTaken, Http404."""
    row = _running(session_id)
    columns = {one.code for one in _part(row, part, "rows").columns}
    given = {name: text.strip() for name, text in values.items() if name in columns and text.strip()}
    return _say(actor, row, (part, line.hex), given, False, now)


@requires(P.TAKE_PART)
def withdraw(actor: Actor, *, session_id: UUID, line: UUID, now: datetime) -> Contribution:
    """Take an entry back. It stays in the log. Raises NotTaken, Http404."""
    row = _running(session_id)
    last = _newest(row, line.hex)
    if last is None:
        raise Http404
    return _say(actor, row, (last.part, last.line), last.values, True, now)


@requires(P.TAKE_PART)
def pick(actor: Actor, *, session_id: UUID, part: str, line: UUID, now: datetime) -> Contribution:
    """Choose one entry of the parts that may be picked from. Raises NotTaken, Http404."""
    row = _running(session_id)
    last = _newest(row, line.hex)
    if last is None or last.is_withdrawn or last.part not in _part(row, part, "pick").of:
        raise Http404
    return _say(actor, row, (part, PICKED), {ENTRY: line.hex}, False, now)
