"""The pages: who may open them, what they say, and that a press does what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from varde.care.rota.models import ContactMethod, DutyCheckIn, Pool, Shift, ShiftPattern
from varde.care.rota.testing import check_in, make_contact_method, make_pool, make_shift
from varde.care.rota.tests.test_queries import DAY, HOUR, organisation, person
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.organisations.testing import Membership
from varde.kernel.clock import now as clock_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def froland():
    return organisation("Froland")


def enter(client, owner, role):
    user = make_user("Ada Olsen")
    Membership.objects.create(
        user=user, organisation=owner, role=role, starts_at=clock_now() - timedelta(days=1)
    )
    logged_in(user, client)
    return user


def rows(model, owner):
    with scope(frozenset({owner.pk})):
        return list(model.objects.order_by("pk"))


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_the_overview_says_who_is_on_duty_and_what_is_uncovered(client, froland):
    enter(client, froland, "home_care")
    check_in(make_pool(froland, "Dagvakt"), clock_now() - HOUR, user=person("Bo Berg"))
    make_pool(froland, "Nattpatruljen")
    shown = text(client.get(reverse("rota:home")))
    assert "Bo Berg" in shown and "1 vaktlag er udekket" in shown and "Nytt vaktlag" not in shown


def test_the_check_in_button_and_the_question_before_the_last_one_leaves(client, froland):
    me, pool = enter(client, froland, "home_care"), make_pool(froland)
    assert "Du er ikke på vakt" in text(client.get(reverse("rota:duty")))
    for _press in range(2):
        client.post(reverse("rota:check_in", args=[pool.pk]), {"phone": "900 00 001"})
    (row,) = rows(DutyCheckIn, froland)
    assert (row.user_id, row.phone) == (me.pk, "+4790000001")
    assert "Du er på vakt" in text(client.get(reverse("rota:duty")))
    out = reverse("rota:check_out", args=[pool.pk])
    assert "Du er den siste på vakt" in text(client.post(out))
    assert rows(DutyCheckIn, froland)[0].checked_out_at is None
    client.post(out, {"confirmed": "yes"})
    assert rows(DutyCheckIn, froland)[0].checked_out_at is not None


def test_a_wrong_number_does_not_check_in_in_silence(client, froland):
    enter(client, froland, "home_care")
    pool = make_pool(froland)
    for wrong in ("ring meg", "116117"):
        answer = client.post(reverse("rota:check_in", args=[pool.pk]), {"phone": wrong}, follow=True)
        assert "Du er ikke meldt på. Skriv et nummer som kan ringes" in text(answer)
    assert rows(DutyCheckIn, froland) == []


def test_a_number_that_cannot_be_rung_is_refused_at_its_field(client, froland):
    me = enter(client, froland, "unit_leader")
    pool = {"owner": froland.pk, "name": "Natt", "kind": "dispatch", "minimum": 1, "grace_minutes": 10}
    method = {"owner": froland.pk, "user": me.pk, "kind": "voice", "order": 1, "is_active": "on"}
    for wrong in ("02800", "116 117", "12345"):
        page = client.post(reverse("rota:new_pool"), {**pool, "duty_phone": wrong})
        assert "Skriv et nummer som kan ringes" in text(page, 422)
        page = client.post(reverse("rota:new_contact"), {**method, "address": wrong})
        assert "Skriv et nummer som kan ringes" in text(page, 422)
    assert rows(Pool, froland) == []


def test_the_pool_page_lists_fourteen_days_with_its_holes(client, froland):
    enter(client, froland, "unit_leader")
    pool, now = make_pool(froland), clock_now()
    make_shift(pool, now - HOUR, now + 2 * DAY)
    shown = text(client.get(reverse("rota:pool", args=[pool.pk])))
    assert "Ingen hull" in shown and "Ingen på vakt" in shown and 'class="day-bar"' in shown
    assert "style=" not in shown


def test_a_leader_makes_a_pool_a_pattern_and_a_shift_and_removes_it(client, froland):
    enter(client, froland, "unit_leader")
    values = {
        "owner": froland.pk,
        "name": "Natt",
        "kind": "dispatch",
        "minimum": 1,
        "grace_minutes": 10,
        "weekdays": list("0123456"),
        "duty_phone": "900 00 002",
        "is_active": "on",
    }
    assert client.post(reverse("rota:new_pool"), values).status_code == 302
    assert "et vaktlag med dette navnet" in text(client.post(reverse("rota:new_pool"), values), 422)
    (pool,) = rows(Pool, froland)
    assert pool.duty_phone == "+4790000002"
    assert client.post(reverse("rota:edit_pool", args=[pool.pk]), {**values, "minimum": 2}).status_code == 302
    pattern = {
        "weekdays": list("01234"),
        "start_time": "23:00",
        "end_time": "07:00",
        "on_holidays": "as_weekday",
        "every_weeks": 1,
        "valid_from": "2026-01-01",
    }
    client.post(reverse("rota:new_pattern", args=[pool.pk]), pattern)
    assert len(rows(ShiftPattern, froland)) == 1 and len(rows(Shift, froland)) in (39, 40, 41)
    start = (clock_now() + DAY).strftime("%Y-%m-%dT12:00")
    end = (clock_now() + DAY).strftime("%Y-%m-%dT10:00")
    new = reverse("rota:new_shift", args=[pool.pk])
    assert "må slutte etter" in text(client.post(new, {"starts_at": start, "ends_at": end}), 422)
    assert client.post(new, {"starts_at": end, "ends_at": start}).status_code == 302
    (shift,) = [row for row in rows(Shift, froland) if row.is_by_hand]
    client.post(reverse("rota:remove_shift", args=[shift.pk]))
    assert next(row for row in rows(Shift, froland) if row.pk == shift.pk).removed_at is not None


def test_the_list_of_shifts_is_filtered_and_comes_as_a_file(client, froland):
    enter(client, froland, "home_care")
    now = clock_now()
    night, day = make_pool(froland, "Natt"), make_pool(froland, "=Dag")
    make_shift(night, now, now + 8 * HOUR)
    make_shift(day, now, now + 8 * HOUR)
    shown = text(client.get(reverse("rota:shifts"), {"pool": night.pk}))
    assert '<td data-label="Vaktlag">' in shown and shown.count('<td data-label="Starter">') == 1
    lines = text(client.get(reverse("rota:shifts_csv"))).splitlines()
    assert len(lines) == 3 and any(line.startswith("'=Dag;Froland;") for line in lines)


def test_contact_methods_are_kept_by_leaders_and_never_ring_by_email(client, froland):
    enter(client, froland, "unit_leader")
    pool = make_pool(froland)
    values = {
        "owner": froland.pk,
        "pool": pool.pk,
        "kind": "email",
        "address": "vakt@example.org",
        "order": 1,
    }
    new = reverse("rota:new_contact")
    assert "kan ringe" in text(client.post(new, {**values, "is_ringing": "on"}), 422)
    assert client.post(new, {**values, "is_active": "on"}).status_code == 302
    assert "vakt@example.org" in text(client.get(reverse("rota:contacts")))


def test_a_contact_method_stays_with_its_owner_and_another_owners_pool_is_said_at_the_field(client, froland):
    me, birkenes = enter(client, froland, "unit_leader"), organisation("Birkenes")
    Membership.objects.create(
        user=me, organisation=birkenes, role="unit_leader", starts_at=clock_now() - timedelta(days=1)
    )
    own, theirs = make_pool(froland), make_pool(birkenes, "Vestvakta")
    row = make_contact_method(froland, "+4741000002", pool=own)
    given = {"owner": froland.pk, "pool": own.pk, "kind": "voice", "address": "41000003", "order": 1}
    new, change = reverse("rota:new_contact"), reverse("rota:edit_contact", args=[row.pk])
    for page in (new, change):
        answer = client.post(page, {**given, "pool": theirs.pk})
        assert "Velg et vaktlag i samme virksomhet" in text(answer, 422)
    assert client.post(change, {**given, "owner": birkenes.pk}).status_code == 302
    (kept,) = rows(ContactMethod, froland)
    assert (kept.pool_id, kept.address) == (own.pk, "+4741000003") and not rows(ContactMethod, birkenes)


def test_home_care_may_not_change_the_plan_and_a_neighbour_sees_nothing(client, froland):
    enter(client, froland, "home_care")
    own, theirs = make_pool(froland), make_pool(organisation("Birkenes"), "Hemmelig")
    assert client.get(reverse("rota:new_pool")).status_code == 403
    assert client.get(reverse("rota:edit_pool", args=[own.pk])).status_code == 403
    assert client.get(reverse("rota:contacts")).status_code == 403
    assert client.get(reverse("rota:pool", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("rota:check_in", args=[theirs.pk])).status_code == 404
    assert "Hemmelig" not in text(client.get(reverse("rota:home")))
    assert client.get(reverse("rota:pool", args=[new_id()])).status_code == 404


def test_the_overview_asks_the_database_as_often_for_many_pools_as_for_one(
    client, froland, django_assert_max_num_queries
):
    enter(client, froland, "unit_leader")
    for nr in range(12):
        check_in(make_pool(froland, f"Lag {nr}"), clock_now() - HOUR)
    with django_assert_max_num_queries(17):
        text(client.get(reverse("rota:home")))
