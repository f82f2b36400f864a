"""What is open to strangers, what the menu shows, what waits for me, and the status page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from varde.config.context import navigation
from varde.config.navigation import MENU, SETUP
from varde.config.urls import PUBLIC
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ids import new_id
from varde.foundation.outbox import lead
from varde.foundation.outbox.models import Delivery
from varde.ground.organisations.testing import Membership, Organisation
from varde.interfaces.web import work
from varde.kernel.actor import Actor
from varde.kernel.clock import now

pytestmark = pytest.mark.django_db


def _patterns(resolver: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", one.callback


@pytest.fixture
def sources() -> Iterator[list[work.Source]]:
    kept = list(work.sources)
    work.sources.clear()
    yield work.sources
    work.sources[:] = kept


def member(role: str, name: str = "Ingrid Haug") -> Client:
    user = make_user(name)
    place = Organisation.objects.create(
        kind="municipality", name="Froland", last_resort_name="Vakt", last_resort_phone="+4700000000"
    )
    Membership.objects.create(user=user, organisation=place, role=role, starts_at=now() - timedelta(days=1))
    return logged_in(user)


def test_what_answers_without_a_login_is_exactly_the_committed_list() -> None:
    really = {name for name, view in _patterns(get_resolver()) if not getattr(view, "login_required", True)}
    assert really <= set(PUBLIC)
    only_with_oidc = {"openid_connect_login", "openid_connect_callback"}
    assert set(PUBLIC) - really <= only_with_oidc


def test_no_address_is_used_twice() -> None:
    names = [name for name, _view in _patterns(get_resolver()) if not name.endswith("None")]
    assert len(names) == len(set(names))


def test_the_menu_shows_what_one_may_open_and_nothing_that_does_not_exist() -> None:
    nobody = Actor(new_id(), "Ny")
    assert [item["url"] for item in navigation(nobody, "/", now())] == ["/"]
    every = {p: frozenset({new_id()}) for entry in (*MENU, *SETUP) for p in entry.permissions}
    shown = navigation(Actor(new_id(), "Alle", grants=every), "/vakt/lag/ny/", now())
    assert all(item["url"].startswith("/") for item in shown)
    assert [item["url"] for item in shown if item["current"]] == ["/vakt/"]


def test_a_system_manager_sees_setup_and_a_stranger_does_not() -> None:
    page = member("system_manager").get("/oppsett/").text
    assert reverse("organisations:members") in page
    assert reverse("organisations:members") not in logged_in(make_user("Jonas Lie")).get("/oppsett/").text


def test_an_ended_membership_is_gone_at_the_next_click() -> None:
    browser = member("system_manager")
    assert browser.get("/driftsstatus/").status_code == 200
    Membership.objects.update(ends_at=now())
    assert browser.get("/driftsstatus/").status_code == 403


def test_the_status_page_tells_of_a_silent_worker_and_a_stuck_delivery() -> None:
    at = now()
    lead.beat("worker:a:1", now=at)
    lead.beat("worker:b:2", now=at - timedelta(minutes=5))
    Delivery.objects.create(event="x/1", subscriber="y", payload={}, made_at=at, due_at=at, attempts=9)
    page = member("system_manager").get("/driftsstatus/")
    assert [pulse["silent"] for pulse in page.context["pulses"]] == [False, True]
    assert (page.context["backlog"].waiting, page.context["backlog"].stuck) == (1, 1)


def test_work_is_shown_with_the_late_on_top(sources) -> None:
    at = now()
    sources[:] = [
        lambda actor, now: [
            work.WorkItem("Uten frist", "/a/", "Oppgave"),
            work.WorkItem("Om en time", "/b/", "Oppgave", at + timedelta(hours=1)),
            work.WorkItem("Skulle vært gjort", "/c/", "Alarm", at - timedelta(hours=1)),
        ]
    ]
    page = logged_in(make_user()).get("/")
    assert [item.title for item in page.context["late"]] == ["Skulle vært gjort"]
    assert [item.title for item in page.context["waiting"]] == ["Om en time", "Uten frist"]


def test_an_empty_day_says_so(sources) -> None:
    assert "Ingen oppgaver venter på deg nå" in logged_in(make_user()).get("/").text


def test_one_can_log_out_everywhere_else() -> None:
    user = make_user()
    here, there, stranger = logged_in(user), logged_in(user), logged_in(make_user("Jonas Lie"))
    assert here.get("/min-konto/").context["other_sessions"] == 1
    here.post("/min-konto/logg-ut-andre/")
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert stranger.get("/").status_code == 200


def test_a_wrong_address_gives_our_own_page() -> None:
    page = logged_in(make_user()).get("/finnes/ikke/")
    assert page.status_code == 404 and "Varde" in page.text


OIDC = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.contrib.messages import get_messages
call_command("migrate", verbosity=0)
page = Client().get("/konto/logg-inn/").content.decode()
assert "Kommunens p\\u00e5logging" in page, "no button"
assert reverse("openid_connect_login", args=["oidc"]) in page, "no link"

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.storage.cookie import CookieStorage
from varde.foundation.accounts.sessions import SessionStore
from django.test import RequestFactory
from varde.config.accounts import SocialAdapter
from varde.foundation.accounts.models import User

def comes(address, verified=True):
    request = RequestFactory().get("/"); request.session = SessionStore(); request._messages = CookieStorage(request)
    login = SocialLogin(user=User(email=address), account=SocialAccount(provider="oidc", uid=address),
                        email_addresses=[EmailAddress(email=address, verified=verified)])
    try:
        SocialAdapter(request).pre_social_login(request, login)
    except ImmediateHttpResponse as turned_away:
        assert turned_away.response.url == "/konto/logg-inn/"
        return [str(m) for m in request._messages][0]
    return login.account.user

known = User.objects.create_user("ingrid@froland.example", None, name="Ingrid Haug")
assert "invitasjon" in comes("ukjent@froland.example")
assert "invitasjon" in comes("ingrid@froland.example", verified=False)
assert comes("ingrid@froland.example") == known
print("ready")
"""


def test_an_identity_provider_is_set_up_by_settings_alone(tmp_path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VARDE_")}
    environment |= {
        "VARDE_MODE": "test",
        "VARDE_DATA": str(tmp_path),
        "VARDE_OIDC": "Kommunens pålogging|https://id.varde.example|varde|hemmelig",
        "DJANGO_SETTINGS_MODULE": "varde.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", OIDC], env=environment, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.stdout.strip().endswith("ready"), done.stderr
