"""The pages: who may open them, what they say, and that a press does what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from varde.foundation.accounts.testing import logged_in, make_user
from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.tests.test_actions import texts
from varde.ground.organisations.testing import make_actor, make_agreement, make_membership, make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TASK = "recipient.respond"
LINE = f"{TASK}/checklist/routing"
EDITION = {"edition": "agder-2025", "version": "2025.1"}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town():
    return make_organisation("Froland")


@pytest.fixture
def boss(town):
    return make_actor(town, permissions=(*P,))


@pytest.fixture
def adopted(boss, town):
    return actions.adopt(boss, owner_id=town.pk, now=NOW, **EDITION)


def enter(client, owner, role, name="Liv Aas"):
    user = make_user(name)
    make_membership(user, owner, role)
    logged_in(user, client)
    return user


def text(response, status=200):
    assert response.status_code == status, response.content[:400]
    return response.content.decode()


def at(name, *args):
    return reverse(f"servicemodel:{name}", args=args)


def question(boss, town, **more):
    values = {"question": "Hvem svarer om natta?", "name": "Liv", "due_on": date(2026, 12, 1), **more}
    return actions.raise_clarification(boss, owner_id=town.pk, task=TASK, values=values, now=NOW)


def test_a_service_owner_takes_up_an_edition_and_sees_25_tasks(client, town):
    enter(client, town, "unit_leader")
    shown = text(client.get(at("home"), follow=True))
    assert "Ingen utgave er tatt i bruk" in shown and "Ta i bruk" in shown
    shown = text(client.post(at("difference", town.pk, *EDITION.values()), follow=True))
    assert shown.count(f'href="/tjenestemodell/{town.pk}/') >= 25
    assert "Ikke svart" in shown and "Ikke valgt" in shown
    shown = text(client.get(at("overview", town.pk) + "?at=2026-11-01"))
    assert "Slik var det" in shown and "Modellen var ikke tatt i bruk" in shown


def test_who_only_views_is_offered_nothing_to_change(client, town, adopted):
    enter(client, town, "home_care")
    shown = text(client.get(at("task", town.pk, TASK)))
    assert "Lagre svaret" not in shown and "Velg ansvarlig" not in shown
    for name in ("svar", "ansvar", "ord", "punkt", "notat"):
        assert client.get(at("act", town.pk, TASK, name)).status_code == 403
    assert client.get(at("region")).status_code == 403
    assert client.get(at("bring_in")).status_code == 403
    assert client.post(at("difference", town.pk, *EDITION.values())).status_code == 403


def test_a_neighbour_finds_nothing_and_a_stranger_is_refused(client, boss, town, adopted):
    row = question(boss, town)
    there = [
        at("overview", town.pk),
        at("task", town.pk, TASK),
        at("clarification", row.pk),
        at("editions", town.pk),
    ]
    enter(client, make_organisation("Risør"), "unit_leader")
    assert [client.get(one).status_code for one in there] == [404] * 4
    assert row.question not in text(client.get(at("unclear")))
    assert client.post(at("act", town.pk, TASK, "notat"), {"text": "hei"}).status_code == 404
    enter(client, town, "operator", "Ola Vik")
    assert [client.get(one).status_code for one in [*there, at("home"), at("unclear")]] == [403] * 6


def test_an_answer_is_given_on_the_page_and_nothing_typed_is_lost(client, boss, town, adopted):
    enter(client, town, "unit_leader")
    url = at("act", town.pk, TASK, "svar")
    wrong = {
        "address": LINE,
        "state": "yes",
        "evidence": "Planene ligger i Varde",
        "link": "javascript:alert(1)",
    }
    shown = text(client.post(url, wrong), 422)
    assert "Planene ligger i Varde" in shown and "https:// eller /" in shown
    shown = text(client.post(url, {**wrong, "link": "/varslingsplaner/"}, follow=True))
    assert "Planene ligger i Varde" in shown and "Ses på igjen 23.11.2027" in shown and "Liv Aas" in shown
    assert client.post(url, {**wrong, "link": "", "address": "recipient.respond/tips/kin"}).status_code == 404
    assert client.get(at("task", town.pk, "no.such")).status_code == 404


def test_responsible_status_note_and_own_words_are_written(client, boss, town, adopted):
    user = enter(client, town, "unit_leader")
    page = at("task", town.pk, TASK)
    assert "/ord/?address" in text(client.get(page + "?tilpass=1")) and "/ord/?address" not in text(
        client.get(page)
    )

    def press(name, **given):
        return text(client.post(at("act", town.pk, TASK, name), given, follow=True))

    assert "Liv Aas" in press(
        "ansvar", person=str(user.pk), deputy_name="Bo Berg", arrangement="all", by="municipality"
    )
    assert "Stedfortreder: Bo Berg" in text(client.get(at("task", town.pk, TASK)))
    assert "I gang" in press("status", alarm="under_way")
    assert "Spør Birkenes" in press("notat", text="Spør Birkenes")
    shown = press("ord", address=LINE, nb="Alarmen når noen i Froland")
    assert "Alarmen når noen i Froland" in shown and "Utgavens ord" in shown
    assert "Vi har prøvd reserven" in press("punkt", section="checklist", nb="Vi har prøvd reserven")
    assert "Lagt til side" in press("til-side", address=LINE)
    press("til-side", address=LINE, is_relevant="on")
    assert (
        next(
            one
            for one in queries.task_page(boss, owner_id=town.pk, task=TASK, now=NOW).lines
            if one.shown.address == LINE
        ).shown.theirs
        is not None
    )


def test_a_clarification_is_raised_moved_answered_and_reopened(client, boss, town, adopted):
    user = enter(client, town, "unit_leader")
    url = at("act", town.pk, TASK, "sporsmal")
    assert "Hvem svarer?" in text(client.post(url, {"question": "Hvem svarer?", "due_on": "2026-12-01"}), 422)
    text(
        client.post(
            url, {"question": "Hvem svarer?", "due_on": "2026-12-01", "person": str(user.pk)}, follow=True
        )
    )
    row = queries.unclear(boss).get()
    assert row.user_id == user.pk
    page = at("clarification", row.pk)
    shown = text(client.post(page, {"do": "move", "move-due_on": "", "move-name": "Bo Berg"}), 422)
    assert "Bo Berg" in shown
    client.post(page, {"do": "move", "move-due_on": "2026-12-24", "move-name": "Bo Berg"})
    shown = text(client.post(page, {"do": "answer", "answer-answer": "Agder TMS"}, follow=True))
    assert "Agder TMS" in shown and "24.12.2026" in shown
    assert "Hvem svarer?" not in text(client.get(at("unclear")))
    assert "Hvem svarer?" in text(client.get(at("unclear") + "?everything=on&q=svarer"))
    shown = text(client.post(page, {"do": "reopen", "reopen-why": "TMS stenger"}, follow=True))
    assert "TMS stenger" in shown and "Agder TMS" in shown
    assert b"Hvem svarer?" in client.get(at("export")).content
    assert client.get(at("export") + "?format=xlsx").content[:2] == b"PK"


def test_a_newer_edition_is_brought_in_taken_up_and_asks_where_both_have_changed(client, boss, town, adopted):
    ours = "recipient.respond/clarifications/medical"
    actions.reword_point(boss, owner_id=town.pk, address=ours, nb="Hvordan når vi fastlegen i Froland?")
    shipped = "Hvordan får den som følger opp, medisinske opplysninger og vurderinger fra fastlegen?"
    given = texts("2026.1", **{shipped: "Hvordan spør dere fastlegen?"})
    enter(client, town, "secretariat", "Sara Moe")
    shown = text(client.post(at("bring_in"), {**given, "tasks": "no.such: {}"}), 422)
    assert "no.such" in shown and "2026.1" in shown
    assert client.post(at("bring_in"), given).status_code == 302
    assert "finnes fra før" in text(client.post(at("bring_in"), given), 422)
    enter(client, town, "unit_leader")
    url = at("difference", town.pk, "agder-2025", "2026.1")
    assert "Hvordan spør dere fastlegen?" in text(client.get(url))
    shown = text(client.post(url, follow=True))
    assert "Behold våre ord" in shown and "Hvordan når vi fastlegen i Froland?" in shown
    shown = text(client.post(at("settle", town.pk), {"address": ours, "keep": "1"}, follow=True))
    assert "Behold våre ord" not in shown
    assert "Hvordan når vi fastlegen i Froland?" in text(client.get(at("task", town.pk, TASK)))


def test_the_region_is_one_matrix_in_few_queries(client, django_assert_max_num_queries):
    office = make_organisation("Sekretariatet", kind="secretariat")
    for n in range(25):
        town = make_organisation(f"Kommune {n:02}")
        make_agreement(office, town, "secretariat")
        boss = make_actor(town, permissions=(*P,))
        actions.adopt(boss, owner_id=town.pk, now=NOW, **EDITION)
        question(boss, town)
    enter(client, office, "secretariat", "Sara Moe")
    text(client.get(at("region")))
    with django_assert_max_num_queries(30):
        shown = text(client.get(at("region")))
    assert shown.count("<td>") == 25 * 25 and "1 uavklart" in shown and "Ikke svart" in shown
    shown = text(client.get(at("region") + "?area=support&technology=alarm"))
    assert "Ikke satt" in shown and shown.count("<td>") < 25 * 25
    assert "Kommune 24" in text(client.get(at("home")))


def test_the_other_pages_keep_to_their_queries(client, boss, town, adopted, django_assert_max_num_queries):
    row = question(boss, town)
    enter(client, town, "unit_leader")
    for url in (
        at("overview", town.pk),
        at("task", town.pk, TASK),
        at("unclear"),
        at("clarification", row.pk),
        at("editions", town.pk),
        at("difference", town.pk, "national-2023", "2023.1"),
        at("act", town.pk, TASK, "ansvar"),
        at("service_owner", town.pk),
    ):
        client.get(url)
        with django_assert_max_num_queries(25):
            text(client.get(url))
