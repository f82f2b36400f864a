"""Device ids as units and registers write them.

Suppliers print an id with leading zeros that the unit leaves out, or the other way round, and people type blanks and
small letters. The key is what is left when that is taken away. Field samples: ids of up to 16 characters, letters too.
"""

from __future__ import annotations

LONGEST = 64  # characters; longer ids are cut nowhere, they match nothing


def device_key(text: str) -> str:
    """What two ids are compared by; empty when the text holds no id. "00 12ab" and "12AB" are the same unit."""
    bare = "".join(text.split()).upper()
    if not bare or len(bare) > LONGEST or not bare.isprintable():
        return ""
    return bare.lstrip("0") or "0"
