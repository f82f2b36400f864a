"""What monitoring may read: numbers, with the key, and nobody in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from varde.care.alarms import queries as alarms
from varde.care.alarms.models import Alarm
from varde.care.alarms.tests.conftest import World
from varde.care.alarms.tests.conftest import pressed as pressed  # fixtures
from varde.care.alarms.tests.conftest import world as world
from varde.care.alarms.tests.test_pipeline import messages, press, tick
from varde.config.roles import ROLES
from varde.foundation.authorisation import machine
from varde.foundation.outbox import lead
from varde.foundation.outbox.models import Delivery
from varde.ground.messaging import queries as messaging
from varde.interfaces.web import metrics

KEY = "en lang og tilfeldig tekst"


def numbers(text: str) -> dict[tuple[str, ...], float]:
    """Each number under its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", ["", KEY, f"Basic {KEY}", f"Bearer {KEY} ", f"bearer {KEY}", "Bearer ", "Bearer æ"]
)
def test_without_the_key_nobody_reads_it(settings: Any, header: str) -> None:
    settings.VARDE_METRICS_KEY = KEY
    answer = Client().get("/metrics", headers={"Authorization": header} if header else {})
    assert answer.status_code == 403 and b"varde_" not in answer.content


@pytest.mark.django_db
def test_without_a_key_in_the_settings_there_is_no_such_page(settings: Any) -> None:
    settings.VARDE_METRICS_KEY = ""
    for header in ("", "Bearer ", "Bearer None"):
        assert Client().get("/metrics", headers={"Authorization": header}).status_code == 404


def test_it_counts_an_alarm_that_nobody_sees_to(pressed: Alarm, settings: Any) -> None:
    settings.VARDE_METRICS_KEY = KEY
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
    assert "no-store" in answer.headers["Cache-Control"]
    found = numbers(answer.text)
    severity = pressed.get_severity_display().lower()
    assert found["varde_alarms_open", severity] == 1
    assert sum(value for key, value in found.items() if key[0] == "varde_alarms_open") == 1


def test_it_says_how_late_the_worker_and_the_outbox_are(world: World) -> None:
    row = press(world)
    assert row.due_at is not None
    later = row.due_at + timedelta(seconds=90)
    due = {"payload": {}, "made_at": world.now, "event": "x/1", "subscriber": "y"}
    Delivery.objects.all().delete()
    Delivery.objects.create(**due, due_at=later - timedelta(seconds=40))
    Delivery.objects.create(**due, due_at=later - timedelta(seconds=70), done_at=later)
    lead.beat("worker:a:1", now=later - timedelta(seconds=3))
    lead.beat("worker:b:2", now=later - timedelta(hours=3))
    lead.beat("intake:a:3", now=later - timedelta(seconds=20))
    found = numbers(metrics.page(now=later).decode())
    assert found["varde_alarms_oldest_overdue_step_seconds",] == 90
    assert (found["varde_outbox_waiting",], found["varde_outbox_oldest_seconds",]) == (1, 40)
    assert (found["varde_pulse_age_seconds", "worker"], found["varde_pulse_age_seconds", "intake"]) == (3, 20)


def test_it_counts_the_messages_of_the_last_hour_by_state(world: World) -> None:
    press(world)
    tick(world, 61)
    made = messages()
    assert made
    found = numbers(metrics.page(now=world.now + timedelta(minutes=30)).decode())
    counts = {key[1]: value for key, value in found.items() if key[0] == "varde_messages_last_hour"}
    assert counts == {
        **dict.fromkeys(counts, 0),
        **{s: [m.state for m in made].count(s) for s in {m.state for m in made}},
    }
    assert "failed" in counts
    later = numbers(metrics.page(now=world.now + timedelta(hours=3)).decode())
    assert not any(value for key, value in later.items() if key[0] == "varde_messages_last_hour")


def test_nobody_and_no_place_is_in_it(world: World) -> None:
    press(world)
    text = metrics.page(now=world.now).decode()
    secrets = ("Ragnhild", "Moe", "Froland", "Responssenter", "Solbakken", "8031372", str(world.recipient.pk))
    assert not [one for one in secrets if one in text]


def test_only_the_monitoring_may_count(world: World) -> None:
    assert ROLES["metrics"].permissions == {"alarms.measure", "messaging.measure"}
    others = [role.code for role in ROLES.values() if role.permissions & ROLES["metrics"].permissions]
    assert others == ["metrics"]
    for actor in (world.operator, machine("alarm_worker")):
        with pytest.raises(PermissionDenied):
            alarms.figures(actor, now=world.now)
        with pytest.raises(PermissionDenied):
            messaging.count_by_state(actor, since=world.now)
