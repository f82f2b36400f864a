"""Sizes and names. What is over the measure stands in a committed list that may only shrink."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture import lists
from tests.architecture.sources import APPS, SOURCE, code_lines, files, functions, length, short

pytestmark = pytest.mark.unit
BANNED = {"utils", "helpers", "services", "common", "managers", "util", "helper", "service", "misc", "base"}


def over(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > limit}


def compare(found: dict[str, int], allowed: dict[str, int]) -> None:
    grown = {name: size for name, size in found.items() if size > allowed.get(name, 0)}
    assert not grown, f"too large: {grown}"
    gone = set(allowed) - set(found)
    assert not gone, f"no longer needed in the list: {gone}"


def file_sizes(folder: Path, pattern: str) -> dict[str, int]:
    return {
        short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(folder, pattern)
    }


def function_sizes(folder: Path) -> dict[str, int]:
    return {f"{short(path)}:{node.name}": length(node) for path in files(folder) for node in functions(path)}


def view_sizes(folder: Path) -> dict[str, int]:
    """Functions of a views module or folder that take the request."""
    return {
        f"{short(path)}:{node.name}": length(node)
        for path in files(folder)
        if path.stem == "views" or path.parent.name == "views"
        for node in functions(path)
        if node.args.args and node.args.args[0].arg == "request"
    }


def argument_counts(folder: Path) -> dict[str, int]:
    """Arguments beside self, the actor and the time."""
    free = {"self", "cls", "actor", "now", "request"}
    return {
        f"{short(path)}:{node.name}": len(
            [a for a in (*node.args.args, *node.args.kwonlyargs) if a.arg not in free]
        )
        for path in files(folder)
        for node in functions(path)
    }


def banned_names(folder: Path) -> list[str]:
    return [short(path) for path in folder.rglob("*.py") if path.stem in BANNED or path.parent.name in BANNED]


def test_a_file_has_at_most_300_lines() -> None:
    compare(over(file_sizes(SOURCE, "*.py"), 300), lists.LARGE_FILES)


def test_a_template_has_at_most_150_lines() -> None:
    compare(over(file_sizes(SOURCE, "*.html"), 150), lists.LARGE_TEMPLATES)


def test_a_function_has_at_most_40_lines() -> None:
    compare(over(function_sizes(SOURCE), 40), lists.LARGE_FUNCTIONS)


def test_a_view_has_at_most_15_lines() -> None:
    compare(over(view_sizes(SOURCE), 15), lists.LARGE_VIEWS)


def test_a_function_takes_at_most_6_arguments() -> None:
    compare(over(argument_counts(SOURCE), 6), lists.MANY_ARGUMENTS)


def test_the_kernel_has_at_most_400_lines_of_code_and_the_register_kit_200() -> None:
    for folder, limit in ((SOURCE / "kernel", 400), (SOURCE / "foundation" / "register", 200)):
        parts = [path for path in files(folder) if path.stem != "testing"]
        assert sum(code_lines(path.read_text(encoding="utf-8")) for path in parts) <= limit, folder.name


def test_an_app_has_at_most_3000_lines_of_code() -> None:
    apps = [app for floor in APPS for app in (SOURCE / floor).glob("*/") if app.name != "__pycache__"]
    sizes = {
        short(app): sum(code_lines(path.read_text(encoding="utf-8")) for path in files(app)) for app in apps
    }
    compare(over(sizes, 3000), lists.LARGE_APPS)


def test_nothing_is_called_utils_or_the_like() -> None:
    assert banned_names(SOURCE) == []


def test_every_app_and_package_of_the_foundation_says_what_it_is() -> None:
    for floor in APPS:
        for path in (SOURCE / floor).glob("*/apps.py"):
            charter = path.with_name("__init__.py").read_text(encoding="utf-8")
            assert ast.get_docstring(ast.parse(charter)), f"{floor}/{path.parent.name} has no charter"


def test_of_the_test_what_is_too_large_is_caught(tmp_path: Path) -> None:
    body = "\n".join("    x = 1" for _ in range(45))
    (tmp_path / "views.py").write_text(f"def page(request, a, b, c, d, e, f, g):\n{body}\n" + "\n" * 300)
    (tmp_path / "utils.py").write_text("")
    for sizes, limit in (
        (file_sizes(tmp_path, "*.py"), 300),
        (function_sizes(tmp_path), 40),
        (view_sizes(tmp_path), 15),
        (argument_counts(tmp_path), 6),
    ):
        with pytest.raises(AssertionError):
            compare(over(sizes, limit), {})
    with pytest.raises(AssertionError):
        compare({}, {"gone.py": 400})
    assert banned_names(tmp_path) == ["utils.py"]
    assert code_lines('"""Doc."""\n\n# no\nx = """\na\n"""\n') == 3
