import asyncio

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import translation

from varde.foundation.ui.middleware import SecurityHeaders
from varde.foundation.ui.views import unavailable

pytestmark = pytest.mark.unit


def test_the_gallery_opens_for_anybody_where_people_are_synthetic():
    response = Client().get(reverse("ui:gallery"))
    assert response.status_code == 200
    assert 'lang="nb"' in response.text and 'id="main"' in response.text


@override_settings(VARDE_SYNTHETIC=False)
def test_the_gallery_is_shut_for_strangers_in_production():
    assert Client().get(reverse("ui:gallery")).status_code == 404


def test_the_gallery_speaks_english_when_asked():
    with translation.override(
        "nb"
    ):  # the request leaves its language behind; the next test shall not inherit it
        page = Client().get(reverse("ui:gallery"), headers={"accept-language": "en"}).text
    assert 'lang="en"' in page and "Skip to content" in page and "Hopp til innholdet" not in page


def test_every_answer_carries_a_policy_without_inline_and_without_eval():
    headers = Client().get(reverse("ui:gallery")).headers
    policy = headers["Content-Security-Policy"]
    assert (
        "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and "form-action 'self'" in policy
    )
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin" and headers["X-Content-Type-Options"] == "nosniff"


def test_headers_are_set_on_the_event_loop_too():
    async def answer(request):
        return HttpResponse("x")

    response = asyncio.run(SecurityHeaders(answer)(RequestFactory().get("/")))
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_an_error_page_needs_nothing_but_itself(name):
    page = render_to_string(f"{name}.html")
    assert "<h1" in page and "Gå til forsiden" in page


def test_a_shut_house_asks_machines_to_come_back():
    response = unavailable(RequestFactory().get("/"))
    assert response.status_code == 503 and response.headers["Retry-After"] == "30"


def test_the_login_page_has_one_button_per_demo_person_and_escapes_their_names():
    people = [{"name": "<b>Kari</b>", "role": "Operatør", "action": "/x", "value": "kari"}]
    request = RequestFactory().get("/")
    page = render_to_string("account/login.html", {"demo_logins": people}, request)
    assert 'value="kari"' in page and "&lt;b&gt;Kari" in page


def test_the_lock_screen_asks_who_and_for_a_pin():
    users = [{"id": 1, "name": "Kari Moe", "current": True}]
    page = render_to_string("ui/lock.html", {"lock_users": users}, RequestFactory().get("/"))
    assert 'name="user"' in page and 'name="pin"' in page and 'inputmode="numeric"' in page


def test_the_phone_keeps_its_buttons_in_reach():
    page = render_to_string("phone.html", {"duty": "Nattpatrulje"}, RequestFactory().get("/"))
    assert 'class="thumb"' in page and "Nattpatrulje" in page and 'class="sidebar"' not in page
