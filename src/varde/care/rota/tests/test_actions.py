"""Checking in and out, the plan made from patterns, and holes that are noticed once."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from varde.care.rota import actions, jobs, queries
from varde.care.rota.events import HoleOpened
from varde.care.rota.models import DutyCheckIn, Hole, Shift
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.rules.duty import Level
from varde.care.rota.testing import check_in, make_contact_method, make_pool, make_shift
from varde.care.rota.tests.test_queries import DAY, HOUR, MINUTE, may, organisation, person
from varde.foundation.outbox import post
from varde.foundation.outbox.models import Delivery
from varde.foundation.ownership import scope
from varde.kernel.actor import Actor
from varde.kernel.clock import OSLO, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def froland():
    return organisation("Froland")


def everything(model, owner):
    with scope(frozenset({owner.pk})):
        return list(model.objects.order_by("pk"))


def test_a_double_press_is_one_check_in_with_the_first_time(froland, saturday_night):
    pool, actor = make_pool(froland), may(froland, who=person("Anne"))
    first = actions.check_in(actor, pool_id=pool.pk, now=saturday_night)
    second = actions.check_in(actor, pool_id=pool.pk, now=saturday_night + MINUTE, phone="+4790000009")
    assert (first.pk, first.checked_in_at) == (second.pk, second.checked_in_at)
    assert [row.phone for row in everything(DutyCheckIn, froland)] == ["+4790000009"]


def test_the_database_itself_refuses_a_second_open_check_in(froland, saturday_night):
    pool, anne = make_pool(froland), person("Anne")
    check_in(pool, saturday_night, user=anne)
    with pytest.raises(IntegrityError), transaction.atomic():
        check_in(pool, saturday_night + MINUTE, user=anne)


def test_the_last_one_sees_what_is_left_uncovered_and_must_confirm(froland, saturday_night):
    pool, actor = make_pool(froland), may(froland, who=person("Anne"))
    actions.check_in(actor, pool_id=pool.pk, now=saturday_night)
    make_shift(pool, saturday_night + 5 * HOUR, saturday_night + 13 * HOUR)
    with pytest.raises(actions.LeavesUncovered) as left:
        actions.check_out(actor, pool_id=pool.pk, now=saturday_night + HOUR)
    assert left.value.leaves == actions.Leaves(Level.NOBODY, 0, 1, saturday_night + 5 * HOUR)
    row = actions.check_out(actor, pool_id=pool.pk, now=saturday_night + HOUR, confirmed=True)
    assert row.checked_out_at == saturday_night + HOUR
    assert actions.check_out(actor, pool_id=pool.pk, now=saturday_night + HOUR) is None


def test_one_of_enough_checks_out_at_once_and_one_below_the_minimum_is_asked(froland, saturday_night):
    pool, actor = make_pool(froland, minimum=2), may(froland, who=person("Anne"))
    actions.check_in(actor, pool_id=pool.pk, now=saturday_night)
    check_in(pool, saturday_night - HOUR)
    with pytest.raises(actions.LeavesUncovered) as left:
        actions.check_out(actor, pool_id=pool.pk, now=saturday_night + HOUR)
    assert (left.value.leaves.level, left.value.leaves.present) == (Level.TOO_FEW, 1)
    check_in(pool, saturday_night)
    assert actions.check_out(actor, pool_id=pool.pk, now=saturday_night + HOUR) is not None


def test_only_a_leader_checks_out_somebody_else(froland, saturday_night):
    pool, anne = make_pool(froland), person("Anne")
    check_in(pool, saturday_night - 17 * HOUR, user=anne)
    colleague = Actor(person("Bo").pk, "Bo", grants={str(P.CHECK_IN): frozenset({froland.pk})})
    given = {"pool_id": pool.pk, "user_id": anne.pk, "now": saturday_night, "confirmed": True}
    with pytest.raises(PermissionDenied):
        actions.check_out(colleague, **given)
    assert actions.check_out(may(froland), **given).checked_out_by is not None


def test_a_night_pattern_is_seven_and_nine_hours_on_the_nights_of_the_clock(froland):
    pool, actor = make_pool(froland), may(froland)
    for evening, hours in ((date(2026, 3, 28), 7), (date(2026, 10, 24), 9)):
        values = {
            "pool": pool,
            "start_time": time(23),
            "end_time": time(7),
            "valid_from": evening,
            "valid_until": evening + DAY,
        }
        now = datetime.combine(evening, time(12), tzinfo=OSLO)
        pattern = actions.save_pattern(actor, row=None, values=values, now=now)
        (shift,) = queries.shifts(actor).filter(pattern=pattern)
        assert shift.ends_at - shift.starts_at == hours * HOUR
        assert (local(shift.starts_at).time(), local(shift.ends_at).time()) == (time(23), time(7))


def test_holidays_are_left_out_or_added_as_the_pattern_says(froland):
    pool, actor = make_pool(froland), may(froland)
    now = datetime(2026, 12, 21, 6, tzinfo=OSLO)  # Monday before Christmas

    def days(on_holidays: str, weekdays: str) -> list[int]:
        values = {
            "pool": pool,
            "start_time": time(8),
            "end_time": time(16),
            "valid_from": date(2026, 12, 21),
            "valid_until": date(2026, 12, 28),
            "weekdays": weekdays,
            "on_holidays": on_holidays,
        }
        pattern = actions.save_pattern(actor, row=None, values=values, now=now)
        return [local(s.starts_at).day for s in queries.shifts(actor).filter(pattern=pattern)]

    assert days("never", "01234") == [21, 22, 23, 24]
    assert days("also", "56") == [25, 26, 27]
    assert days("as_weekday", "01234") == [21, 22, 23, 24, 25]


def test_making_shifts_again_makes_none_twice_and_leaves_what_was_changed_by_hand(froland, saturday_night):
    pool, actor, anne = make_pool(froland), may(froland), person("Anne")
    values = {
        "pool": pool,
        "start_time": time(7),
        "end_time": time(15),
        "valid_from": date(2026, 11, 1),
    }
    pattern = actions.save_pattern(actor, row=None, values=values, now=saturday_night)
    before = list(queries.shifts(actor))
    assert jobs.make_shifts(saturday_night) == 0 and len(before) == 56
    actions.save_shift(actor, row=before[0], values={"user": anne}, now=saturday_night)
    actions.remove_shift(actor, shift_id=before[1].pk, now=saturday_night)
    actions.save_pattern(actor, row=pattern, values={**values, "end_time": time(16)}, now=saturday_night)
    after = list(queries.shifts(actor))
    assert len(after) == 55
    assert after[0].user_id == anne.pk and local(after[0].ends_at).hour == 15
    assert {local(row.ends_at).hour for row in after[1:]} == {16}
    assert jobs.make_shifts(saturday_night + 7 * DAY) == 7


def test_a_shift_that_is_over_is_not_changed(froland, saturday_night):
    pool, actor = make_pool(froland), may(froland)
    row = make_shift(pool, saturday_night - 9 * HOUR, saturday_night - HOUR)
    with pytest.raises(actions.ShiftHasEnded):
        actions.save_shift(actor, row=row, values={"user": None}, now=saturday_night)
    with pytest.raises(actions.ShiftHasEnded):
        actions.remove_shift(actor, shift_id=row.pk, now=saturday_night)


def test_a_hole_is_told_once_and_once_more_when_it_is_closed(froland, saturday_night, monkeypatch):
    told = []
    monkeypatch.setattr("varde.care.rota.actions.duty.publish", lambda event, *, now: told.append(event))
    pool = make_pool(froland, opens_at=time(23), closes_at=time(7))
    start = datetime(2026, 11, 6, 23, tzinfo=OSLO)
    make_shift(pool, start, start + 8 * HOUR)
    counts = [jobs.notice_holes(start + m * MINUTE) for m in (5, 10, 11, 30)]
    assert counts == [0, 1, 0, 0]
    check_in(pool, start + 31 * MINUTE)
    assert [jobs.notice_holes(start + m * MINUTE) for m in (32, 33)] == [1, 0]
    assert [(type(e).__name__, e.since) for e in told] == [("HoleOpened", start), ("HoleClosed", start)]
    (hole,) = everything(Hole, froland)
    assert (hole.noticed_at, hole.closed_at) == (start + 10 * MINUTE, start + 32 * MINUTE)


def test_the_news_of_a_hole_can_be_stored_and_read_again(froland, saturday_night, monkeypatch):
    heard = []
    one = post.Subscriber("test", HoleOpened, lambda **given: heard.append(given))
    monkeypatch.setattr(post, "_subscribers", {HoleOpened.code: {"test": one}})
    pool = make_pool(froland)
    jobs.notice_holes(saturday_night)
    assert post.run(saturday_night) == 1
    assert Delivery.objects.filter(done_at__isnull=False).count() == 1
    assert heard == [{"pool_id": pool.pk, "since": saturday_night, "now": saturday_night}]


def test_a_new_address_must_be_verified_again_and_an_email_never_rings(froland, saturday_night):
    actor, pool = may(froland), make_pool(froland)
    row = make_contact_method(froland, "+4790000001", pool=pool, verified_at=saturday_night)
    values = {"kind": "email", "address": "vakt@example.org", "is_ringing": True}
    saved = actions.save_contact_method(actor, row=row, values=values, now=saturday_night)
    assert (saved.is_ringing, saved.verified_at) == (False, None)


def test_a_neighbour_changes_nothing(froland, saturday_night):
    pool, other = make_pool(froland), may(organisation("Birkenes"))
    row = make_shift(pool, saturday_night, saturday_night + HOUR)
    with pytest.raises(Http404):
        actions.remove_shift(other, shift_id=row.pk, now=saturday_night)
    with pytest.raises(Exception, match="owner"):
        actions.save_pool(other, row=pool, values={"name": "Tatt"})
    assert [each.removed_at for each in everything(Shift, froland)] == [None]
