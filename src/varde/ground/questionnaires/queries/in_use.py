"""Which version is in use where. Inside other guards; opens nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from varde.ground.questionnaires.models import Definition as Row
from varde.ground.questionnaires.queries.shipped import parsed, shipped
from varde.ground.questionnaires.rules.current import Newest, Source, current
from varde.ground.questionnaires.rules.definition import Definition


class UnknownDefinition(LookupError):
    """No form with this code is in use in the organisation."""


def _newest(owner_id: UUID, code: str) -> Row | None:
    rows = Row.objects.filter(owner=owner_id, code=code).select_related("withdrawal")
    return rows.order_by("-published_at", "-pk").first()


def _source(row: Row | None, code: str) -> Source:
    newest = Newest(row.shipped, hasattr(row, "withdrawal")) if row else None
    return current(newest, is_shipped=code in shipped())


def _in_use(owner_id: UUID, code: str) -> tuple[Definition, Row | None]:
    """The definition that new responses begin on, and its row where there is one. Raises UnknownDefinition."""
    row = _newest(owner_id, code)
    source = _source(row, code)
    if source is Source.OWN and row is not None:
        return parsed(row.body), row
    if source is Source.NONE:
        raise UnknownDefinition(code)
    found = shipped()[code]
    kept = Row.objects.filter(owner=owner_id, code=code, version=found.version).first()
    return (parsed(kept.body) if kept else found), kept


def _newest_of(rows: Iterable[Row]) -> dict[tuple[UUID, str], Row]:
    """The newest row of each owner and code."""
    ordered = sorted(rows, key=lambda row: (row.published_at, row.pk))
    return {(row.owner_id, row.code): row for row in ordered}
