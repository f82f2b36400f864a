"""Who may see and do what: at every query and every action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from varde.foundation.authorisation import roles
from varde.foundation.ownership import ForeignOwner, scope
from varde.governance.improvement import actions, queries
from varde.governance.improvement.actions import NotEnded, NotRunning
from varde.governance.improvement.models import Participant, Proposal
from varde.governance.improvement.permissions import ImprovementPermission as P
from varde.governance.improvement.rules.codes import Effect
from varde.governance.improvement.rules.lifecycle import NotAllowed, Turn, Verb
from varde.governance.improvement.testing import MONDAY, make_proposal, make_said, make_session
from varde.ground.organisations.testing import make_agreement, make_organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = {"now": MONDAY}


@pytest.fixture
def world(froland):
    """A running session of Froland with an entry and a participant, and a proposal."""
    row = make_session(froland, "2")
    entry = make_said(row, "proposals", level="state", what="Les strategien")
    withdrawn = make_said(row, "proposals", level="state", what="Noe annet")
    board = make_session(froland, title="Kortene")
    with scope(frozenset({froland.pk})):
        person = Participant.objects.create(owner=froland, session=row, name="Kari Nygård")
    proposal = make_proposal(froland, state="done", check_on=MONDAY.date(), value=3, effort=3)
    make_proposal(froland, "Ikke avgjort")
    rows = {"session": row, "board": board, "entry": entry, "withdrawn": withdrawn}
    return {"owner": froland, "person": person, "proposal": proposal, **rows}


def acts(actor, world):
    """Every action, as this actor."""
    row, proposal, line = world["session"], world["proposal"], UUID(world["entry"].line)
    other, board = UUID(world["withdrawn"].line), {"session_id": world["board"].pk}
    here, about = {"session_id": row.pk}, {"proposal_id": proposal.pk}
    planned = {
        "owner": world["owner"], "title": "Økt", "unit": None, "held_on": date(2026, 11, 9), "minutes": 90,
        "facilitator": row.facilitator,
    }  # fmt: skip
    values = {"owner": world["owner"], "title": "Ny", "source": "staff", "task": "", **NOW}
    write = {"part": "state", "line": row.pk, "values": {"text": "x"}}
    return {
        "plan_session": lambda: actions.plan_session(actor, activity="2", values=planned),
        "change_session": lambda: actions.change_session(actor, **here, values={"title": "Ny"}),
        "turn_session": lambda: actions.turn_session(actor, **here, turn=Turn.END, **NOW),
        "add_participants": lambda: actions.add_participants(actor, **here, people=[("Ola", "")]),
        "remove_participant": lambda: actions.remove_participant(actor, participant_id=world["person"].pk),
        "place": lambda: actions.place(actor, **board, question="access", cell="begin", **NOW),
        "write": lambda: actions.write(actor, **here, **write, **NOW),
        "withdraw": lambda: actions.withdraw(actor, **here, line=other, **NOW),
        "pick": lambda: actions.pick(actor, **here, part="trial", line=line, **NOW),
        "propose_from_session": lambda: actions.propose_from_session(actor, **here, chosen=[], **NOW),
        "save_proposal": lambda: actions.save_proposal(actor, row=None, values=values),
        "save_proposal again": lambda: actions.save_proposal(actor, row=proposal, values={"title": "Ny"}),
        "decide": lambda: actions.decide(actor, **about, verb=Verb.DECLINE, reason="Nei", on=None, **NOW),
        "finish": lambda: actions.finish(actor, **about, text="", **NOW),
        "note_effect": lambda: actions.note_effect(actor, **about, effect=Effect.HOPED, seen="x", **NOW),
        "take_up_again": lambda: actions.take_up_again(actor, **about, why="x", **NOW),
    }


def reads(actor, world):
    """Every query that could show something of Froland's: each raises or is empty for who may not see it."""
    row, proposal = world["session"], world["proposal"]
    here, about = {"session_id": row.pk}, {"proposal_id": proposal.pk}
    owner = world["owner"].pk
    due = {"today": row.held_on, "until": row.held_on}
    return {
        "sessions": lambda: list(queries.sessions(actor)),
        "session": lambda: queries.session(actor, **here),
        "run": lambda: queries.run(actor, **here),
        "log": lambda: list(queries.log(actor, **here)),
        "offers": lambda: queries.offers(actor, **here),
        "buildable": lambda: list(queries.buildable(actor, activity="2")),
        "coming": lambda: queries.waiting(replace(actor, id=row.facilitator_id), **due).sessions,
        "facilitators": lambda: owner in actor.where(P.FACILITATE) and queries.facilitators(actor, **NOW),
        "people": lambda: owner in actor.where(P.PROPOSE) and queries.people(actor, **NOW),
        "proposals": lambda: list(queries.proposals(actor)),
        "proposal": lambda: queries.proposal(actor, **about),
        "entries": lambda: list(queries.entries(actor, **about)),
        "grid": lambda: queries.grid(actor).cells,
        "undecided": lambda: queries.waiting(actor, **due).undecided,
        "checks": lambda: queries.waiting(actor, **due).checks,
    }


def shown(read) -> bool:
    try:
        return bool(read())
    except (PermissionDenied, Http404):
        return False


def done(act) -> bool:
    """Whether the actor was let in. What the state of the row says no to is not a refusal."""
    try:
        act()
    except (PermissionDenied, Http404, ForeignOwner, ValidationError):
        return False
    except (NotAllowed, NotRunning, NotEnded):
        return True
    return True


def names(found, wanted):
    return {name for name, one in found.items() if wanted(one)}


ROLES = (
    "home_care", "case_officer", "superuser", "technician", "follow_up_nurse", "dho_contact", "unit_leader",
    "system_manager", "secretariat", "response_operator", "privacy_coordinator",
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_the_neighbour_municipality_sees_and_does_nothing(world, amli, someone, role):
    stranger = someone(amli, role)
    assert names(reads(stranger, world), shown) == set()
    assert names(acts(stranger, world), done) == set()


@pytest.mark.parametrize("role", ["superuser", "unit_leader", "secretariat"])
@pytest.mark.parametrize(
    "ends",
    [
        {"ends_at": MONDAY - DAY, "ended_at": MONDAY - DAY},  # properly ended
        {"ends_at": MONDAY - DAY},  # lapsed: improvement is not what somebody needs in a live alarm
    ],
)
def test_an_agreement_that_is_over_opens_nothing(world, froland, someone, role, ends):
    office = make_organisation("Kontoret", kind="secretariat")
    make_agreement(office, froland, role, **ends)
    stranger = someone(office, role)
    assert names(reads(stranger, world), shown) == set()
    assert names(acts(stranger, world), done) == set()


PART = {"sessions", "session", "run", "log"}
LIST = {"proposals", "proposal", "entries", "grid"}
LEAD = {"offers", "coming", "facilitators"}
SAYS = {"add_participants", "place", "write", "withdraw", "pick"}
LEADS = {"plan_session", "change_session", "turn_session", "remove_participant", "propose_from_session"}
DECIDES = {"save_proposal again", "decide", "finish", "note_effect", "take_up_again"}


@pytest.mark.parametrize(
    ("role", "may_read", "may_do"),
    [
        ("home_care", PART | LIST | {"people"}, SAYS | {"save_proposal"}),
        ("case_officer", PART | LIST | {"people"}, SAYS | {"save_proposal"}),
        ("technician", PART | LIST | {"people"}, SAYS | {"save_proposal"}),
        ("follow_up_nurse", PART | LIST | {"people"}, SAYS | {"save_proposal"}),
        ("dho_contact", PART | LIST | {"people"}, SAYS | {"save_proposal"}),
        ("system_manager", PART | LIST | {"people"}, SAYS | {"save_proposal"}),
        ("superuser", PART | LIST | LEAD | {"people"}, SAYS | LEADS | {"save_proposal"}),
        (
            "unit_leader",
            PART | LIST | LEAD | {"people", "undecided", "checks"},
            SAYS | LEADS | DECIDES | {"save_proposal"},
        ),
        ("secretariat", LIST, set()),
        ("response_operator", set(), set()),
        ("privacy_coordinator", set(), set()),
    ],
)
def test_each_role_sees_and_does_what_it_needs_and_no_more(world, froland, someone, role, may_read, may_do):
    actor = someone(froland, role)
    assert names(reads(actor, world), shown) == may_read
    # In this order nothing closes the session or the proposal before the others have been tried.
    last = ("turn_session", "propose_from_session", "decide")
    found = dict(sorted(acts(actor, world).items(), key=lambda pair: pair[0] in last))
    assert names(found, done) == may_do


def test_the_secretariat_reads_proposals_by_agreement_and_no_session(world, froland, someone):
    office = make_organisation("Sekretariatet", kind="secretariat")
    make_agreement(office, froland, "secretariat")
    actor = someone(office, "secretariat")
    assert names(reads(actor, world), shown) == LIST
    assert names(acts(actor, world), done) == set()


def test_nobody_outside_the_table_of_roles_decides():
    holders = {code for code, role in roles().items() if P.DECIDE in role.permissions}
    assert holders == {"unit_leader"}
    assert not any(set(P) & role.beyond for role in roles().values())


def test_a_proposal_of_the_neighbour_can_be_neither_made_nor_taken_over(world, froland, amli, leader):
    values = {"owner": amli, "title": "Ny", "source": "staff", "task": "", **NOW}
    with pytest.raises(PermissionDenied):
        actions.save_proposal(leader, row=None, values=values)
    with pytest.raises((PermissionDenied, ForeignOwner)):
        actions.save_proposal(leader, row=world["proposal"], values={"owner": amli})
    with scope(frozenset({amli.pk})):
        assert not Proposal.objects.exists()


def test_only_those_who_see_proposals_can_own_one_and_only_facilitators_lead(
    froland, amli, leader, nurse, someone
):
    someone(froland, "response_operator", "Bo Lie")
    someone(amli, "home_care", "Per Dal")
    assert [one.name for one in queries.people(leader, **NOW)] == ["Ine Dahl", "Liv Aas"]
    assert [one.name for one in queries.facilitators(leader, **NOW)] == ["Liv Aas"]
