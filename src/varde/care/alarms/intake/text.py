"""Bytes to text when the sender's word about the encoding cannot be trusted. Shared by the adapters."""

import codecs
from hashlib import sha256
from typing import Final

LONGEST: Final = 64 * 1024
"""Bytes. Real messages are a few hundred; nothing above this is looked at."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def digest(raw: bytes) -> str:
    """SHA-256 of the bytes in hex: tells a repeat from a new message."""
    return sha256(raw).hexdigest()


def decoded(raw: bytes) -> str:
    """The bytes as text, always: byte order mark, then the zeros of UTF-16, then UTF-8, then Windows-1252 and Latin-1."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace")
    if b"\0" in raw.strip(b"\0")[:8]:
        order = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
        return raw.decode(order, "replace").strip("\0")
    bare = raw.strip(b"\0")
    for name in ("utf-8", "cp1252"):
        try:
            return bare.decode(name)
        except UnicodeDecodeError:
            continue
    return bare.decode("latin-1")


def printable(text: str, longest: int = 256) -> str:
    """One line without control characters, trimmed and bounded."""
    kept = "".join(char if char.isprintable() else " " for char in text[: longest * 4])
    return " ".join(kept.split())[:longest]
