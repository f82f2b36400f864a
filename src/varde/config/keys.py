"""The demo and the tests make their own keys, once, in the data folder. Production never does."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from pathlib import Path


def own_keys(folder: Path) -> dict[str, str]:
    path = folder / "demo-keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = {
            "VARDE_SECRET_KEY": secrets.token_urlsafe(60),
            "VARDE_KEYS": base64.b64encode(os.urandom(32)).decode(),
            "VARDE_SEARCH_KEY": base64.b64encode(os.urandom(32)).decode(),
            "VARDE_CALLBACK_KEY": secrets.token_urlsafe(32),
            "VARDE_GATEWAY_KEY": secrets.token_urlsafe(32),
        }
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(fresh))
        part.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys
