"""Who may see and do what: at every query and every action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from varde.foundation.authorisation import roles
from varde.foundation.ownership import scope
from varde.governance.adoption import actions, queries
from varde.governance.adoption.permissions import AdoptionPermission as P
from varde.governance.adoption.rules.codes import Part, Status, Technology, Word
from varde.governance.adoption.testing import (
    MONDAY,
    Deliverable,
    make_deliverable,
    make_evaluation,
    make_goal_status,
    make_introduction,
    make_shared,
    make_status,
    make_unit,
)
from varde.ground.organisations.testing import make_agreement, make_organisation

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
DAY = timedelta(days=1)
INSIDE = {
    "introductions", "introduction", "introduction_page", "entries", "unit", "checklist", "evaluations",
    "evaluation", "comparison", "ratings", "deliverables", "taken", "due",
}  # fmt: skip
ACROSS = {"spread", "cell", "status_history", "goals", "goal_statuses", "shared"}
CONTRIBUTES = {"answer_point", "write_learning", "evaluate"}
LEADS = {
    "start_introduction", "change_introduction", "finish_introduction", "reopen_introduction", "stop_introduction",
    "resume_introduction", "add_unit", "start_unit", "move_unit", "drop_unit", "set_status", "save_deliverable",
    "take_over", "take_newer",
}  # fmt: skip
REPORTS = {"save_goal_status"}


class World:
    """Something of everything in one municipality, and something that another one has shared."""

    def __init__(self, owner):
        self.owner = owner
        self.maker = make_organisation("Arendal")
        self.row = make_introduction(owner, evaluate_on=TODAY)
        self.unit = make_unit(self.row)
        self.running = make_unit(self.row, "Sone nord", started_on=TODAY - DAY)
        self.first, self.second = make_evaluation(self.row), make_evaluation(self.row)
        make_status(owner, "alarm", "in_operation")
        self.goal = make_goal_status(owner)
        self.mine = make_deliverable(owner, "Vår rutine")
        self.shared = make_shared(self.maker)
        self.other = make_shared(self.maker, "Annen rutine")
        with scope(frozenset({owner.pk})):
            self.taken = Deliverable.objects.create(
                owner=owner, title="x", kind="routine", reference="x", version="0", taken_from=self.other.pk
            )


@pytest.fixture
def world(froland):
    return World(froland)


def reads(actor, at):
    """Every query: each raises, or is empty, for who may not see what is in the world."""
    key = {"introduction_id": at.row.pk}
    cell = {"owner_id": at.owner.pk, "technology": Technology.ALARM}
    return {
        "introductions": lambda: list(queries.introductions(actor)),
        "introduction": lambda: queries.introduction(actor, **key),
        "introduction_page": lambda: queries.introduction_page(actor, **key),
        "entries": lambda: list(queries.entries(actor, **key)) + list(queries.introductions(actor)),
        "unit": lambda: queries.unit(actor, unit_id=at.unit.pk),
        "checklist": lambda: queries.checklist(actor, part=Part.CRITERIA, **key),
        "evaluations": lambda: queries.evaluations(actor, **key),
        "evaluation": lambda: queries.evaluation(actor, evaluation_id=at.first.pk),
        "comparison": lambda: queries.comparison(actor, before_id=at.first.pk, after_id=at.second.pk),
        "ratings": lambda: queries.ratings(actor, **key),
        "deliverables": lambda: list(queries.deliverables(actor)),
        "taken": lambda: queries.taken(actor, shared_ids=[at.other.pk]),
        "due": lambda: (
            queries.due(actor, until=TODAY)
            or (actor.may(P.VIEW, at.owner.pk) and not actor.may(P.LEAD, at.owner.pk))
        ),
        "spread": lambda: [one for one in queries.spread(actor).rows if one.owner_id == at.owner.pk],
        "cell": lambda: queries.cell(actor, **cell),
        "status_history": lambda: list(queries.status_history(actor, **cell)),
        "goals": lambda: [row for one in queries.goals(actor) for row in one.newest],
        "goal_statuses": lambda: list(queries.goal_statuses(actor)),
        "shared": lambda: list(queries.shared(actor)),
    }


def acts(actor, at):
    """Every action on what is in the world."""
    key, unit, now = {"introduction_id": at.row.pk}, {"unit_id": at.unit.pk}, {"now": MONDAY}
    values = {
        "goals": "x", "responsible_name": "a", "deputy_name": "b", "starts_on": TODAY, "held_on": TODAY, "who": "x",
    }  # fmt: skip
    made = {"owner": at.owner, "title": "x", "kind": "routine", "reference": "x", "version": "1"}
    goal = {"owner": at.owner, "what": "x", "goal": "shared", "reached": "no", "measured_on": TODAY}
    place = {"owner_id": at.owner.pk, "technology": Technology.CALL}
    return {
        "start_introduction": lambda: actions.start_introduction(actor, values=values, **place, **now),
        "change_introduction": lambda: actions.change_introduction(actor, values=values, **key, **now),
        "finish_introduction": lambda: actions.finish_introduction(actor, **key, **now),
        "reopen_introduction": lambda: actions.reopen_introduction(actor, why="x", **key, **now),
        "stop_introduction": lambda: actions.stop_introduction(actor, why="x", **key, **now),
        "resume_introduction": lambda: actions.resume_introduction(actor, why="x", **key, **now),
        "add_unit": lambda: actions.add_unit(actor, name="Sone øst", planned_on=TODAY, **key, **now),
        "start_unit": lambda: actions.start_unit(actor, started_on=TODAY, **unit, **now),
        "write_learning": lambda: actions.write_learning(
            actor, unit_id=at.running.pk, evaluated_on=TODAY, learned="x", **now
        ),
        "move_unit": lambda: actions.move_unit(actor, planned_on=TODAY, **unit, **now),
        "drop_unit": lambda: actions.drop_unit(actor, why="x", **unit, **now),
        "answer_point": lambda: actions.answer_point(
            actor, address="criteria/work/daily", word=Word.NO, **key, **now
        ),
        "evaluate": lambda: actions.evaluate(actor, values=values, ratings={"kin": (1, "")}, **key, **now),
        "set_status": lambda: actions.set_status(actor, status=Status.STOPPED, since=TODAY, **place, **now),
        "save_goal_status": lambda: actions.save_goal_status(actor, row=None, values=goal),
        "save_deliverable": lambda: actions.save_deliverable(actor, row=None, values=made),
        "take_over": lambda: actions.take_over(actor, shared_id=at.shared.pk, owner_id=at.owner.pk),
        "take_newer": lambda: actions.take_newer(actor, deliverable_id=at.taken.pk),
    }


def shown(read) -> bool:
    try:
        return bool(read())
    except (PermissionDenied, Http404):
        return False


def refused(act) -> bool:
    """By the guard or for lack of the row; that a rule says no is not it."""
    try:
        act()
    except (PermissionDenied, Http404):
        return True
    except Exception:
        return False
    return False


def seen_by(actor, at):
    return {name for name, read in reads(actor, at).items() if shown(read)}


def done_by(actor, at):
    return {name for name, act in acts(actor, at).items() if not refused(act)}


def test_the_lists_here_name_every_query_and_action():
    public = set(queries.__all__) - {name for name in queries.__all__ if name[0].isupper()}
    assert public == INSIDE | ACROSS | {"factors", "led_places"}
    verbs = {name for name in actions.__all__ if not name[0].isupper()}
    assert verbs == CONTRIBUTES | LEADS | REPORTS


@pytest.mark.parametrize(
    ("role", "sees", "does"),
    [
        ("unit_leader", INSIDE | ACROSS, CONTRIBUTES | LEADS | REPORTS),
        ("superuser", INSIDE | ACROSS, CONTRIBUTES),
        ("system_manager", INSIDE | ACROSS, CONTRIBUTES),
        ("home_care", set(), set()),
        ("case_officer", set(), set()),
        ("response_operator", set(), set()),
        ("privacy_coordinator", set(), set()),
        ("supplier_support", set(), set()),
    ],
)
def test_each_role_sees_and_does_its_own_in_its_own_municipality(world, froland, someone, role, sees, does):
    actor = someone(froland, role)
    assert seen_by(actor, world) == sees
    assert done_by(actor, world) == does


@pytest.mark.parametrize("role", [code for code, role in roles().items() if not role.machine])
def test_the_neighbour_municipality_sees_and_does_nothing_but_what_is_shared(world, amli, someone, role):
    stranger = someone(amli, role)
    assert seen_by(stranger, world) <= {"shared"}
    assert done_by(stranger, world) == set()


def test_the_secretariat_compares_under_its_agreement_and_sees_no_introduction(
    world, froland, office, someone
):
    without = someone(office, "secretariat", "Per Dahl")
    assert seen_by(without, world) == {"shared"}
    make_agreement(office, froland, "secretariat")
    actor = someone(office, "secretariat", "Sara Moe")
    assert seen_by(actor, world) == ACROSS
    assert done_by(actor, world) == REPORTS
    assert (
        queries.cell(actor, owner_id=froland.pk, technology=Technology.DISPENSER).introductions[0].units == 2
    )


@pytest.mark.parametrize(
    "ends", [{"ends_at": MONDAY - DAY, "ended_at": MONDAY - DAY}, {"ends_at": MONDAY - DAY}]
)
def test_when_the_agreement_is_over_so_is_the_sight(world, froland, office, someone, ends):
    make_agreement(office, froland, "secretariat", **ends)
    actor = someone(office, "secretariat")
    assert seen_by(actor, world) == {"shared"}
    assert done_by(actor, world) == set()


def test_no_role_of_the_secretariat_reaches_a_recipient(office, froland, someone):
    make_agreement(office, froland, "secretariat")
    held = {permission for permission, where in someone(office, "secretariat").grants.items() if where}
    assert not [one for one in held if one.startswith(("people.", "alarms.", "equipment."))]


def test_a_row_of_the_neighbour_can_be_neither_made_nor_changed(world, froland, amli, someone):
    both = someone(amli, "unit_leader")
    place = {"owner_id": froland.pk, "technology": Technology.CALL, "now": MONDAY}
    for attempt in (
        lambda: actions.set_status(both, status=Status.STOPPED, since=TODAY, **place),
        lambda: actions.start_introduction(both, values={}, **place),
        lambda: actions.save_deliverable(both, row=world.mine, values={"title": "y"}),
        lambda: actions.save_goal_status(both, row=world.goal, values={"what": "y"}),
        lambda: actions.take_over(both, shared_id=world.shared.pk, owner_id=froland.pk),
    ):
        with pytest.raises((PermissionDenied, Http404)):
            attempt()


def test_places_to_lead_are_those_where_one_leads(leader, helper, froland):
    assert queries.led_places(leader) == [(froland.pk, "Froland")]
    with pytest.raises(PermissionDenied):
        queries.led_places(helper)


def test_the_factors_are_for_who_sees_introductions(helper, froland, someone):
    assert queries.factors(helper)
    with pytest.raises(PermissionDenied):
        queries.factors(someone(froland, "home_care"))
