"""What devices say of the services they serve: the pathway's own steps for it open, beside the alarm that rings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from varde.care.alarms.events import DeviceFaultSeen, ServiceAlertSeen
from varde.care.pathways import actions as pathways
from varde.care.pathways.rules.template import Need
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.ground.equipment import queries as equipment

WORKER: Final = "pathway_worker"
KINDS: Final[Mapping[str, str]] = {"1": "dispenser", "5": "measuring"}
"""The kind of equipment by the family of the alert's code."""

NEEDS: Final[Mapping[str, Need]] = {
    **dict.fromkeys(("1.1", "1.3", "1.6", "1.10"), Need.DOSE_MISSED),
    **dict.fromkeys(
        ("1.2", "1.5", "1.7", "1.8", "1.9", "1.14", "1.17", "1.18", "1.19", "1.20", "1.22", "1.23"),
        Need.TECHNICAL_ALERT,
    ),
    **dict.fromkeys(("5.3", "5.3.1", "5.3.2"), Need.MEASUREMENT_MISSED),
}
"""What an alert asks of the pathway. The codes are those of alarms/rules/codes.py."""


def service_alert(*, recipient_id: UUID, alert: str, now: datetime, **_: Any) -> None:
    need = NEEDS.get(alert)
    if need is not None:
        kinds = {KINDS[alert.partition(".")[0]]}
        pathways.hear_device(machine(WORKER), recipient_id=recipient_id, kinds=kinds, need=need, now=now)


def device_fault(*, item_id: UUID | None, recipient_id: UUID | None, now: datetime, **_: Any) -> None:
    if item_id is None or recipient_id is None:
        return
    worker = machine(WORKER)
    kinds = {equipment.item(worker, item_id=item_id).product.kind}
    pathways.hear_device(worker, recipient_id=recipient_id, kinds=kinds, need=Need.TECHNICAL_ALERT, now=now)


SUBSCRIBERS: Final = (
    post.Subscriber("pathways.service_alert", ServiceAlertSeen, service_alert),
    post.Subscriber("pathways.device_fault", DeviceFaultSeen, device_fault),
)
