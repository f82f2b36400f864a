"""The third wall: which rows.

Every owned row names the organisation responsible for it. A query outside a scope raises; inside one it is
filtered the moment it is built, and carries its scope so that a late evaluation or a prefetch stays inside.
A scope is opened by the guard (`authorisation.requires`) and by nothing else in the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Count, Value
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.query import ModelIterable
from django.db.models.sql.where import AND

from varde.foundation.ids import new_id
from varde.kernel.actor import EVERYWHERE

_scope: ContextVar[frozenset[UUID] | None] = ContextVar("varde_scope", default=None)


class OutOfScope(RuntimeError):
    """An owned table was read with no organisation open."""


class ForeignOwner(RuntimeError):
    """A row was written, or pointed at, across the border between two organisations."""


@contextmanager
def scope(organisations: frozenset[UUID] | None) -> Iterator[None]:
    """Open exactly these organisations. Replaces what was open, and restores it."""
    token = _scope.set(organisations)
    try:
        yield
    finally:
        _scope.reset(token)


def open_scope() -> frozenset[UUID]:
    held = _scope.get()
    if held is None:
        raise OutOfScope("no organisation is open here: call this through a guarded query or action")
    return held


_Model = TypeVar("_Model", bound="OwnedModel", covariant=True)


class OwnedQuerySet(models.QuerySet[_Model]):
    """A QuerySet that stays inside the scope it was built in."""

    _scope: frozenset[UUID] | None = None
    _on_fetch: Callable[[Sequence[Any]], None] | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scope, clone._on_fetch = self._scope, self._on_fetch
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        if fresh and self._on_fetch is not None and not issubclass(self._iterable_class, ModelIterable):
            raise OutOfScope("a logged list is read as rows, so that the access log has its ids")
        with scope(self._scope):
            super()._fetch_all()
        if fresh and self._on_fetch is not None:
            self._on_fetch(self._result_cache or [])

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        if self._on_fetch is not None:
            raise OutOfScope("a logged list is read whole, so that the access log has its ids")
        with scope(self._scope):
            yield from super().iterator(chunk_size or 2000)

    def aiterator(self, chunk_size: int = 2000) -> Any:
        raise OutOfScope("read the rows whole: an asynchronous iterator would leave the scope")

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise OutOfScope("raw SQL would pass the wall")

    def update(self, **values: Any) -> int:
        if "owner" in values or "owner_id" in values:
            raise ForeignOwner("a row does not change owner by update")
        self._check_targets({name: [value] for name, value in values.items()})
        return super().update(**values)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows, names = list(objs), list(fields)
        if {"owner", "owner_id"} & set(names):
            raise ForeignOwner("a row does not change owner by update")
        self._check_targets({name: [getattr(row, name, None) for row in rows] for name in names})
        return super().bulk_update(rows, names, batch_size)

    def bulk_create(
        self,
        objs: Iterable[Any],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Any = None,
        unique_fields: Any = None,
    ) -> list[Any]:
        if update_conflicts:
            raise ForeignOwner("an upsert could change a row of another owner")
        rows = list(objs)
        for row in rows:
            row.refuse_foreign_owner()
        check_targets(self.model, rows)
        made = super().bulk_create(rows, batch_size, ignore_conflicts)
        for row in rows:  # one whose key was there already is not stored: the next save asks
            row._stored_pk = row._stored_owner = None
        return made

    def _check_targets(self, values: dict[str, list[Any]]) -> None:
        """What an update points rows at must belong to the one owner that these rows have."""
        for field in owned_links(self.model):
            new = [v for name in (field.name, field.attname) for v in values.get(name, []) if v is not None]
            if any(hasattr(value, "resolve_expression") for value in new):
                raise ForeignOwner(
                    f"{self.model.__name__}.{field.name} is set to a row, not to an expression"
                )
            keys = {getattr(value, "pk", value) for value in new}
            if not keys:
                continue
            owners = set(self.values_list("owner_id", flat=True).distinct().order_by())
            targets = field.remote_field.model.objects.filter(pk__in=keys)
            found = dict(targets.values_list("pk", "owner_id"))
            if set(found) != keys or not set(found.values()) <= owners or len(owners) > 1:
                raise ForeignOwner(f"{self.model.__name__}.{field.name} may not point across owners")


class OwnedManager(models.Manager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OwnedQuerySet[Any]:
        held = open_scope()
        rows: OwnedQuerySet[Any] = super().get_queryset()
        rows._scope = held
        if held is not EVERYWHERE:  # as filter(owner_id__in=…), without looking each time for what `owner` is
            owner = self.model._meta.get_field("owner").get_col(rows.query.get_initial_alias())
            rows.query.where.add(RelatedIn(owner, sorted(held)), AND)
        return rows

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise OutOfScope("raw SQL would pass the wall")


class OwnedModel(models.Model):
    """A row that an organisation is responsible for.

    `owner_may_differ` names foreign keys that cross owners by design (a municipality's plan that calls a pool of
    the shared centre). `subject_kind` makes reading the row an entry in the access log.
    A child with its own Meta inherits from OwnedModel.Meta: a test sees to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    _stored_pk: Any = None
    _stored_owner: Any = None
    _stored_links: Mapping[str, Any] = {}
    owner_may_differ: ClassVar[frozenset[str]] = frozenset()
    subject_kind: ClassVar[str] = ""

    objects = OwnedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **more: Any) -> Self:
        row = super().from_db(db, field_names, values, **more)
        row._remember(row.__dict__.get("owner_id"))
        return row

    def _remember(self, owner: Any) -> None:
        """Which row it is, whose, and what it points at where it lies: that was checked when it was written."""
        held = self.__dict__
        self._stored_pk, self._stored_owner = self.pk, owner
        self._stored_links = {name: held[name] for name in link_names(type(self)) if name in held}

    def _points_as_stored(self, name: str) -> bool:
        return self.owner_id == self._stored_owner and self._stored_links.get(name) == self.__dict__[name]

    def refuse_foreign_owner(self, *, is_stored: bool = False) -> None:
        """`is_stored`: the row is to be there already, whatever it says itself."""
        if self.owner_id not in open_scope():
            raise ForeignOwner(f"{type(self).__name__}: the owner is not open here")
        adding = self._state.adding
        if adding and not is_stored:
            return
        if not adding and self._stored_pk not in (None, self.pk):
            raise ForeignOwner(f"{type(self).__name__}: a row does not become another row")
        owner = None if adding else self._stored_owner
        if (
            owner is None
        ):  # made here with the key of a row, the owner was deferred, or it came by bulk_create
            owner = type(self).objects.values_list("owner_id", flat=True).filter(pk=self.pk).first()
        if owner not in (None, self.owner_id):
            raise ForeignOwner(f"{type(self).__name__}: a row does not change owner")

    def save(self, *, force_update: bool = False, update_fields: Any = None, **more: Any) -> None:
        self.refuse_foreign_owner(is_stored=force_update or update_fields is not None)
        check_targets(type(self), [self])
        super().save(force_update=force_update, update_fields=update_fields, **more)
        self._remember(self.owner_id)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.refuse_foreign_owner(is_stored=True)
        return super().delete(*args, **kwargs)


@cache
def owned_links(model: type[models.Model]) -> tuple[Any, ...]:
    """Foreign keys from one owned model to another that must stay with one owner."""
    loose: frozenset[str] = getattr(model, "owner_may_differ", frozenset())
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, OwnedModel) and field.name not in loose  # type: ignore[arg-type]
    )


@cache
def link_names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in owned_links(model))


def check_targets(model: type[OwnedModel], rows: Sequence[OwnedModel]) -> None:
    """Each row may only point at rows of its own owner: joins then cannot leave the scope."""
    for field in owned_links(model):
        wanted: dict[Any, set[Any]] = {}
        for row in rows:
            key = getattr(row, field.attname)
            if key is None or row._points_as_stored(field.attname):
                continue
            target = row.__dict__["_state"].fields_cache.get(field.name)
            if target is not None and target.owner_id == row.owner_id and not target._state.adding:
                continue
            wanted.setdefault(key, set()).add(row.owner_id)
        if not wanted:
            continue
        found = dict(field.related_model.objects.filter(pk__in=list(wanted)).values_list("pk", "owner_id"))
        if any(owners != {found.get(key)} for key, owners in wanted.items()):
            raise ForeignOwner(f"{model.__name__}.{field.name} may not point across owners")


def counted_together(rows: Mapping[str, models.QuerySet[Any]]) -> dict[str, int]:
    """How many each has, in one query. A count names nobody, so the access log has nothing to write."""
    parts = [
        _unlogged(one)
        .order_by()
        .annotate(which=Value(key))
        .values("which")
        .annotate(n=Count("pk"))
        .values_list("which", "n")
        for key, one in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(parts[0].union(*parts[1:], all=True)) if parts else {}


def _unlogged(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    one = rows.select_related(None)
    if isinstance(one, OwnedQuerySet):
        one._on_fetch = None
    return one
