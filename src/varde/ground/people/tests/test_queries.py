"""Who sees whom, and what stands in the access log afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from varde.foundation.audit.models import AccessLog
from varde.ground.organisations.queries import actor_for_user
from varde.ground.people import actions, queries
from varde.ground.people.rules.address import Answer, Protection
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis, RelationRefused
from varde.ground.people.testing import (
    make_address,
    make_next_of_kin,
    make_recipient,
    make_relation,
    make_risk,
    make_way_in,
)

pytestmark = pytest.mark.django_db
REASON = "Ringer selv og spør etter hjelp"


def test_a_card_opens_for_the_one_who_has_a_care_relation_and_the_log_says_on_what_ground(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk, hearing="hard", may_fall=True)
    make_risk(anna)
    make_next_of_kin(anna)
    make_way_in(anna)
    make_relation(anna, nurse.id)
    card = queries.card(nurse, recipient_id=anna.pk, now=place.now)
    assert (card.name, card.address.street, card.talking) == ("Anna Berg", "Solbakken 4", ("Hører dårlig",))
    assert (card.facts, card.fact_words) == ({"may_fall"}, ("Faller lett",))
    assert (len(card.risks), len(card.kin), len(card.ways_in)) == (1, 1, 1)
    entry = AccessLog.objects.get(subject=anna.pk)
    assert (entry.subject_kind, entry.purpose, entry.owner) == ("recipient", "case", place.froland.pk)


def test_a_reading_whose_result_names_no_owner_is_the_recipients_owners_and_may_be_beyond(place):
    place.agreement(ends_at=place.now - timedelta(days=400))
    operator, anna = place.actor("response_operator", place.centre), make_recipient(place.froland.pk)
    make_relation(anna, place.centre.pk, kind=HolderKind.ORGANISATION, basis=Basis.ALARM)
    queries.kin_who_receive(operator, recipient_id=anna.pk, now=place.now)
    entry = AccessLog.objects.get(subject=anna.pk, name__endswith="kin_who_receive")
    assert (entry.owner, entry.beyond_agreement) == (place.froland.pk, True)


def test_a_number_that_was_looked_at_is_the_recipients_owners_to_know_of(place):
    officer, anna = place.actor("case_officer"), make_recipient(place.froland.pk, national_id="17854010026")
    make_relation(anna, officer.id)
    queries.national_id_of(officer, recipient_id=anna.pk, now=place.now)
    assert {row.owner for row in AccessLog.objects.filter(subject=anna.pk)} == {place.froland.pk}


def test_a_card_stays_shut_without_a_care_relation(place):
    anna = make_recipient(place.froland.pk)
    with pytest.raises(queries.NoRelation):
        queries.card(place.actor("home_care"), recipient_id=anna.pk, now=place.now)


def test_a_card_stays_shut_for_a_role_that_never_sees_people(place):
    anna = make_recipient(place.froland.pk)
    with pytest.raises(PermissionDenied):
        queries.card(place.actor("secretariat"), recipient_id=anna.pk, now=place.now)


def test_the_neighbour_municipality_does_not_find_the_recipient_at_all(place):
    anna, stranger = make_recipient(place.froland.pk), place.actor("case_officer", place.birkenes)
    make_relation(anna, stranger.id)
    with pytest.raises(Http404):
        queries.card(stranger, recipient_id=anna.pk, now=place.now)
    assert list(queries.recipients(stranger, now=place.now)) == []
    assert list(queries.find(stranger, text="Anna", reason=REASON, now=place.now)) == []
    with pytest.raises(Http404):
        actions.open_by_search(stranger, recipient_id=anna.pk, reason=REASON, now=place.now)


def test_a_relation_to_a_unit_or_an_organisation_opens_for_those_who_work_there(place):
    place.agreement()
    operator = place.actor("response_operator", place.centre)
    anna = make_recipient(place.froland.pk)
    make_relation(anna, place.froland.pk, kind=HolderKind.ORGANISATION)
    with pytest.raises(queries.NoRelation):
        queries.card(operator, recipient_id=anna.pk, now=place.now)
    make_relation(anna, place.centre.pk, kind=HolderKind.ORGANISATION, basis=Basis.ALARM)
    assert queries.card(operator, recipient_id=anna.pk, now=place.now).basis == "alarm"


def test_a_relation_holds_until_the_instant_it_ends(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    make_relation(anna, nurse.id, ends_at=place.now)
    assert queries.card(nurse, recipient_id=anna.pk, now=place.now - timedelta(microseconds=1))
    with pytest.raises(queries.NoRelation):
        queries.card(nurse, recipient_id=anna.pk, now=place.now)


def test_the_list_holds_only_ones_own_unless_the_role_sees_all(place):
    nurse, officer = place.actor("home_care"), place.actor("case_officer")
    anna = make_recipient(place.froland.pk)
    make_recipient(place.froland.pk, name="Åse Øverland")
    make_relation(anna, nurse.id)
    assert [row.name for row in queries.recipients(nurse, now=place.now)] == ["Anna Berg"]
    assert [row.name for row in queries.recipients(officer, now=place.now, search="øver ÅSE")] == [
        "Åse Øverland"
    ]
    assert AccessLog.objects.filter(ids__contains=str(anna.pk)).count() == 1


def test_a_search_needs_a_reason_and_opens_the_card_for_an_hour(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    with pytest.raises(RelationRefused):
        queries.find(nurse, text="Anna", reason="sjekk", now=place.now)
    assert [row.pk for row in queries.find(nurse, text="anna", reason=REASON, now=place.now)] == [anna.pk]
    assert AccessLog.objects.get(purpose="search").basis == REASON
    actions.open_by_search(nurse, recipient_id=anna.pk, reason=REASON, now=place.now)
    assert queries.card(nurse, recipient_id=anna.pk, now=place.now + timedelta(minutes=59)).basis == "search"
    with pytest.raises(queries.NoRelation):
        queries.card(nurse, recipient_id=anna.pk, now=place.now + timedelta(minutes=60))


def test_emergency_access_ends_in_hours_and_waits_for_somebody_elses_follow_up(place):
    leader, anna = place.actor("unit_leader"), make_recipient(place.froland.pk)
    nurse = place.actor("home_care")
    row = actions.emergency_access(nurse, recipient_id=anna.pk, reason=REASON, hours=2, now=place.now)
    assert (
        queries.card(nurse, recipient_id=anna.pk, now=place.now + timedelta(minutes=119)).basis == "emergency"
    )
    with pytest.raises(queries.NoRelation):
        queries.card(nurse, recipient_id=anna.pk, now=place.now + timedelta(hours=2))
    assert [r.pk for r in queries.emergency_accesses(leader)] == [row.pk]
    actions.review_emergency_access(leader, relation_id=row.pk, note="Var nødvendig", now=place.now)
    assert list(queries.emergency_accesses(leader)) == []


def test_nobody_follows_up_their_own_emergency_access(place):
    leader, anna = place.actor("unit_leader"), make_recipient(place.froland.pk)
    row = actions.emergency_access(leader, recipient_id=anna.pk, reason=REASON, hours=2, now=place.now)
    with pytest.raises(Http404):
        actions.review_emergency_access(leader, relation_id=row.pk, note="Fint", now=place.now)


def test_an_ended_agreement_shuts_the_card_and_everything_else(place):
    operator_user = place.user("response_operator", place.centre)
    place.agreement(ends_at=place.now + timedelta(days=9), ended_at=place.now - timedelta(minutes=1))
    operator = actor_for_user(operator_user, now=place.now)
    anna = make_recipient(place.froland.pk)
    make_relation(anna, operator.id, basis=Basis.ALARM)
    for look in (
        lambda: queries.card(operator, recipient_id=anna.pk, now=place.now),
        lambda: queries.minimum(operator, recipient_id=anna.pk, basis="alarm", now=place.now),
    ):
        with pytest.raises(Http404):
            look()


def test_a_lapsed_agreement_leaves_the_minimum_of_a_live_alarm_and_says_so_in_the_log(place):
    place.agreement(ends_at=place.now - timedelta(days=1))
    operator, anna = place.actor("response_operator", place.centre), make_recipient(place.froland.pk)
    way = make_way_in(anna)
    make_relation(anna, operator.id, basis=Basis.CASE)
    with pytest.raises(queries.NoRelation):
        queries.minimum(operator, recipient_id=anna.pk, basis="alarm", now=place.now)
    with pytest.raises(queries.NoRelation):
        queries.reveal_way_in(operator, way_in_id=way.pk, basis="alarm", now=place.now)
    make_relation(anna, place.centre.pk, kind=HolderKind.ORGANISATION, basis=Basis.ALARM)
    with pytest.raises(Http404):
        queries.card(operator, recipient_id=anna.pk, now=place.now)
    shown = queries.minimum(operator, recipient_id=anna.pk, basis="alarm 1", now=place.now)
    assert (shown.name, shown.address.street, len(shown.ways_in)) == ("Anna Berg", "Solbakken 4", 1)
    assert queries.reveal_way_in(operator, way_in_id=way.pk, basis="alarm 1", now=place.now).code == "4711"
    entries = AccessLog.objects.filter(subject=anna.pk)
    assert [e.beyond_agreement for e in entries] == [True, True]


@pytest.mark.parametrize("level", [Protection.CONFIDENTIAL, Protection.STRICTLY_CONFIDENTIAL])
def test_a_protected_address_shows_to_whoever_holds_a_live_alarm_and_to_nobody_by_search(place, level):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    make_address(anna, protection=level, street="Gjemt vei 1")
    way = make_way_in(anna)
    actions.open_by_search(nurse, recipient_id=anna.pk, reason=REASON, now=place.now)
    card = queries.card(nurse, recipient_id=anna.pk, now=place.now)
    assert (card.address, card.address_answer, card.ways_in) == (None, Answer.WITHHOLD, ())
    with pytest.raises(queries.NoRelation):
        queries.protected_address(nurse, recipient_id=anna.pk, now=place.now)
    with pytest.raises(queries.NoRelation):
        queries.reveal_way_in(nurse, way_in_id=way.pk, basis="", now=place.now)
    make_relation(anna, place.froland.pk, kind=HolderKind.ORGANISATION, basis=Basis.ALARM)
    assert queries.card(nurse, recipient_id=anna.pk, now=place.now).address is None  # not taken yet
    make_relation(anna, nurse.id, basis=Basis.ALARM)
    assert queries.card(nurse, recipient_id=anna.pk, now=place.now).address.street == "Gjemt vei 1"
    assert AccessLog.objects.filter(subject=anna.pk, name__endswith="protected_address").count() == 1


@pytest.mark.parametrize("level", [Protection.CONFIDENTIAL, Protection.STRICTLY_CONFIDENTIAL])
@pytest.mark.parametrize(
    ("home", "stay"), [("protected", "ordinary"), ("ordinary", "protected"), ("protected", "protected")]
)
def test_a_way_in_is_as_hidden_as_the_strictest_of_home_and_stay_and_an_address_as_its_own_says(
    place, level, home, stay
):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    how = {"protected": level, "ordinary": Protection.ORDINARY}
    make_address(anna, protection=how[home], street="Hjemme 1")
    way, until = make_way_in(anna), (place.now + timedelta(days=30)).date()
    make_address(anna, protection=how[stay], street="Opphold 2", ends_on=until)
    make_relation(anna, nurse.id)
    card = queries.card(nurse, recipient_id=anna.pk, now=place.now)
    seen = "Opphold 2" if stay == "ordinary" else None
    assert (card.address.street if card.address else None) == seen
    assert (card.ways_in, card.hides_ways) == ((), True)
    with pytest.raises(queries.NoRelation):
        queries.reveal_way_in(nurse, way_in_id=way.pk, basis="", now=place.now)
    make_relation(anna, place.froland.pk, kind=HolderKind.ORGANISATION, basis=Basis.ALARM)
    least = queries.minimum(nurse, recipient_id=anna.pk, basis="alarm", now=place.now)  # not taken yet
    assert (least.address.street if least.address else None, least.ways_in) == (seen, ())
    make_relation(anna, nurse.id, basis=Basis.ALARM)
    for shown in (
        queries.card(nurse, recipient_id=anna.pk, now=place.now),
        queries.minimum(nurse, recipient_id=anna.pk, basis="alarm", now=place.now),
    ):
        assert (shown.address.street, len(shown.ways_in), shown.hides_ways) == ("Opphold 2", 1, False)
    assert queries.reveal_way_in(nurse, way_in_id=way.pk, basis="alarm", now=place.now).code == "4711"


def test_a_protected_home_hides_the_ways_in_from_the_day_it_is_registered_and_not_after_it_ended(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    way, today = make_way_in(anna), place.now.date()
    make_relation(anna, nurse.id)
    strict = {"protection": Protection.STRICTLY_CONFIDENTIAL, "street": "Gjemt vei 1"}
    make_address(anna, ends_on=today - timedelta(days=1), **strict)  # lived there before
    assert queries.reveal_way_in(nurse, way_in_id=way.pk, basis="", now=place.now).code == "4711"
    later = {"starts_on": today + timedelta(days=7), "ends_on": today + timedelta(days=90)}
    make_address(anna, **later, **strict)  # moves there next week
    card = queries.card(nurse, recipient_id=anna.pk, now=place.now)
    assert (card.address.street, card.ways_in) == ("Solbakken 4", ())
    with pytest.raises(queries.NoRelation):
        queries.reveal_way_in(nurse, way_in_id=way.pk, basis="", now=place.now)


def test_each_reveal_of_a_way_in_is_a_line_in_the_log_of_the_recipient(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    way = make_way_in(anna)
    make_relation(anna, nurse.id)
    for _ in range(2):
        shown = queries.reveal_way_in(nurse, way_in_id=way.pk, basis="besøk", now=place.now)
    assert (shown.location, shown.code) == ("Ved døra", "4711")
    assert AccessLog.objects.filter(subject=anna.pk, basis="besøk").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_list_for_another_reason_is_another_entry(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    for reason in (REASON, "Spurt av en nabo", REASON):
        assert [row.pk for row in queries.find(nurse, text="anna", reason=reason, now=place.now)] == [anna.pk]
    entries = AccessLog.objects.filter(purpose="search").values_list("basis", flat=True)
    assert sorted(entries) == sorted([REASON, "Spurt av en nabo"])


@pytest.mark.django_db(transaction=True)
def test_a_list_whose_entry_was_rolled_back_is_logged_when_it_is_shown_again(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    make_relation(anna, nurse.id)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        list(queries.recipients(nurse, now=place.now))
        raise ZeroDivisionError
    assert list(queries.recipients(nurse, now=place.now)) == [anna]
    assert AccessLog.objects.filter(ids__contains=str(anna.pk)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_names_of_a_board_are_those_one_has_a_relation_to_and_are_logged_once(place):
    nurse, anna = place.actor("home_care"), make_recipient(place.froland.pk)
    other = make_recipient(place.froland.pk, name="Per Vik")
    make_relation(anna, nurse.id)
    for _ in range(2):
        shown = queries.labels(nurse, ids=[anna.pk, other.pk], now=place.now)
    assert {key: one.name for key, one in shown.items()} == {anna.pk: "Anna Berg"}
    assert AccessLog.objects.filter(ids__contains=str(anna.pk)).count() == 1
