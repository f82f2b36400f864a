"""Between shifts, into the record system, back in time; and who may send signals."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from varde.care.alarms import actions, queries
from varde.care.alarms.actions import Said
from varde.care.alarms.models import Alarm, HandoverNote, RecordText, Source
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import Verb
from varde.care.alarms.testing import make_source
from varde.care.alarms.tests.conftest import World, _browser, _user
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE
from varde.kernel.clock import now


def operate(world: World, alarm: Alarm, *verbs: Verb, said: Said | None = None) -> None:
    actor = world.actor(world.operator_user, now())
    for verb in verbs:
        act = Act(verb, by=str(actor.id))
        actions.operate(actor, alarm_id=alarm.pk, act=act, now=now(), said=said or Said())


def close(world: World, alarm: Alarm) -> RecordText:
    operate(world, alarm, Verb.TAKE)
    operate(world, alarm, Verb.CLOSE, said=Said(cause="fall", measures=("talked",)))
    with scope(EVERYWHERE):
        return RecordText.objects.get()


@pytest.fixture
def manager(world: World) -> Client:
    return _browser(_user("Siv", world.centre, "system_manager", world.now - timedelta(days=30)))


def test_what_is_left_to_write_and_what_is_with_113_stand_at_the_change_of_shift(
    pressed: Alarm, operator: Client, world: World
) -> None:
    operate(world, pressed, Verb.TAKE, Verb.SOLVE_LATER)
    page = operator.get(reverse("alarms:handover")).text
    assert reverse("alarms:card", args=[pressed.pk]) in page
    assert "Ingen alarmer er hos nødetat." in page


def test_a_note_is_written_by_one_shift_and_read_by_the_next(
    world: World, operator: Client, colleague: Client, neighbour: Client
) -> None:
    assert operator.post(reverse("alarms:write"), {"text": ""}).status_code == 422
    operator.post(reverse("alarms:write"), {"text": "Ring datteren kl. 8"})
    assert "Ring datteren" in colleague.get(reverse("alarms:handover")).text
    assert "Ring datteren" not in neighbour.get(reverse("alarms:handover")).text
    with scope(EVERYWHERE):
        note = HandoverNote.objects.get()
    assert note.owner_id == world.centre.pk
    assert neighbour.post(reverse("alarms:read", args=[note.pk])).status_code == 404
    colleague.post(reverse("alarms:read", args=[note.pk]))
    assert "lest av Bo" in operator.get(reverse("alarms:handover")).text


def test_a_home_care_worker_writes_no_note(nurse: Client) -> None:
    assert nurse.post(reverse("alarms:write"), {"text": "Hei"}).status_code == 403


def test_a_text_waits_until_somebody_has_copied_it(
    pressed: Alarm, operator: Client, neighbour: Client, world: World
) -> None:
    record = close(world, pressed)
    url = reverse("alarms:copied", args=[record.pk])
    assert "Årsak: fall" in operator.get(reverse("alarms:records")).text
    assert "Årsak: fall" not in neighbour.get(reverse("alarms:records")).text
    assert neighbour.post(url).status_code == 404
    assert operator.post(url).status_code == 302
    assert "Ingen tekster venter" in operator.get(reverse("alarms:records")).text


def test_history_is_found_by_device_by_name_and_by_severity(
    pressed: Alarm, operator: Client, neighbour: Client
) -> None:
    url = reverse("alarms:history")
    row = reverse("alarms:card", args=[pressed.pk])
    for query in ({}, {"q": pressed.device}, {"q": "ragnhild"}, {"q": str(pressed.pk)}, {"severity": "40"}):
        assert row in operator.get(url, query).text, query
    for query in ({"q": "finnes ikke"}, {"severity": "10"}):
        assert row not in operator.get(url, query).text, query
    assert row not in neighbour.get(url).text


def test_the_export_names_nobody_and_holds_no_formula(pressed: Alarm, operator: Client) -> None:
    with scope(EVERYWHERE):
        Alarm.objects.filter(pk=pressed.pk).update(device="=cmd()")
    text = operator.get(reverse("alarms:export")).content.decode("utf-8-sig")
    assert "Trygghetsalarm" in text
    assert "Ragnhild" not in text
    assert ";'=cmd()" in text


def test_a_source_gets_a_key_that_is_shown_once_and_stored_as_a_hash(manager: Client, world: World) -> None:
    form = {
        "owner_id": str(world.centre.pk),
        "name": "Ny plattform",
        "reply": "message",
        "addresses": "10.1.0.0/16",
    }
    made = manager.post(reverse("alarms:new_source"), form)
    assert made.status_code == 302, made.text
    with scope(EVERYWHERE):
        row = Source.objects.get(name="Ny plattform")
    page = manager.post(reverse("alarms:issue_key", args=[row.pk]))
    key = page.context["secret"]
    assert key in page.text
    assert key not in manager.get(made.headers["Location"]).text
    with scope(EVERYWHERE):
        assert Source.objects.get(pk=row.pk).key_hash == hashlib.sha256(key.encode()).hexdigest()


def test_every_change_of_a_source_is_seen_by_the_intake(manager: Client, world: World) -> None:
    key = [world.source.pk]
    seen = {queries.intake_sources()[0]}
    form = {"name": "Nytt navn", "reply": "both", "addresses": ""}
    for name, data in (
        ("edit_source", form),
        ("issue_key", {}),
        ("issue_digest", {"user": "plattform"}),
        ("revoke_source", {}),
    ):
        manager.post(reverse(f"alarms:{name}", args=key), data)
        stamp, rows = queries.intake_sources()
        assert stamp not in seen, name
        seen.add(stamp)
    assert not rows[0].is_active
    assert rows[0].key_hash == ""


def test_wrong_networks_are_said_at_the_field_and_nothing_is_lost(manager: Client, world: World) -> None:
    form = {"owner_id": str(world.centre.pk), "name": "Plattform", "reply": "message", "addresses": "hjemme"}
    answer = manager.post(reverse("alarms:new_source"), form)
    assert answer.status_code == 422
    assert "Skriv nettverk som" in answer.text
    assert 'value="Plattform"' in answer.text


@pytest.mark.parametrize("network", ["10.20.0.0/17", "10.20.3.4", "10.0.0.0/8", "fd00:1::/48"])
def test_a_network_that_another_owners_source_has_is_refused_and_nobody_is_named(
    manager: Client, world: World, network: str
) -> None:
    theirs = make_source(
        world.municipality, now=world.now, name="Naboens", addresses=["10.20.0.0/16", "fd00:1::/32"]
    )
    form = {"owner_id": str(world.centre.pk), "name": "Oss", "reply": "message", "addresses": network}
    answer = manager.post(reverse("alarms:new_source"), form)
    assert answer.status_code == 422
    assert "Nettverket er i bruk" in answer.text and "Naboens" not in answer.text
    edited = manager.post(reverse("alarms:edit_source", args=[world.source.pk]), form)
    assert edited.status_code == 422
    with scope(EVERYWHERE):
        assert not Source.objects.filter(name="Oss").exists()
        Source.objects.filter(pk=theirs.pk).update(is_active=False)
    assert manager.post(reverse("alarms:new_source"), form).status_code == 302, "it was given up"


def test_own_sources_may_share_a_network_and_keep_their_own(manager: Client, world: World) -> None:
    form = {"owner_id": str(world.centre.pk), "name": "Oss", "reply": "message", "addresses": "10.20.0.0/16"}
    assert manager.post(reverse("alarms:edit_source", args=[world.source.pk]), form).status_code == 302
    assert manager.post(reverse("alarms:edit_source", args=[world.source.pk]), form).status_code == 302
    inside = form | {"name": "En gruppe", "addresses": "10.20.3.0/24"}
    assert manager.post(reverse("alarms:new_source"), inside).status_code == 302


@pytest.mark.parametrize(
    ("network", "code"), [("0.0.0.0/0", 422), ("8.0.0.0/7", 422), ("127.0.0.0/8", 302), ("2000::/3", 422)]
)
def test_a_network_that_is_far_too_wide_is_refused(
    manager: Client, world: World, network: str, code: int
) -> None:
    form = {"owner_id": str(world.centre.pk), "name": "Oss", "reply": "message", "addresses": network}
    answer = manager.post(reverse("alarms:new_source"), form)
    assert (answer.status_code, "Nettverket er for stort" in answer.text) == (code, code == 422)


def test_a_sip_user_that_another_organisation_has_is_refused_at_the_field(
    manager: Client, world: World
) -> None:
    make_source(world.municipality, now=world.now, name="Naboens", digest_user="careium")
    url = reverse("alarms:issue_digest", args=[world.source.pk])
    answer = manager.post(url, {"user": "careium"})
    assert answer.status_code == 409
    assert "Brukernavnet er opptatt" in answer.text and "Naboens" not in answer.text
    assert manager.post(url, {"user": "careium2"}).status_code == 200
    assert manager.post(url, {"user": "careium2"}).status_code == 200, "its own user stays its own"


def test_sources_are_for_those_who_manage_them(operator: Client, manager: Client, world: World) -> None:
    assert operator.get(reverse("alarms:sources")).status_code == 403
    assert operator.post(reverse("alarms:issue_key", args=[world.source.pk])).status_code == 403
    other = {"owner_id": str(world.municipality.pk), "name": "X", "reply": "message"}
    assert manager.post(reverse("alarms:new_source"), other).status_code == 422
