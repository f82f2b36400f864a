"""Who may see and do what: at every query and every action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.audit.models import AccessLog
from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.support import actions, queries
from varde.governance.support.actions import FaultSeen, Incident
from varde.governance.support.models import Deviation, ServiceLevel
from varde.governance.support.permissions import SupportPermission as P
from varde.governance.support.rules.codes import Cause, Harm
from varde.governance.support.testing import MONDAY, make_level, make_route, make_supplier, make_ticket
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_agreement, make_membership, make_organisation
from varde.ground.people.rules.address import Protection
from varde.ground.people.testing import Recipient, make_address, make_recipient, make_relation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def acts(actor, row, level_id, deviation_id):
    """Every action on one ticket, as this actor."""
    key, now = {"ticket_id": row.pk}, {"now": MONDAY}
    incident = Incident(MONDAY.date(), "Hva", "Tekst", Harm.NONE)
    return {
        "assign": lambda: actions.assign(actor, **key, user_id=actor.id, **now),
        "send": lambda: actions.send_to_supplier(actor, **key, level_id=level_id, message="x", **now),
        "take_back": lambda: actions.take_back(actor, **key, text="x", **now),
        "solve": lambda: actions.solve(actor, **key, cause=Cause.UNKNOWN, text="x", **now),
        "confirm": lambda: actions.confirm(actor, **key, **now),
        "reopen": lambda: actions.reopen(actor, **key, text="x", **now),
        "note": lambda: actions.note(actor, **key, text="x", **now),
        "note_cost": lambda: actions.note_cost(actor, **key, kroner=1, **now),
        "raise_deviation": lambda: actions.raise_deviation(actor, **key, given=incident, **now),
        "spare_deviation": lambda: actions.spare_deviation(actor, **key, reason="x", **now),
        "answer_as_supplier": lambda: actions.answer_as_supplier(actor, **key, text="x", **now),
        "solve_as_supplier": lambda: actions.solve_as_supplier(
            actor, **key, cause=Cause.UNKNOWN, text="x", **now
        ),
        "note_reference": lambda: actions.note_reference(actor, deviation_id=deviation_id, reference="x"),
    }


def reads(actor, row, deviation_id):
    """Every query that could show the ticket: each raises or is empty for who may not see it."""
    key = {"ticket_id": row.pk}
    return {
        "tickets": lambda: list(queries.tickets(actor)),
        "ticket": lambda: queries.ticket(actor, **key),
        "entries": lambda: list(queries.entries(actor, **key)),
        "gathered": lambda: list(queries.gathered(actor, **key)),
        "merged_into": lambda: list(queries.merged_into(actor, **key)),
        "open_about": lambda: list(queries.open_about(actor, recipient_id=row.recipient_id)),
        "untaken": lambda: list(queries.untaken(actor)),
        "held": lambda: list(queries.held(actor)),
        "to_confirm": lambda: list(queries.to_confirm(actor)),
        "near_breach": lambda: list(queries.near_breach(actor, now=MONDAY + 30 * DAY)),
        "deviations": lambda: list(queries.deviations(actor)),
        "deviation": lambda: queries.deviation(actor, deviation_id=deviation_id),
        "name_of": lambda: queries.name_of(actor, **key, now=MONDAY),
        "guide_of": lambda: queries.guide_of(actor, **key),
        "overview": lambda: queries.overview(actor, now=MONDAY).open,
        "levels": lambda: list(queries.levels(actor)),
        "all_levels": lambda: list(queries.all_levels(actor)),
        "routes": lambda: list(queries.routes(actor)),
        "assignable": lambda: (
            queries.assignable(actor, owner_id=row.owner_id, now=MONDAY)
            if actor.may(P.HANDLE, row.owner_id)
            else []
        ),
        "who_answers": lambda: queries.who_answers(actor, owner_id=row.owner_id, text="", now=MONDAY),
        "supplied": lambda: queries.supplied(actor, now=MONDAY),
        "supplied_ticket": lambda: queries.supplied_ticket(actor, **key, now=MONDAY),
        "waiting_for_supplier": lambda: list(queries.waiting_for_supplier(actor, now=MONDAY)),
    }


def shown(read) -> bool:
    try:
        return bool(read())
    except (PermissionDenied, Http404):
        return False


def refused(act) -> bool:
    try:
        act()
    except (PermissionDenied, Http404):
        return True
    return False


@pytest.fixture
def world(froland, supplier):
    """A ticket that waits for the supplier, about somebody, with a deviation."""
    person = make_recipient(froland.pk)
    level = make_level(froland, supplier)
    make_route(froland)
    row = make_ticket(
        froland, recipient_id=person.pk, state="waiting", supplier=supplier, level=level, sent_at=MONDAY,
        near_at=MONDAY, solve_at=MONDAY,
    )  # fmt: skip
    with scope(frozenset({froland.pk})):
        made = Deviation.objects.create(
            owner=froland, ticket=row, at=MONDAY, happened_on=MONDAY.date(), what="Hva", text="", measure="",
            harm="none", raised_by=new_id(), raised_name="Bo",
        )  # fmt: skip
    return row, level, made


ROLES = ("home_care", "superuser", "unit_leader", "system_manager", "case_officer", "supplier_support")


@pytest.mark.parametrize("role", ROLES)
def test_the_neighbour_municipality_sees_and_does_nothing(world, amli, someone, role):
    row, level, made = world
    stranger = someone(amli, role)
    assert [name for name, read in reads(stranger, row, made.pk).items() if shown(read)] == []
    assert [name for name, act in acts(stranger, row, level.pk, made.pk).items() if not refused(act)] == []


@pytest.mark.parametrize("role", ["superuser", "unit_leader", "system_manager"])
@pytest.mark.parametrize(
    "ends",
    [
        {"ends_at": MONDAY - DAY, "ended_at": MONDAY - DAY},  # properly ended
        {"ends_at": MONDAY - DAY},  # lapsed: a ticket is not what somebody needs in a live alarm
    ],
)
def test_an_agreement_that_is_over_opens_nothing(world, froland, someone, role, ends):
    row, level, made = world
    centre = make_organisation("Senteret", kind="centre_host")
    make_agreement(centre, froland, role, **ends)
    stranger = someone(centre, role)
    assert [name for name, read in reads(stranger, row, made.pk).items() if shown(read)] == []
    assert [name for name, act in acts(stranger, row, level.pk, made.pk).items() if not refused(act)] == []


def test_under_an_agreement_in_force_the_centre_handles_the_tickets(world, froland, someone):
    row, _level, _made = world
    centre = make_organisation("Senteret", kind="centre_host")
    make_agreement(centre, froland, "superuser")
    helper = someone(centre, "superuser", "Eli Nes")
    assert queries.ticket(helper, ticket_id=row.pk).pk == row.pk
    assert (helper.id, "Eli Nes") in queries.assignable(helper, owner_id=froland.pk, now=MONDAY)
    assert actions.assign(helper, ticket_id=row.pk, user_id=helper.id, now=MONDAY).assigned_name == "Eli Nes"


def test_who_only_reports_sees_their_own_and_what_they_were_given(froland, nurse, someone):
    theirs, mine = make_ticket(froland), make_ticket(froland, reported_by=nurse.id)
    given = make_ticket(froland, assigned_to=nurse.id)
    assert {row.pk for row in queries.tickets(nurse)} == {mine.pk, given.pk}
    with pytest.raises(Http404):
        queries.ticket(nurse, ticket_id=theirs.pk)
    assert refused(lambda: actions.note(nurse, ticket_id=theirs.pk, text="x", now=MONDAY))
    assert actions.note(nurse, ticket_id=mine.pk, text="x", now=MONDAY)
    for name, act in acts(nurse, mine, new_id(), new_id()).items():
        if name not in ("confirm", "reopen", "note", "raise_deviation"):
            assert refused(act), name


def test_the_leader_oversees_and_does_not_handle(world, leader):
    row, level, made = world
    allowed = {name for name, act in acts(leader, row, level.pk, made.pk).items() if not refused_softly(act)}
    assert allowed == {"note_reference"}
    assert queries.overview(leader, now=MONDAY).waiting == 1


def refused_softly(act) -> bool:
    try:
        return refused(act)
    except Exception:
        return False


class TestSupplier:
    def helper(self, place, someone):
        return someone(place, "supplier_support", "Per Fjell")

    def test_only_with_an_agreement_and_only_what_was_sent_to_them(self, world, froland, supplier, someone):
        row, _level, _made = world
        other = make_supplier("En annen AS")
        assert queries.supplied(self.helper(supplier, someone), now=MONDAY) == ()
        for place in (supplier, other):
            make_agreement(place, froland, "supplier_support")
        unsent = make_ticket(froland)
        per = self.helper(supplier, someone)
        assert [one.id for one in queries.supplied(per, now=MONDAY)] == [row.pk]
        stranger = self.helper(other, someone)
        assert queries.supplied(stranger, now=MONDAY) == ()
        for actor, key in ((stranger, row.pk), (per, unsent.pk)):
            with pytest.raises(Http404):
                queries.supplied_ticket(actor, ticket_id=key, now=MONDAY)
            with pytest.raises(Http404):
                actions.answer_as_supplier(actor, ticket_id=key, text="x", now=MONDAY)
            with pytest.raises(Http404):
                actions.solve_as_supplier(actor, ticket_id=key, cause=Cause.UNKNOWN, text="x", now=MONDAY)

    def test_no_other_door_is_open_to_them(self, world, froland, supplier, someone):
        row, level, made = world
        make_agreement(supplier, froland, "supplier_support")
        per = self.helper(supplier, someone)
        open_doors = {name for name, read in reads(per, row, made.pk).items() if shown(read)}
        assert open_doors == {"supplied", "supplied_ticket", "waiting_for_supplier"}
        done = {name for name, act in acts(per, row, level.pk, made.pk).items() if not refused_softly(act)}
        assert done == {"answer_as_supplier", "solve_as_supplier"}

    def test_when_the_agreement_ends_so_does_the_sight(self, world, froland, supplier, someone):
        make_agreement(supplier, froland, "supplier_support", ends_at=MONDAY - DAY, ended_at=MONDAY - DAY)
        assert queries.supplied(self.helper(supplier, someone), now=MONDAY) == ()

    def test_a_ticket_taken_back_is_read_only_for_them(self, world, froland, supplier, someone, technician):
        row, _level, _made = world
        make_agreement(supplier, froland, "supplier_support")
        per = self.helper(supplier, someone)
        actions.take_back(technician, ticket_id=row.pk, text="Vi tar den", now=MONDAY)
        assert not queries.supplied_ticket(per, ticket_id=row.pk, now=MONDAY).is_open
        assert refused(lambda: actions.answer_as_supplier(per, ticket_id=row.pk, text="x", now=MONDAY))


class TestWhomItIsAbout:
    def test_the_name_is_for_who_has_a_care_relation_and_for_nobody_else(
        self, world, froland, someone, technician
    ):
        row, _level, _made = world
        assert queries.name_of(technician, ticket_id=row.pk, now=MONDAY) == ""
        with scope(frozenset({froland.pk})):
            person = Recipient.objects.get(pk=row.recipient_id)
        make_relation(person, technician.id)
        assert queries.name_of(technician, ticket_id=row.pk, now=MONDAY) == "Anna Berg"

    def test_a_colleague_in_the_wrong_unit_does_not_see_the_name(self, world, technician, someone, froland):
        row, _level, _made = world
        colleague = someone(froland, "superuser", "Ola Moe")
        with scope(frozenset({froland.pk})):
            make_relation(Recipient.objects.get(pk=row.recipient_id), technician.id)
        assert queries.name_of(colleague, ticket_id=row.pk, now=MONDAY) == ""

    def test_a_relation_that_is_over_shows_no_name(self, world, technician, froland):
        row, _level, _made = world
        with scope(frozenset({froland.pk})):
            make_relation(Recipient.objects.get(pk=row.recipient_id), technician.id, ends_at=MONDAY - DAY)
        assert queries.name_of(technician, ticket_id=row.pk, now=MONDAY) == ""

    def test_a_protected_address_stands_nowhere_in_a_ticket(self, client, froland):
        user = make_user("Tor Vik")
        make_membership(user, froland, "superuser")
        person = make_recipient(froland.pk)
        make_address(person, protection=Protection.STRICTLY_CONFIDENTIAL, street="Hemmeligveien 9")
        make_relation(person, user.pk)
        row = make_ticket(froland, recipient_id=person.pk)
        logged_in(user, client)
        for page in (
            reverse("support:ticket", args=[row.pk]),
            reverse("support:list"),
            reverse("support:export"),
        ):
            answer = client.get(page)
            assert answer.status_code == 200 and "Hemmeligveien" not in answer.content.decode()

    def test_reading_a_ticket_is_in_the_access_log(self, world, leader):
        row, _level, _made = world
        queries.ticket(leader, ticket_id=row.pk)
        assert AccessLog.objects.filter(subject=row.pk, subject_kind="ticket", actor=leader.id).exists()


class TestSettings:
    def test_a_row_of_the_neighbour_can_be_neither_made_nor_changed(self, froland, amli, leader):
        mine = {"who": "Tekniker", "when": "always"}
        with pytest.raises(PermissionDenied):
            actions.save_route(leader, row=None, values={**mine, "owner": amli})
        with pytest.raises(PermissionDenied):
            actions.adopt_shipped_routes(leader, owner_id=amli.pk)
        assert actions.save_route(leader, row=None, values={**mine, "owner": froland}).who == "Tekniker"

    def test_a_ticket_is_sent_by_an_agreement_of_its_own_owner_that_is_in_use(
        self, froland, amli, technician
    ):
        row, theirs = make_ticket(froland), make_level(amli)
        old = make_level(froland, name="Gammel", is_active=False)
        for level in (theirs, old):
            with pytest.raises(Http404):
                actions.send_to_supplier(
                    technician, ticket_id=row.pk, level_id=level.pk, message="x", now=MONDAY
                )

    def test_a_ticket_is_given_to_nobody_who_may_not_handle_it(self, froland, technician, nurse):
        row = make_ticket(froland)
        for user in (nurse.id, new_id()):
            with pytest.raises(Http404):
                actions.assign(technician, ticket_id=row.pk, user_id=user, now=MONDAY)

    def test_the_machine_alone_opens_tickets_by_event(self, froland, technician, leader):
        seen = FaultSeen(new_id(), froland.pk, "T.battery_low", "x")
        for actor in (technician, leader):
            with pytest.raises(PermissionDenied):
                actions.open_from_fault(actor, given=seen, now=MONDAY)
            with pytest.raises(PermissionDenied):
                actions.tell_of_clocks(actor, now=MONDAY)
            with pytest.raises(PermissionDenied):
                queries.due(actor, now=MONDAY)
        with pytest.raises(PermissionDenied):
            queries.tickets(machine("support_worker"))


def test_somebody_without_a_role_in_support_gets_no_table(froland):
    user = make_user("Siv Ask")
    make_membership(user, froland, "secretariat")
    with pytest.raises(PermissionDenied):
        queries.who_answers(actor_for_user(user, now=MONDAY), owner_id=froland.pk, text="", now=MONDAY)


def test_a_table_is_read_only_where_one_works(froland, amli, nurse):
    make_route(amli, "Deres tekniker")
    assert [name for _key, name in queries.look_up_places(nurse, now=MONDAY)] == ["Froland"]
    with pytest.raises(PermissionDenied):
        queries.who_answers(nurse, owner_id=amli.pk, text="", now=MONDAY)


def test_levels_of_the_owner_alone_are_listed(froland, amli, technician):
    make_level(amli)
    mine = make_level(froland)
    assert [row.pk for row in queries.levels(technician)] == [mine.pk]
    with scope(frozenset({froland.pk})):
        assert ServiceLevel.objects.count() == 1
