"""The second wall: may you, and where.

Every public function in an app's `queries` and `actions` carries `@requires(permission)` and takes the actor
first. The guard opens exactly the organisations where the actor holds the permission, keeps the access log,
and gives an action its transaction. `@unguarded(reason)` is for the short list printed in the access matrix.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from varde.foundation.audit import record
from varde.foundation.ownership import OwnedModel, OwnedQuerySet, scope
from varde.kernel.actor import EVERYWHERE, Actor, ActorKind

P = ParamSpec("P")
R = TypeVar("R")


class Refused(PermissionDenied):
    """The actor does not hold the permission anywhere. Shown as 403; the outermost guard writes it down."""

    def __init__(self, actor: Actor, name: str, permission: str) -> None:
        super().__init__(permission)
        self.actor, self.name, self.permission = actor, name, permission


@dataclass(frozen=True, slots=True)
class Guarded:
    """How one query or action is guarded; the access matrix prints these."""

    name: str
    permission: str | None
    reason: str
    is_action: bool
    function: Callable[..., Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Role:
    """One row of config/roles/. `beyond` is what remains when an agreement lapsed by date."""

    code: str
    title: str
    sentence: str
    permissions: frozenset[str]
    beyond: frozenset[str] = frozenset()
    machine: bool = False


GUARDED: dict[str, Guarded] = {}
_roles: dict[str, Role] = {}
_depth: ContextVar[int] = ContextVar("varde_guard_depth", default=0)
_acting: ContextVar[Actor | None] = ContextVar("varde_acting", default=None)


def acting() -> Actor | None:
    """Who the innermost guard let in; None outside. For the history of rows, never for a decision."""
    return _acting.get()


def install_roles(roles: Mapping[str, Role]) -> None:
    _roles.clear()
    _roles.update(roles)


def roles() -> Mapping[str, Role]:
    return _roles


def machine(role: str) -> Actor:
    """The actor of one machine role, in every organisation. Its key is derived from the role's code."""
    row = _roles[role]
    if not row.machine:
        raise ValueError(f"{role} is not a machine")
    grants = dict.fromkeys(row.permissions, EVERYWHERE)
    key = UUID(bytes=role.encode().ljust(16, b"\0")[:16])
    return Actor(key, row.title, ActorKind.MACHINE, frozenset({role}), grants, purpose="machine")


def _register(function: Callable[..., Any], permission: str | None, reason: str) -> Guarded:
    if (
        inspect.isgeneratorfunction(function)
        or inspect.iscoroutinefunction(function)
        or inspect.isasyncgenfunction(function)
    ):
        raise TypeError(
            f"{function.__qualname__}: a generator or coroutine would run after the guard has closed"
        )
    name = f"{function.__module__}.{function.__name__}"
    guarded = Guarded(name, permission, reason, ".actions" in function.__module__, function)
    GUARDED[name] = guarded
    return guarded


def requires(
    permission: str, *, about: str = "", log_lists: bool = True
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Guard a query or action. `about` names the argument that holds the key of the subject (`recipient_id`);
    without it the subject is the row returned. `log_lists=False` is for lists that show no person."""

    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        guarded = _register(function, str(permission), "")

        @functools.wraps(function)
        def guard(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not isinstance(actor, Actor):
                raise TypeError(f"{guarded.name} takes the actor first")
            outermost = _depth.get() == 0
            depth, who = _depth.set(_depth.get() + 1), _acting.set(actor)
            try:
                organisations = actor.where(permission)
                if not organisations:
                    raise Refused(actor, guarded.name, permission)
                with scope(organisations):
                    return _run(guarded, actor, function, about, log_lists, args, kwargs)
            except Refused as refused:
                if outermost and not transaction.get_connection().in_atomic_block:
                    record.refused(refused.actor, name=refused.name, permission=refused.permission)
                raise
            finally:
                _depth.reset(depth)
                _acting.reset(who)

        return guard

    return decorate


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whose the subject is, when the result does not say."""

    owner_id: UUID | None


@functools.cache
def _kinds() -> Mapping[str, type[OwnedModel]]:
    owned = [model for model in apps.get_models() if issubclass(model, OwnedModel)]
    return {model.subject_kind: model for model in owned if vars(model).get("subject_kind")}


def _owned(actor: Actor, subject: tuple[str, UUID | None], result: Any) -> Any:
    """What names the owner for the access log: the result, else the subject, found inside the open scope."""
    model = _kinds().get(subject[0])
    if model is None or actor.kind is not ActorKind.STAFF or getattr(result, "owner_id", None):
        return result
    return _Subject(model.objects.filter(pk=subject[1]).values_list("owner_id", flat=True).first())


def _run(
    guarded: Guarded,
    actor: Actor,
    function: Callable[..., R],
    about: str,
    log_lists: bool,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> R:
    subject = (about.removesuffix("_id"), cast("UUID | None", kwargs.get(about))) if about else ("", None)
    names = {"name": guarded.name, "permission": guarded.permission or ""}
    if guarded.is_action:
        with transaction.atomic():
            result = function(actor, *args, **kwargs)
            if subject[1] is None and isinstance(result, models.Model):
                subject = (result._meta.model_name or "", result.pk)
            record.wrote(actor, **names, subject=subject, row=_owned(actor, subject, result))
        return result
    result = function(actor, *args, **kwargs)
    if subject[1] is not None:
        record.read(actor, **names, subject=subject, row=_owned(actor, subject, result))
    elif isinstance(result, OwnedModel) and result.subject_kind:
        record.read(actor, **names, subject=(result.subject_kind, result.pk), row=result)
    elif (
        isinstance(result, OwnedQuerySet)
        and result.model.subject_kind
        and log_lists
        and actor.kind == ActorKind.STAFF
    ):
        result._on_fetch = record.on_list(actor, **names, model=result.model)
    return result


def unguarded(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For what must run before there is an actor: login, source key, health, invitation."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        _register(function, None, reason)
        return function

    return decorate
