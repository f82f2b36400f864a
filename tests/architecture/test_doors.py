"""Apps are entered by their doors, and every door checks who comes."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from tests.architecture import lists
from varde.foundation.authorisation import GUARDED
from varde.foundation.ids import new_id
from varde.kernel.actor import Actor

DOORS = {"queries", "actions", "events", "permissions", "rules"}
WING = {"ground", "care", "governance"}
# The composition root wires pages, jobs and adapters together; a simulator speaks through adapters.
WIRING = {"config", "__main__"}
# Makes and reads the synthetic region past the guards, which is what the guards then look at; the fake gateway is a test's.
PAST_THE_DOORS = ("varde.demo.region.", "varde.demo.gateway", "varde.demo.tests.")
# The one port of the signal log, for intake and for the app that reads it.
LOG, LOG_DOORS = "varde.foundation.signallog", {"port", "signal", "testing"}

Import = tuple[str, str]


def imports() -> Iterator[Import]:
    graph = grimp.build_graph("varde", exclude_type_checking_imports=True)
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            yield importer, imported


def app_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) > 2 and parts[1] in WING else ""


def wrong_doors(found: Iterator[Import] | list[Import]) -> list[Import]:
    """Imports from outside an app that go past its doors."""
    wrong = []
    for importer, imported in found:
        app = app_of(imported)
        floor = importer.split(".")[1]
        if importer.startswith(PAST_THE_DOORS):
            continue
        if not app or app == app_of(importer) or floor in WIRING or imported == app:
            continue
        door, *inside = imported.split(".")[3:]
        tests = ".tests" in importer or importer.endswith(".testing")
        into_a_folder = inside and door in {"queries", "actions"}
        if (door not in DOORS or into_a_folder) and not (tests and door == "testing"):
            wrong.append((importer, imported))
    return wrong


def past_the_port(found: Iterator[Import] | list[Import]) -> list[Import]:
    return [
        (importer, imported)
        for importer, imported in found
        if imported.startswith(f"{LOG}.")
        and not importer.startswith(LOG)
        and importer.startswith(("varde.ground", "varde.care", "varde.interfaces.web"))
        and imported.split(".")[3] not in LOG_DOORS
    ]


def doors() -> Iterator[ModuleType]:
    """Every app's queries and actions. Of a folder, what its __init__ exports is the door; the rest is inside."""
    for config in apps.get_app_configs():
        for door in ("queries", "actions"):
            name = f"{config.name}.{door}"
            if config.name.startswith("varde.") and importlib.util.find_spec(name) is not None:
                yield importlib.import_module(name)


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, one in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and one.__module__.startswith(module.__name__):
            yield f"{one.__module__}.{one.__name__}", one


def unchecked(functions: Iterator[tuple[str, Any]] | list[tuple[str, Any]]) -> list[str]:
    """Functions without a guard, or whose guard does not get the actor first."""
    wrong = []
    for name, one in functions:
        guarded = GUARDED.get(name)
        if guarded is None:
            wrong.append(name)
        elif guarded.permission is None:
            wrong += [] if name in lists.UNGUARDED else [name]
        elif next(iter(inspect.signature(one).parameters), "") != "actor":
            wrong.append(name)
    return wrong


def all_doors() -> list[tuple[str, Any]]:
    return [pair for module in doors() for pair in public(module)]


def test_apps_are_entered_by_their_doors() -> None:
    assert {importer for importer, _imported in wrong_doors(imports())} == lists.LOOSE


def test_the_signal_log_is_entered_by_its_port() -> None:
    assert past_the_port(imports()) == []


def test_every_public_function_of_queries_and_actions_is_guarded() -> None:
    assert unchecked(all_doors()) == []


def test_the_list_of_unguarded_functions_is_closed() -> None:
    all_doors()
    found = {name for name, one in GUARDED.items() if one.permission is None and name.startswith("varde.")}
    assert found == lists.UNGUARDED


def test_what_comes_after_the_actor_is_named() -> None:
    for name, one in all_doors():
        if name in lists.UNGUARDED:
            continue
        given = list(inspect.signature(one).parameters.values())[1:]
        assert all(p.kind in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in given), (
            f"{name}: keyword-only after the actor"
        )


@pytest.mark.django_db
def test_a_stranger_is_refused_at_every_door() -> None:
    stranger = Actor(new_id(), "Fremmed")
    tried = 0
    for name, one in all_doors():
        if name in lists.UNGUARDED:
            continue
        given = dict.fromkeys(list(inspect.signature(one).parameters)[1:])
        with pytest.raises(PermissionDenied):
            one(stranger, **given)
        tried += 1
    assert tried > 10


def test_of_the_test_a_wrong_door_and_a_missing_guard_are_caught() -> None:
    past = ("varde.care.alarms.actions", "varde.ground.people.models")
    assert wrong_doors([past, ("varde.care.alarms.actions", "varde.ground.people.queries")]) == [past]
    assert wrong_doors([("varde.care.alarms.actions", "varde.ground.people.queries.card")])
    assert wrong_doors([("varde.interfaces.web.views", "varde.care.alarms.forms")])
    assert past_the_port([("varde.care.alarms.actions", f"{LOG}.sqlite")])

    def bare(actor: Actor) -> None: ...

    assert unchecked([("varde.toy.queries.bare", bare)]) == ["varde.toy.queries.bare"]
