"""How long a session lasts: while somebody works, no longer than a shift, and always while it holds an alarm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from varde.foundation.accounts import slots

SHIFT = timedelta(hours=12)
TOUCH_EVERY = timedelta(seconds=30)
BEGAN, SEEN, SEAT_UNTIL, BY_PIN = "shift_began", "shift_seen", "shift_seat_until", "shift_by_pin"


def idle_limit() -> timedelta:
    return timedelta(minutes=settings.VARDE_IDLE_MINUTES)


def begin(request: HttpRequest, *, began: datetime, now: datetime, by_pin: bool = False) -> None:
    request.session[BEGAN], request.session[SEEN] = _stamp(began), _stamp(now)
    request.session[BY_PIN] = by_pin


def began(request: HttpRequest, *, now: datetime) -> datetime:
    """When this session's person logged in fully: with password or passkey and a second factor."""
    return _time(request.session.get(BEGAN), now)


def by_pin(request: HttpRequest) -> bool:
    return bool(request.session.get(BY_PIN, False))


def touch(request: HttpRequest, *, now: datetime) -> None:
    """Somebody is there. Written at most twice a minute."""
    if BEGAN not in request.session:
        begin(request, began=now, now=now)
    elif now - _time(request.session.get(SEEN), now - SHIFT) >= TOUCH_EVERY:
        request.session[SEEN] = _stamp(now)


def is_over(request: HttpRequest, *, now: datetime) -> bool:
    """Nobody has touched it for the idle limit, or the shift is past. False for as long as the person holds something."""
    idle = now - _time(request.session.get(SEEN), now)
    long = now - began(request, now=now)
    if idle < idle_limit() and long < SHIFT:
        return False
    return request.user.pk is not None and not slots.holds(request.user.pk)


def is_passive(request: HttpRequest) -> bool:
    """A page that refreshes itself is nobody's hand on the mouse: fragments, streams and fetches by script."""
    if request.method not in {"GET", "HEAD"}:
        return False
    by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    stream = "text/event-stream" in request.headers.get("Accept", "")
    return by_script or stream or "HX-Request" in request.headers


def _stamp(at: datetime) -> float:
    return at.timestamp()


def _time(stamp: float | None, default: datetime) -> datetime:
    return default if stamp is None else datetime.fromtimestamp(stamp, UTC)
