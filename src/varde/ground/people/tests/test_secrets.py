"""What must never come out: the national id in logs, addresses and exceptions; anything sensitive at rest."""

from __future__ import annotations

import traceback

import pytest
from django.db import connection
from django.urls import reverse

from varde.foundation.audit.models import AccessLog
from varde.foundation.encryption import search_hash
from varde.ground.organisations.testing import Membership
from varde.ground.people import actions, queries
from varde.ground.people.models import Recipient
from varde.ground.people.testing import (
    make_next_of_kin,
    make_recipient,
    make_relation,
    make_risk,
    make_way_in,
)
from varde.kernel.national_id import NationalId

pytestmark = pytest.mark.django_db
NUMBER = "17854010026"  # synthetic: the month is raised by 80
REASON = "Ringer selv og spør etter hjelp"
SECRETS = (
    "Solbakken",
    "Froland 4820",
    "4711",
    "Ved døra",
    "+4741234567",
    "Kari Berg",
    "Hund i gangen",
    NUMBER,
)


def raw() -> bytes:
    """Every column of every table of people, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("people_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [
                    bytes(cell) if isinstance(cell, memoryview) else cell for row in cursor for cell in row
                ]
    return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in found)


def test_addresses_keys_phones_kin_and_risks_are_encrypted_in_the_tables(place):
    anna = make_recipient(place.froland.pk, national_id=NUMBER, phone="+4741234567")
    for make in (make_way_in, make_next_of_kin, make_risk):
        make(anna)
    held = raw()
    assert b"Anna Berg" in held  # the name is plain, so the reading works
    assert not [secret for secret in SECRETS if secret.encode() in held]


def test_the_number_is_found_by_its_keyed_hash_however_it_is_typed(place):
    anna = make_recipient(place.froland.pk, national_id=NUMBER)
    nurse = place.actor("home_care")
    for typed in (NUMBER, "178540 10026", f" {NUMBER} "):
        assert [row.pk for row in queries.find(nurse, text=typed, reason=REASON, now=place.now)] == [anna.pk]
    assert search_hash(NUMBER, context="people.national_id") != search_hash(NUMBER, context="another")


def test_the_number_stands_in_no_log_address_or_access_log(place, client, caplog, capfd):
    client.force_login(place.user("case_officer", place.froland))
    given = {"owner_id": place.froland.pk, "name": "Anna Berg", "national_id": NUMBER, "language": "no"}
    given |= dict.fromkeys(("hearing", "sight", "speech", "memory"), "usual")
    answers = [client.post(reverse("people:new"), given)]
    answers.append(client.post(reverse("people:new"), given))
    answers.append(client.post(reverse("people:find"), {"text": NUMBER, "reason": REASON}))
    answers.append(client.get(reverse("people:recipients"), {"q": NUMBER}))
    assert [answer.status_code for answer in answers] == [302, 200, 200, 302]
    out = capfd.readouterr()
    logged = [record.getMessage() for record in caplog.records] + [out.out, out.err]
    logged += [answer.headers.get("Location", "") for answer in answers]
    logged += [str(cell) for row in AccessLog.objects.values_list() for cell in row]
    assert not [line for line in logged if NUMBER in line]


def test_an_exception_about_a_recipient_says_neither_number_nor_name(place):
    officer = place.actor("case_officer")
    values = {"name": "Anna Berg", "national_id": NationalId.parse(NUMBER, synthetic=True)}
    row = actions.register_recipient(officer, owner_id=place.froland.pk, values=values, now=place.now)
    with pytest.raises(actions.AlreadyRegistered) as caught:
        actions.register_recipient(officer, owner_id=place.froland.pk, values=values, now=place.now)
    told = "".join(traceback.format_exception(caught.value)) + repr(row) + str(row)
    assert NUMBER not in told and "Anna" not in told


def test_a_number_that_exists_already_saves_nothing(place):
    officer = place.actor("case_officer")
    values = {"name": "Anna Berg", "national_id": NationalId.parse(NUMBER, synthetic=True)}
    actions.register_recipient(officer, owner_id=place.froland.pk, values=values, now=place.now)
    before = len(queries.recipients(officer, now=place.now))
    with pytest.raises(actions.AlreadyRegistered):
        actions.register_recipient(
            officer, owner_id=place.froland.pk, values={**values, "name": "B"}, now=place.now
        )
    assert len(queries.recipients(officer, now=place.now)) == before == 1


def test_synthetic_numbers_are_refused_where_the_settings_say_so(place, client, settings):
    settings.VARDE_SYNTHETIC = False
    client.force_login(place.user("case_officer", place.froland))
    answer = client.post(reverse("people:new"), {"national_id": NUMBER, "name": "Anna Berg"})
    assert "oppdiktet" in answer.content.decode()


def test_a_number_shown_on_request_is_logged_and_needs_a_relation(place):
    officer, anna = place.actor("case_officer"), make_recipient(place.froland.pk, national_id=NUMBER)
    with pytest.raises(queries.NoRelation):
        queries.national_id_of(officer, recipient_id=anna.pk, now=place.now)
    make_relation(anna, officer.id)
    assert queries.national_id_of(officer, recipient_id=anna.pk, now=place.now) == NUMBER
    assert AccessLog.objects.filter(subject=anna.pk, name__endswith="national_id_of").count() == 1
    assert NUMBER not in repr(Recipient.objects) + repr(anna)


def test_a_number_in_the_top_bar_comes_by_post_and_never_stands_in_an_address(place, client):
    client.force_login(place.user("home_care", place.froland))
    front = client.get("/").text
    form = front[front.index('class="top-search"') :].split(">", 1)[0]
    assert 'method="post"' in form and reverse("people:search") in form
    for typed in (NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}", "01.02.1940"):
        answer = client.post(reverse("people:search"), {"q": typed})
        assert answer.status_code == 200 and typed in answer.text, "on to the form that asks for a reason"
        assert f'action="{reverse("people:find")}"' in answer.text
    assert client.post(reverse("people:search"), {"q": "Anna"}).headers["Location"].endswith("?q=Anna")
    assert client.get(reverse("people:search"), {"q": NUMBER}).status_code == 405


def test_a_number_in_the_top_bar_is_dropped_for_who_may_not_search(place, client):
    client.force_login(place.user("unit_leader", place.froland))
    leader = client.post(reverse("people:search"), {"q": NUMBER})
    assert leader.status_code == 200
    Membership.objects.update(role="none")
    dropped = client.post(reverse("people:search"), {"q": NUMBER})
    assert NUMBER not in dropped.headers.get("Location", "") + dropped.text
