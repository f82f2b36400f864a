"""A desk or duty phone that several people share: known for a shift, locked at once, unlocked by PIN."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from varde.foundation.accounts import backend, note, shift
from varde.foundation.accounts.models import Desk, Seat, User

COOKIE = "varde_desk"
COOKIE_LASTS = 30 * 24 * 3600
TRIES = 5


class WrongPin(Exception):
    """The PIN does not open this seat."""


class FullLoginNeeded(Exception):
    """No seat here, the shift is over, or too many wrong PINs: password and second factor."""


def of(request: HttpRequest) -> Desk | None:
    """The desk this browser stands on, if it has been shared."""
    token = request.COOKIES.get(COOKIE, "")
    return Desk.objects.filter(token_hash=_hash(token)).first() if token else None


def seats(desk: Desk | None, *, now: datetime) -> list[Seat]:
    """Who may unlock this desk now, by name."""
    if desk is None:
        return []
    return list(Seat.objects.at(now).filter(desk=desk).select_related("user").order_by("user__name"))


def set_pin(user: User, pin: str) -> None:
    user.pin, user.pin_failures = make_password(pin), 0
    user.save(update_fields=["pin", "pin_failures"])
    note.done(user, "pin_set")


def remember(request: HttpRequest, response: HttpResponse, user: User, *, now: datetime) -> None:
    """Give the person a seat on this desk until the shift is over, counted from the full login."""
    began = shift.began(request, now=now)
    desk = of(request)
    if desk is None:
        token = secrets.token_urlsafe(32)
        desk = Desk.objects.create(token_hash=_hash(token), made_at=now)
        response.set_cookie(
            COOKIE,
            token,
            max_age=COOKIE_LASTS,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
    times = {"began_at": began, "expires_at": began + shift.SHIFT}
    Seat.objects.update_or_create(desk=desk, user=user, defaults=times)
    Desk.objects.filter(pk=desk.pk).update(last_user=user)
    request.session[shift.SEAT_UNTIL] = times["expires_at"].timestamp()
    note.done(user, "remembered_on_desk")


def forget(request: HttpRequest, user: User) -> None:
    """The person leaves this desk; PIN no longer opens it for them."""
    desk = of(request)
    if desk is not None:
        Seat.objects.filter(desk=desk, user=user).delete()
        Desk.objects.filter(pk=desk.pk, last_user=user).update(last_user=None)
    request.session.pop(shift.SEAT_UNTIL, None)
    note.done(user, "left_desk")


def forget_elsewhere(request: HttpRequest, user: User) -> None:
    """A PIN opens no other desk for the person from now on; the seat on this one stays."""
    Seat.objects.filter(user=user).exclude(desk=of(request)).delete()


def seated_until(request: HttpRequest, *, now: datetime) -> datetime | None:
    """Until when this person can come back by PIN; None when they cannot. Costs no query."""
    until = float(request.session.get(shift.SEAT_UNTIL, 0))
    return datetime.fromtimestamp(until, UTC) if until > now.timestamp() else None


def lock(request: HttpRequest, user: User, *, why: str) -> None:
    """End the session at once. The desk remembers whose alarms ring; nothing else of the session is left."""
    desk = of(request)
    if desk is not None and Seat.objects.filter(desk=desk, user=user).exists():
        Desk.objects.filter(pk=desk.pk).update(last_user=user)
    note.done(user, why)
    logout(request)


def unlock(request: HttpRequest, *, user_id: UUID, pin: str, now: datetime) -> User:
    """Log in the one with this seat and PIN, in a new session with a new key and a new CSRF secret.

    A try is counted before the PIN is looked at, so that many at once do not get more tries than one at a time.
    Raises WrongPin; FullLoginNeeded when there is no seat, or after five wrong ones (all the person's seats go).
    """
    desk = of(request)
    seat = Seat.objects.at(now).filter(desk=desk, user_id=user_id).select_related("user").first()
    if desk is None or seat is None:
        raise FullLoginNeeded
    user = seat.user
    counted = User.objects.filter(pk=user.pk, pin_failures__lt=TRIES).update(
        pin_failures=F("pin_failures") + 1
    )
    if not counted:
        _unseat(user)
        raise FullLoginNeeded
    if not check_password(pin, user.pin):
        note.refused(user, "wrong_pin")
        if User.objects.filter(pk=user.pk, pin_failures__gte=TRIES).exists():
            _unseat(user)
            raise FullLoginNeeded
        raise WrongPin
    User.objects.filter(pk=user.pk).update(pin_failures=0)
    Desk.objects.filter(pk=desk.pk).update(last_user=user)
    _enter(request, user, seat, now)
    return user


def _enter(request: HttpRequest, user: User, seat: Seat, now: datetime) -> None:
    before = request.user
    if isinstance(before, User) and before.pk != user.pk:
        note.done(before, "switched_away")
    request.session.flush()
    with transaction.atomic():
        login(request, user, backend=backend.PATH)
        shift.begin(request, began=seat.began_at, now=now, by_pin=True)
        request.session[shift.SEAT_UNTIL] = seat.expires_at.timestamp()
        note.done(user, "unlocked")


def _unseat(user: User) -> None:
    Seat.objects.filter(user=user).delete()
    note.refused(user, "pin_closed_after_wrong_tries")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
