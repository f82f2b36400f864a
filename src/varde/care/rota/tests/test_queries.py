"""Who is on duty, how they are reached, and what the plan leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from varde.care.rota import actions, queries
from varde.care.rota.permissions import RotaPermission as P
from varde.care.rota.rules.standing import State
from varde.care.rota.testing import check_in, make_contact_method, make_pool, make_shift
from varde.foundation.accounts.models import User
from varde.foundation.ids import new_id
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.testing import Agreement, Membership, Organisation, make_membership
from varde.kernel.actor import EVERYWHERE, Actor

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def organisation(name: str, kind: str = "municipality") -> Organisation:
    return Organisation.objects.create(
        kind=kind, name=name, last_resort_name="Vakt", last_resort_phone="+4700000000"
    )


def person(name: str) -> User:
    return User.objects.create(email=f"{new_id()}@example.org", name=name)


def may(*where: Organisation, who: User | None = None) -> Actor:
    """Somebody with everything in those places; `who` also works there."""
    for place in where if who else ():
        if not Membership.objects.filter(user=who, organisation=place).exists():
            make_membership(who, place, "home_care")
    keys = frozenset(each.pk for each in where)
    grants = {
        str(each): keys for each in (P.VIEW, P.CHECK_IN, P.REACH, P.MANAGE, OrganisationPermission.VIEW)
    }
    return Actor(who.pk if who else new_id(), who.name if who else "Ada", grants=grants)


@pytest.fixture
def froland() -> Organisation:
    return organisation("Froland")


def test_the_check_in_is_the_truth_and_not_the_shift(froland, saturday_night):
    pool, planned, came = make_pool(froland), person("Planlagt"), person("Kom")
    make_shift(pool, saturday_night - 3 * HOUR, saturday_night + 5 * HOUR, user=planned)
    check_in(pool, saturday_night - 2 * HOUR, user=came)
    found = queries.on_duty(may(froland), pool_id=pool.pk, now=saturday_night)
    assert [(each.user_id, each.since) for each in found] == [(came.pk, saturday_night - 2 * HOUR)]


def test_one_who_checked_out_is_not_on_duty(froland, saturday_night):
    pool = make_pool(froland)
    check_in(pool, saturday_night - 2 * HOUR, until=saturday_night)
    assert queries.on_duty(may(froland), pool_id=pool.pk, now=saturday_night) == ()
    assert len(queries.on_duty(may(froland), pool_id=pool.pk, now=saturday_night - MINUTE)) == 1


@pytest.mark.parametrize("why", ["account closed", "no longer employed"])
def test_one_who_is_checked_in_but_cannot_work_here_any_more_leaves_a_hole_at_once(
    froland, saturday_night, why
):
    pool, nina = make_pool(froland), person("Nina")
    make_contact_method(froland, "+4790000001", user=nina)
    check_in(pool, saturday_night - 2 * HOUR, until=saturday_night - HOUR)
    check_in(pool, saturday_night - 2 * HOUR, user=nina)
    assert queries.duty_of(may(froland), pool_id=pool.pk, now=saturday_night).state is State.COVERED
    if why == "account closed":
        User.objects.filter(pk=nina.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=nina).update(ends_at=saturday_night)
        make_membership(nina, organisation("Birkenes"), "home_care")
    stands = queries.duty_of(may(froland), pool_id=pool.pk, now=saturday_night)
    assert (stands.state, stands.present, stands.since) == (State.UNCOVERED, (), saturday_night)
    found = queries.reach_many(may(froland), pool_ids=[pool.pk], now=saturday_night)[pool.pk]
    assert found.is_hole and found.receivers == ()


def test_the_duty_phone_is_called_first_then_each_person_with_what_rings_first(froland, saturday_night):
    pool, anne = make_pool(froland, duty_phone="+4790000001"), person("Anne")
    make_contact_method(froland, "+4790000003", kind="sms", is_ringing=False, user=anne)
    make_contact_method(froland, "+4790000002", user=anne, order=2)
    check_in(pool, saturday_night - HOUR, user=anne, phone="+4790000001")
    first, second = queries.reach(may(froland), pool_id=pool.pk, now=saturday_night)
    assert (first.user_id, [line.address for line in first.lines]) == (None, ["+4790000001"])
    assert (second.user_id, [line.address for line in second.lines]) == (
        anne.pk,
        ["+4790000002", "+4790000003"],
    )


def test_a_pool_with_a_phone_and_nobody_checked_in_is_a_hole_but_its_phone_can_still_be_rung(
    froland, saturday_night
):
    pool = make_pool(froland, duty_phone="+4790000001")
    actor = Actor(new_id(), "Alarmer", grants={str(P.REACH): EVERYWHERE})
    found = queries.reach_many(actor, pool_ids=[pool.pk, new_id()], now=saturday_night)
    assert set(found) == {pool.pk} and found[pool.pk].is_hole and found[pool.pk].receivers == ()
    assert [line.address for line in found[pool.pk].unmanned] == ["+4790000001"]


def test_somebody_on_duty_without_anything_that_rings_is_a_hole_to_an_alarm(froland, saturday_night):
    pool, anne = make_pool(froland), person("Anne")
    make_contact_method(froland, "anne@example.org", kind="email", is_ringing=False, user=anne)
    check_in(pool, saturday_night - HOUR, user=anne)
    found = queries.reach_many(may(froland), pool_ids=[pool.pk], now=saturday_night)[pool.pk]
    assert found.is_hole and [each.user_id for each in found.receivers] == [anne.pk]


def test_pools_of_many_organisations_are_resolved_in_a_fixed_number_of_queries(
    froland, saturday_night, django_assert_max_num_queries
):
    pools = []
    for name in ("Froland", "Birkenes", "Arendal", "Grimstad"):
        pools.append(make_pool(organisation(name), duty_phone="+4790000001"))
        check_in(pools[-1], saturday_night - HOUR)
    actor = Actor(new_id(), "Alarmer", grants={str(P.REACH): EVERYWHERE})
    with django_assert_max_num_queries(4):
        found = queries.reach_many(actor, pool_ids=[pool.pk for pool in pools], now=saturday_night)
    assert all(not found[pool.pk].is_hole for pool in pools)


def test_the_leader_on_duty_is_found_and_an_unmanned_leader_phone_comes_last(froland, saturday_night):
    manned = make_pool(froland, "Leder natt", kind="leader", duty_phone="+4790000004")
    make_pool(froland, "Leder bakvakt", kind="leader", duty_phone="+4790000005")
    make_pool(froland, "Natt", duty_phone="+4790000006")
    check_in(manned, saturday_night - HOUR)
    found = queries.leaders_on_duty(may(froland), owner_id=froland.pk, now=saturday_night)
    assert [each.lines[0].address for each in found if each.lines] == ["+4790000004", "+4790000005"]


def test_a_shift_that_nobody_came_to_is_a_hole_when_the_grace_is_over(froland):
    start = datetime(2026, 11, 6, 22, tzinfo=UTC)
    pool = make_pool(froland, grace_minutes=10, opens_at=time(23), closes_at=time(7))
    make_shift(pool, start, start + 8 * HOUR)

    def state(minutes: int) -> State:
        return queries.duty_of(may(froland), pool_id=pool.pk, now=start + minutes * MINUTE).state

    assert [state(m) for m in (-1, 0, 9, 10, 60)] == [
        State.CLOSED,
        State.AWAITED,
        State.AWAITED,
        State.UNCOVERED,
        State.UNCOVERED,
    ]
    check_in(pool, start + 20 * MINUTE)
    assert [state(m) for m in (15, 20)] == [State.UNCOVERED, State.COVERED]


def test_fewer_than_the_minimum_is_shown_as_too_few_and_the_hole_comes_first_in_the_list(
    froland, saturday_night
):
    centre = make_pool(froland, "Alarmer", kind="operators", minimum=2)
    make_pool(froland, "Nattpatruljen")
    check_in(centre, saturday_night - HOUR)
    first, second = queries.duty_now(may(froland), now=saturday_night)
    assert (first.name, first.state, first.is_hole) == ("Nattpatruljen", State.UNCOVERED, True)
    assert (second.name, second.state, second.minimum) == ("Alarmer", State.TOO_FEW, 2)


def test_one_who_forgot_to_check_out_is_still_called_but_covers_nothing(froland, saturday_night):
    pool = make_pool(froland, duty_phone="+4790000001")
    check_in(pool, saturday_night - 17 * HOUR)
    now = queries.duty_of(may(froland), pool_id=pool.pk, now=saturday_night)
    assert now.is_hole and now.since == saturday_night - HOUR and now.present[0].is_doubtful
    assert len(queries.reach(may(froland), pool_id=pool.pk, now=saturday_night)) == 2


@pytest.mark.parametrize(
    ("evening", "hours"), [(date(2026, 6, 6), 8), (date(2026, 3, 28), 7), (date(2026, 10, 24), 9)]
)
def test_an_uncovered_night_counts_its_true_hours_on_both_nights_of_the_clock(froland, evening, hours):
    pool = make_pool(froland)
    actor = may(froland)
    now = datetime.combine(evening, time(9), tzinfo=UTC)
    values = {"pool": pool, "start_time": time(7), "end_time": time(23), "valid_from": evening - DAY}
    actions.save_pattern(actor, row=None, values=values, now=now - DAY)
    cover = queries.holes(actor, pool_id=pool.pk, now=now, days=1)
    assert cover.nobody == hours * HOUR and len(cover.holes) == 1
    assert sum((day.nobody for day in cover.days), timedelta()) == hours * HOUR


def test_holes_are_exact_and_tell_nobody_from_too_few(froland, saturday_night):
    pool = make_pool(froland, minimum=2)
    make_shift(pool, saturday_night, saturday_night + DAY)
    make_shift(pool, saturday_night + HOUR, saturday_night + 2 * HOUR)
    cover = queries.holes(may(froland), pool_id=pool.pk, now=saturday_night, days=2)
    assert (cover.nobody, cover.too_few) == (24 * HOUR, 23 * HOUR)
    assert [part.period.start for part in cover.holes] == [
        saturday_night,
        saturday_night + 2 * HOUR,
        saturday_night + DAY,
    ]


def test_a_pool_with_hours_has_no_hole_outside_them(froland):
    now = datetime(2026, 11, 9, 5, tzinfo=UTC)  # Monday 06:00 in Norway
    pool = make_pool(froland, kind="support", opens_at=time(8), closes_at=time(16), weekdays="01234")
    assert queries.holes(may(froland), pool_id=pool.pk, now=now, days=7).nobody == 40 * HOUR


def test_a_stranger_and_a_neighbour_are_refused(froland, saturday_night):
    pool, birkenes = make_pool(froland), organisation("Birkenes")
    with pytest.raises(PermissionDenied):
        queries.on_duty(Actor(new_id(), "Stranger"), pool_id=pool.pk, now=saturday_night)
    for read in (queries.on_duty, queries.reach, queries.holes, queries.duty_of):
        with pytest.raises(Http404):
            read(may(birkenes), pool_id=pool.pk, now=saturday_night)
    assert queries.duty_now(may(birkenes), now=saturday_night) == ()
    assert queries.reach_many(may(birkenes), pool_ids=[pool.pk], now=saturday_night) == {}
    assert not queries.pools(may(birkenes)).exists()
    with pytest.raises(Http404):
        actions.check_in(may(birkenes), pool_id=pool.pk, now=saturday_night)


def test_a_client_sees_that_the_centres_shared_pool_is_staffed_but_not_by_whom(froland, saturday_night):
    centre = organisation("Responssenteret", kind="centre_host")
    shared = make_pool(centre, "Alarmer", kind="operators", is_shared=True)
    make_pool(centre, "Internt", kind="operators")
    check_in(shared, saturday_night - HOUR)
    agreement = Agreement.objects.create(
        provider=centre,
        client=froland,
        title="Svar",
        roles=["response_operator"],
        processing="processor",
        basis="Avtale",
        starts_at=saturday_night - DAY,
    )
    (seen,) = queries.pools_serving(may(froland), now=saturday_night)
    assert (seen.pool_id, seen.owner_id, seen.state) == (shared.pk, centre.pk, State.COVERED)
    assert queries.pools_serving(may(organisation("Birkenes")), now=saturday_night) == ()
    agreement.ended_at = saturday_night
    agreement.save()
    assert queries.pools_serving(may(froland), now=saturday_night) == ()


def test_the_check_in_page_puts_my_own_shifts_first(froland, saturday_night):
    me = person("Anne")
    on, own, other = (make_pool(froland, name) for name in ("A", "B", "C"))
    check_in(on, saturday_night - HOUR, user=me)
    make_shift(own, saturday_night + HOUR, saturday_night + 9 * HOUR, user=me)
    mine = queries.my_duty(may(froland, who=me), now=saturday_night)
    assert [[each.pool_id for each in part] for part in (mine.on, mine.own, mine.others)] == [
        [on.pk],
        [own.pk],
        [other.pk],
    ]


def test_somebody_who_acts_for_a_client_by_agreement_goes_on_duty_at_home_only(froland, saturday_night):
    centre, ada = organisation("Responssenteret", kind="centre_host"), person("Ada")
    patrol, shared = make_pool(froland), make_pool(centre, "Alarmer", kind="operators")
    make_membership(ada, centre, "response_operator")
    actor = replace(may(froland, centre), id=ada.pk)
    with pytest.raises(Http404):
        actions.check_in(actor, pool_id=patrol.pk, now=saturday_night)
    mine = queries.my_duty(actor, now=saturday_night)
    assert [each.pool_id for each in (*mine.on, *mine.own, *mine.others)] == [shared.pk]
    assert actions.check_in(actor, pool_id=shared.pk, now=saturday_night).user_id == ada.pk
