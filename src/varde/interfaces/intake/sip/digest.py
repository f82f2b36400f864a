"""Digest authentication (RFC 7616, 8760): MD5 and SHA-256, nonces that expire, each answer usable once."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections import OrderedDict
from enum import Enum

from varde.interfaces.intake.sources import SourceRow, SourceTable

REALM = "varde"
NONCE_SECONDS = 300
MOST_NONCES = 50_000
ALGORITHMS = ("SHA-256", "MD5")
_PARAMETER = re.compile(r'([A-Za-z]{1,16})\s*=\s*(?:"((?:[^"\\]|\\.){0,512})"|([^\s,"]{1,512}))')


class Verdict(Enum):
    """Why nobody was let in."""

    NONE = "no answer to a challenge was given"
    STALE = "the nonce is too old or was used before"
    WRONG = "unknown user or wrong password"


class Digest:
    """Nonces carry their own time and seal; only how often each was used is remembered, for five minutes."""

    def __init__(self, sources: SourceTable) -> None:
        self._sources = sources
        self._secret = secrets.token_bytes(32)
        self._used: OrderedDict[str, int] = OrderedDict()

    def challenge(self, *, stale: bool = False) -> list[str]:
        """WWW-Authenticate lines, the stronger algorithm first."""
        nonce = self._nonce(int(time.time()))
        ending = ", stale=true" if stale else ""
        return [
            f'WWW-Authenticate: Digest realm="{REALM}", nonce="{nonce}", algorithm={name}, qop="auth"{ending}'
            for name in ALGORITHMS
        ]

    def check(self, method: str, header: str | None) -> SourceRow | Verdict:
        """The source that proves it knows its password, or why not."""
        given = _read(header)
        if given is None:
            return Verdict.NONE
        source = self._sources.by_user(given.get("username", ""))
        algorithm = given.get("algorithm", "MD5").upper()
        if source is None or algorithm not in source.digest_ha1:
            return Verdict.WRONG
        expected = _answer(algorithm, source.digest_ha1[algorithm].lower(), method, given)
        if not hmac.compare_digest(expected.encode(), given.get("response", "").lower().encode()):
            return Verdict.WRONG
        return source if self._fresh(given) else Verdict.STALE

    def named(self, header: str | None) -> SourceRow | None:
        """The source that the sender says it is; nothing is proved yet."""
        return self._sources.by_user((_read(header) or {}).get("username", ""))

    def _nonce(self, at: int) -> str:
        return (
            f"{at:x}.{hmac.digest(self._secret, str(at).encode(), 'sha256').hex()[:32]}{secrets.token_hex(4)}"
        )

    def _fresh(self, given: dict[str, str]) -> bool:
        nonce = given.get("nonce", "")
        stamp = nonce.partition(".")[0]
        if not re.fullmatch(r"[0-9a-f]{1,12}", stamp):
            return False
        at = int(stamp, 16)
        same = hmac.compare_digest(nonce[:-8].encode(), self._nonce(at)[:-8].encode())
        if not same or not 0 <= time.time() - at <= NONCE_SECONDS:
            return False
        count = given.get("nc", "1") if given.get("qop") else "1"
        if not re.fullmatch(r"[0-9A-Fa-f]{1,8}", count) or int(count, 16) <= self._used.get(nonce, 0):
            return False
        self._remember(nonce, int(count, 16))
        return True

    def _remember(self, nonce: str, count: int) -> None:
        self._used[nonce] = count
        self._used.move_to_end(nonce)
        while len(self._used) > MOST_NONCES:
            self._used.popitem(last=False)
            self._secret = self._secret if len(self._used) < MOST_NONCES else secrets.token_bytes(32)


def _read(header: str | None) -> dict[str, str] | None:
    if not header or not header[:7].lower().startswith("digest "):
        return None
    return {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(header[7:4096])}


def _answer(algorithm: str, ha1: str, method: str, given: dict[str, str]) -> str:
    ha2 = _hash(algorithm, f"{method}:{given.get('uri', '')}")
    if given.get("qop"):
        middle = f"{given.get('nonce', '')}:{given.get('nc', '')}:{given.get('cnonce', '')}:{given['qop']}"
    else:
        middle = given.get("nonce", "")
    return _hash(algorithm, f"{ha1}:{middle}:{ha2}")


def _hash(algorithm: str, text: str) -> str:
    data = text.encode("utf-8", "replace")
    return (
        hashlib.sha256(data) if algorithm == "SHA-256" else hashlib.md5(data, usedforsecurity=False)
    ).hexdigest()
