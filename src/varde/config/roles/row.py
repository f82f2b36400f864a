"""How one row of the table of roles is written."""

from __future__ import annotations

from varde.foundation.authorisation import Role


def role(
    code: str,
    title: str,
    sentence: str,
    *permissions: str,
    beyond: tuple[str, ...] = (),
    machine: bool = False,
) -> Role:
    return Role(code, title, sentence, frozenset(map(str, permissions)), frozenset(map(str, beyond)), machine)
