"""Alarms for tests: signals as they lie in the log, and a municipality with a centre and a night patrol."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from varde.care.alarms.actions.shipped import shipped_plans
from varde.care.alarms.models import Alarm, PlanVersion, Source
from varde.care.alarms.rules.plan import plan_row
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.foundation.signallog.signal import Lane, Signal
from varde.ground.organisations.testing import Organisation
from varde.kernel.actor import EVERYWHERE


def make_source(
    owner: Organisation, *, now: datetime, name: str = "Trygghetsalarmer", **values: Any
) -> Source:
    with scope(frozenset({owner.pk})):
        return Source.objects.create(owner=owner, name=name, changed_at=now, **values)


def make_plan(owner: Organisation, *, now: datetime, alert: str = "", **values: Any) -> PlanVersion:
    """The shipped plan for a safety alarm, taken into use by the organisation for everybody."""
    with scope(frozenset({owner.pk})):
        return PlanVersion.objects.create(
            owner=owner,
            title="Trygghetsalarm",
            alert=alert,
            body=plan_row(shipped_plans()[0].plan),
            starts_at=now,
            made_by="Lea",
            **values,
        )


def make_signal(
    raw: bytes, *, source: Source | None, at: datetime, protocol: str = "scaip", note: str = ""
) -> Signal:
    return Signal(
        id=new_id(),
        received_at=at,
        source_id=source.pk if source else None,
        transport="sip-udp",
        protocol=protocol,
        peer="127.0.0.1",
        lane=Lane.URGENT,
        digest=hashlib.sha256(raw).digest(),
        raw=raw,
        note=note,
    )


def scaip(device: str, *, ref: str = "a1", dty: str = "0003", stc: str = "0010", **more: str) -> bytes:
    """A SCAIP message: by default somebody who presses the pendant."""
    extra = "".join(f"<{tag}>{value}</{tag}>" for tag, value in more.items())
    return f"<mrq><ref>{ref}</ref><cid>{device}</cid><dty>{dty}</dty><stc>{stc}</stc>{extra}</mrq>".encode()


def alarms() -> list[Alarm]:
    """Every alarm there is, oldest first."""
    with scope(EVERYWHERE):
        return list(Alarm.objects.order_by("opened_at", "pk"))
