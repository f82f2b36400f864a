"""The page with the pendants: in the demo only, and what it sends is a real message."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from varde.demo import devices
from varde.demo.region.places import STORY
from varde.foundation.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.on("sqlite")]  # as the demo


@pytest.fixture
def visitor(client):
    user = User.objects.create(email="ada@example.org", name="Ada")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(user)
    return client


def test_outside_the_demo_the_page_does_not_exist(visitor):
    assert visitor.get(reverse("demo:pendants")).status_code == 404
    assert visitor.post(reverse("demo:press"), {"recipient": "x"}).status_code == 404


def test_a_stranger_is_sent_to_the_login_page(client, settings):
    settings.DEMO = True
    assert client.get(reverse("demo:pendants")).status_code == 302
    assert client.post(reverse("demo:press")).status_code == 302


def test_in_the_demo_the_person_of_the_story_stands_first(visitor, settings, region):
    settings.DEMO = True
    page = visitor.get(reverse("demo:pendants")).content.decode()
    assert page.index("Solveig Lunde") < page.index("Froland") < page.index("Arendal")
    assert page.count('name="recipient"') == 12


def test_a_press_goes_to_the_listening_intake(visitor, settings, region, intake):
    settings.DEMO = True
    unit = next(one for one in devices.look.units() if one.is_of_the_story)
    answer = visitor.post(reverse("demo:press"), {"recipient": str(unit.recipient)}, follow=True)
    assert "Signalet er sendt og lagret" in answer.content.decode()
    assert [signal.transport for signal in intake()] == ["sip-udp"]
    assert STORY in unit.device


def test_where_the_intake_is_gone_the_page_says_so(visitor, settings, region):
    settings.DEMO = True
    settings.OPTIONS = {
        **settings.OPTIONS,
        "VARDE_INTAKE_HTTP": "127.0.0.1:9",
        "VARDE_INTAKE_SIP": "127.0.0.1:9",
    }
    unit = next(one for one in devices.look.units() if one.is_of_the_story)
    answer = visitor.post(reverse("demo:press"), {"recipient": str(unit.recipient)}, follow=True)
    assert "Mottaket svarte ikke" in answer.content.decode()


def test_a_recipient_without_a_pendant_is_not_found(visitor, settings, region):
    settings.DEMO = True
    for key in ("x", "00000000-0000-0000-0000-000000000000"):
        assert visitor.post(reverse("demo:press"), {"recipient": key}).status_code == 404
