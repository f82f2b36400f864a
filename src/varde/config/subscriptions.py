"""Who hears what. A lower app publishes; the hearer's plain action gets the fields of the event."""

from __future__ import annotations

from datetime import datetime

import structlog

from varde.foundation.outbox import post
from varde.foundation.outbox.models import Delivery

SUBSCRIBERS: tuple[post.Subscriber, ...] = ()


def stuck(row: Delivery, now: datetime) -> None:
    structlog.get_logger().error(
        "outbox.stuck", subscriber=row.subscriber, event_code=row.event, attempts=row.attempts
    )


def install() -> None:
    post.subscribe(SUBSCRIBERS, on_stuck=stuck)
