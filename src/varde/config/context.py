"""What every page needs: navigation, search, banners, demo logins. Ready values; no queries in templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from varde.config.navigation import MENU, SEARCH, SETUP, Entry, badges
from varde.foundation.accounts import desk, shift, slots
from varde.kernel.actor import Actor
from varde.kernel.clock import now

LOGIN_PAGE = "account_login"


def shell(request: HttpRequest) -> dict[str, Any]:
    page: dict[str, Any] = {"demo_banner": settings.DEMO}
    match = request.resolver_match
    if settings.DEMO and match is not None and match.url_name == LOGIN_PAGE:
        page["demo_logins"] = [
            {"name": name, "role": title, "action": reverse("demo_login"), "value": user_id}
            for user_id, name, title in slots.everybody_in_the_demo()
        ]
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor):
        page["demo_url"] = address("demo:pendants") if settings.DEMO else ""
        page |= _staff(request, actor, now())
    return page


def _staff(request: HttpRequest, actor: Actor, at: datetime) -> dict[str, Any]:
    nav = navigation(actor, request.path, at)
    search = address(SEARCH.url_name) if _open(actor, SEARCH) else ""
    return {
        "actor": actor,
        "user": request.user,
        "user_name": actor.name,
        "user_menu": _user_menu(request, at),
        "nav": nav,
        "setup": _links(actor, SETUP),
        "shortcuts": [item for item in nav if item["url"] != request.path],
        "search_url": search,
        "search_hint": SEARCH.title,
        "idle_seconds": int(shift.idle_limit().total_seconds()),
    }


def address(url_name: str) -> str:
    """Where a page is, or "" where the page is not part of this house."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _open(actor: Actor, entry: Entry) -> bool:
    return not entry.permissions or any(actor.may(permission) for permission in entry.permissions)


def navigation(actor: Actor, path: str, at: datetime) -> list[dict[str, Any]]:
    """The entries this actor may open and that exist; the one whose address is the longest start of `path` is current."""
    shown = [(entry, address(entry.url_name)) for entry in MENU if _open(actor, entry)]
    shown = [(entry, url) for entry, url in shown if url]
    near = [url for _entry, url in shown if path == url or (url != "/" and path.startswith(url))]
    here, waiting = max(near, key=len, default=""), badges(actor, at)
    return [
        {
            "group": entry.group,
            "title": entry.title,
            "icon": entry.icon,
            "url": url,
            "current": url == here,
            "badge": waiting.get(entry.key, 0),
            "badge_label": _("nye"),
        }
        for entry, url in shown
    ]


def _links(actor: Actor, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    shown = [(entry, address(entry.url_name)) for entry in entries if _open(actor, entry)]
    return [{"title": entry.title, "icon": entry.icon, "url": url} for entry, url in shown if url]


def _user_menu(request: HttpRequest, at: datetime) -> list[dict[str, str]]:
    menu = [{"url": reverse("web:account"), "icon": "PersonCircle", "title": _("Min konto")}]
    if desk.seated_until(request, now=at):
        menu.append({"url": reverse("desk:lock_now"), "icon": "PadlockLocked", "title": _("Lås skjermen")})
    return menu
