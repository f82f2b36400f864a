"""`varde intake`: the process that writes signals down, and does nothing else."""

from __future__ import annotations

import argparse
import contextlib
import os
import time
import zlib
from ipaddress import ip_network
from typing import cast

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from varde.care.alarms.queries import intake_sources
from varde.foundation.outbox import lead
from varde.foundation.signallog.port import open_log
from varde.interfaces.intake.serve import IntakeSettings
from varde.interfaces.intake.serve import run as serve
from varde.interfaces.intake.sources import ReplyStyle, SourceRow
from varde.kernel.clock import now

BEAT_SECONDS = 5.0
_beat_at = 0.0


def load() -> tuple[int, list[SourceRow]]:
    """The sources, and a sign of life: asked twice a second, off the path of the signals."""
    global _beat_at
    close_old_connections()
    version, rows = intake_sources()
    if time.monotonic() - _beat_at > BEAT_SECONDS:
        lead.beat(lead.process("intake"), now=now(), pid=os.getpid())
        _beat_at = time.monotonic()
    found = [
        SourceRow(
            id=row.id,
            name=row.name,
            key_hash=bytes.fromhex(row.key_hash) if row.key_hash else None,
            addresses=tuple(ip_network(one) for one in row.addresses),
            digest_user=row.digest_user,
            digest_ha1={k: v for k, v in (("MD5", row.digest_md5), ("SHA-256", row.digest_sha256)) if v},
            reply=cast(ReplyStyle, row.reply),
            operator_line=row.operator_line,
            active=row.is_active,
        )
        for row in rows
    ]
    return zlib.crc32(version.encode()), found


def run(_: argparse.Namespace) -> None:
    try:
        serve(IntakeSettings.of(settings.OPTIONS), log=open_log(writer=True), load=load)
    finally:
        with contextlib.suppress(DatabaseError):
            lead.gone(lead.process("intake"))
