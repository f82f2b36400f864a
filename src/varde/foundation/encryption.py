"""Encryption of fields and raw signals, and keyed hashes to search by.

AES-256-GCM with a random 96-bit nonce, bound to its context ("table.column"): a value moved to another column
does not decrypt. `VARDE_KEYS` holds keys in base64, comma separated: the first encrypts, all decrypt, so a key is
changed by putting a new one first and running `varde rotate`. Layout: version(1) key id(4) nonce(12) ciphertext.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = b"\x01"


class Undecryptable(ValueError):
    """The value was encrypted under a key that is not in VARDE_KEYS, or was moved or changed."""


@functools.lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    ring: dict[bytes, AESGCM] = {}
    for text in keys:
        key = base64.b64decode(text, validate=True)
        ring[hashlib.sha256(key).digest()[:4]] = AESGCM(key)
    return ring


def _keys() -> dict[bytes, AESGCM]:
    return _ring(tuple(settings.VARDE_KEYS))


def encrypt(plain: bytes, *, context: str) -> bytes:
    key_id, cipher = next(iter(_keys().items()))
    nonce = os.urandom(12)
    return VERSION + key_id + nonce + cipher.encrypt(nonce, plain, context.encode())


def decrypt(blob: bytes, *, context: str) -> bytes:
    """Raises Undecryptable; the exception never holds the value."""
    blob = bytes(blob)
    cipher = _keys().get(blob[1:5]) if blob[:1] == VERSION else None
    if cipher is None:
        raise Undecryptable(context)
    try:
        return cipher.decrypt(blob[5:17], blob[17:], context.encode())
    except InvalidTag:
        raise Undecryptable(context) from None


def is_current(blob: bytes) -> bool:
    """Whether the first key encrypted this value."""
    return bytes(blob)[1:5] == next(iter(_keys()))


def search_hash(value: str, *, context: str) -> str:
    """A keyed hash to look a value up by, one per column: equal values in two columns differ."""
    key = base64.b64decode(settings.VARDE_SEARCH_KEY)
    return hmac.new(key, f"{context}\0{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text that is encrypted at rest. Cannot be searched; never null: an empty text is stored empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def _check_str_default_value(self) -> list[Any]:
        return []  # the value in Python is text, though the column holds bytes

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "" or value == b"":
            return b""
        return encrypt(str(value).encode(), context=self._context)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return connection.Database.Binary(value) if value is not None else None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(bytes(value), context=self._context).decode() if value else ""

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        return base64.b64encode(self.get_prep_value(self.value_from_object(obj))).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
