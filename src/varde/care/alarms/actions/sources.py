"""Who may send signals: names, networks, keys. Every change raises `changed_at`, which the intake asks for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_network
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from varde.care.alarms.models import Source
from varde.care.alarms.permissions import AlarmPermission as P
from varde.care.alarms.queries import intake_sources
from varde.foundation.authorisation import requires
from varde.kernel.actor import Actor

REALM = "varde"
"""The digest realm of the SIP listener (interfaces/intake/sip/digest.py); part of what is hashed."""
WIDEST = {4: 8, 6: 32}
"""The shortest prefix of a network, by IP version."""
PLAIN = ("name", "addresses", "reply", "operator_line")


class UserTaken(ValueError):
    """Another source has this digest user; in any organisation, so nothing more is said about it."""


class NetworkRefused(ValueError):
    """`why` is "wide" (wider than WIDEST) or "taken": an active source of another owner, never named, sends from there."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _check_networks(owner_id: UUID, addresses: Sequence[str]) -> None:
    """The intake knows a sender by its network alone: who lists another's network would be given the other's units."""
    wanted = [ip_network(one) for one in addresses]
    if any(one.prefixlen < WIDEST[one.version] for one in wanted):
        raise NetworkRefused("wide")
    own = set(Source.objects.filter(owner=owner_id).values_list("pk", flat=True))
    others = [row for row in intake_sources()[1] if row.is_active and row.id not in own]
    held = [ip_network(one) for row in others for one in row.addresses]
    if any(one.overlaps(other) for one in wanted for other in held):
        raise NetworkRefused("taken")


def _locked(source_id: UUID) -> Source:
    return get_object_or_404(Source.objects.select_for_update(of=("self",)), pk=source_id)


@requires(P.MANAGE_SOURCES)
def save_source(actor: Actor, *, row: Source | None, values: dict[str, Any], now: datetime) -> Source:
    """`values`: owner_id (new only), name, addresses (networks), reply, operator_line. Raises NetworkRefused."""
    source = Source(owner_id=values["owner_id"]) if row is None else _locked(row.pk)
    _check_networks(source.owner_id, values["addresses"])
    for name in PLAIN:
        setattr(source, name, values[name])
    source.changed_at = now
    source.save()
    return source


@requires(P.MANAGE_SOURCES, about="source_id")
def issue_key(actor: Actor, *, source_id: UUID, now: datetime) -> str:
    """A new HTTP key. It is returned once and stored as a hash; the old one stops at the same moment."""
    source, key = _locked(source_id), secrets.token_urlsafe(32)
    source.key_hash, source.changed_at = hashlib.sha256(key.encode()).hexdigest(), now
    source.save()
    return key


@requires(P.MANAGE_SOURCES, about="source_id")
def issue_digest(actor: Actor, *, source_id: UUID, user: str, now: datetime) -> str:
    """A new password for SIP digest, returned once. Stored as the two hashes that digest needs. Raises UserTaken."""
    source, password = _locked(source_id), secrets.token_urlsafe(18)
    if any(row.digest_user == user and row.id != source_id for row in intake_sources()[1]):
        raise UserTaken
    secret = f"{user}:{REALM}:{password}".encode()
    source.digest_user, source.changed_at = user, now
    source.digest_md5 = hashlib.md5(secret, usedforsecurity=False).hexdigest()
    source.digest_sha256 = hashlib.sha256(secret).hexdigest()
    source.save()
    return password


@requires(P.MANAGE_SOURCES)
def revoke_source(actor: Actor, *, source_id: UUID, now: datetime) -> Source:
    """The source may not send from now on. Its keys are forgotten; what it has sent stays."""
    source = _locked(source_id)
    source.key_hash = source.digest_user = source.digest_md5 = source.digest_sha256 = ""
    source.is_active, source.changed_at = False, now
    source.save()
    return source
