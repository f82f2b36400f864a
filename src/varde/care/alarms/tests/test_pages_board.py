"""The board, its fragment and its stream, as they are asked for by a browser."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from varde.care.alarms import actions
from varde.care.alarms.models import Alarm
from varde.care.alarms.testing import make_signal, scaip
from varde.care.alarms.tests.conftest import World
from varde.foundation.authorisation import machine
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.people.testing import make_recipient
from varde.kernel.clock import now


def test_a_stranger_to_the_system_is_sent_to_the_login_page(world: World) -> None:
    answer = Client().get(reverse("alarms:board"))
    assert answer.status_code == 302
    assert "logg-inn" in answer.headers["Location"]


def test_a_home_care_worker_has_no_board(nurse: Client) -> None:
    assert nurse.get(reverse("alarms:board")).status_code == 403


def test_the_board_says_who_what_where_and_offers_to_take(pressed: Alarm, operator: Client) -> None:
    page = operator.get(reverse("alarms:board")).text
    assert "Ragnhild Moe" in page
    assert "Trygghetsalarm" in page
    assert "Froland" in page
    assert "Kritisk" in page
    assert reverse("alarms:act", args=[pressed.pk, "take"]) in page


def test_a_neighbour_sees_no_line_of_the_alarm(pressed: Alarm, neighbour: Client) -> None:
    page = neighbour.get(reverse("alarms:board"))
    assert page.status_code == 200
    assert str(pressed.pk) not in page.text
    assert "Ragnhild" not in page.text


def test_the_fragment_is_empty_when_nothing_has_happened(pressed: Alarm, operator: Client) -> None:
    page = operator.get(reverse("alarms:board")).text
    number = re.search(r'id="board-number" name="n" value="(\d+)"', page)[1]
    again = operator.get(reverse("alarms:board"), {"n": number}, headers={"hx-request": "true"})
    assert (again.status_code, again.content) == (204, b"")
    first = operator.get(reverse("alarms:board"), {"n": "-1"}, headers={"hx-request": "true"})
    assert first.status_code == 200
    assert "<html" not in first.text


def test_the_filters_keep_what_they_say(pressed: Alarm, operator: Client, world: World) -> None:
    assert f'id="a-{pressed.pk}"' not in operator.get(reverse("alarms:board"), {"vis": "mine"}).text
    operator.post(reverse("alarms:act", args=[pressed.pk, "take"]))
    mine = operator.get(reverse("alarms:board"), {"vis": "mine"}).text
    assert f'id="a-{pressed.pk}"' in mine
    assert "Tatt av Ada" in mine
    assert "opptatt til" in mine


def test_a_technical_alert_stands_in_its_own_list(world: World, operator: Client) -> None:
    signal = make_signal(scaip("99999999"), source=world.source, at=world.now)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=now())
    page = operator.get(reverse("alarms:board")).text
    assert "Tekniske varsler" in page
    assert "Ukjent apparat" in page


def test_the_board_of_fifty_asks_the_database_at_most_25_times(
    world: World, operator: Client, django_assert_max_num_queries
) -> None:
    signals = []
    for number in range(50):
        device = f"70000{number:02}"
        person = make_recipient(world.municipality.pk, name=f"Person {number}")
        make_placement(make_item(world.municipality.pk, device=device), [person.pk])
        signals.append(make_signal(scaip(device, ref=str(number)), source=world.source, at=world.now))
    actions.read_signals(machine("signal_reader"), signals=signals, now=now())
    with django_assert_max_num_queries(25):
        page = operator.get(reverse("alarms:board"))
    assert page.text.count("data-row") == 50


def test_the_number_that_rings_counts_new_serious_alarms_only(pressed: Alarm, operator: Client) -> None:
    assert operator.get(reverse("alarms:waiting")).json() == {"ringing": 1}
    operator.post(reverse("alarms:act", args=[pressed.pk, "take"]))
    assert operator.get(reverse("alarms:waiting")).json() == {"ringing": 0}


def test_the_board_leads_to_what_has_been(pressed: Alarm, operator: Client) -> None:
    page = operator.get(reverse("alarms:board")).text
    assert f'href="{reverse("alarms:history")}"' in page
    assert f'href="{reverse("alarms:records")}"' in page
