"""One key everywhere: UUIDv7, so that rows lie in the order they were made."""

from __future__ import annotations

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    return uuid_utils.compat.uuid7()
