"""The system looks, writes down what it finds, and tells of what has lapsed. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from varde.foundation.authorisation import machine
from varde.foundation.outbox.models import Delivery
from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries import proofs
from varde.governance.servicemodel.rules.codes import Proof, State
from varde.governance.servicemodel.rules.proving import Found, Why
from varde.governance.servicemodel.rules.standing import Light
from varde.governance.servicemodel.testing import adopt, findings
from varde.ground.organisations.testing import make_actor, make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TASK, LINE = "recipient.respond", "recipient.respond/checklist/routing"


@pytest.fixture
def town():
    return make_organisation("Froland")


@pytest.fixture
def owner(town):
    return make_actor(town, permissions=(P.VIEW, P.ANSWER, P.OWN, P.COMPARE))


@pytest.fixture
def source(town, monkeypatch):
    """The line is bound to this alone; `source[town.pk] = Found(…)` is what it answers."""
    answers = {}
    monkeypatch.setattr(proofs, "sources", {LINE: lambda owners, now: answers})
    monkeypatch.setattr("varde.governance.servicemodel.actions.proving.sources", proofs.sources)
    adopt(town, now=NOW)
    return answers


def look(now=NOW):
    return actions.look(machine("model_prover"), address=LINE, now=now)


def line(actor, town, now=NOW, **more):
    page = queries.task_page(actor, owner_id=town.pk, task=TASK, now=now, **more)
    return next(one for one in page.lines if one.shown.address == LINE)


def test_a_line_follows_the_system_whatever_was_said(owner, town, source):
    actions.answer_line(owner, owner_id=town.pk, address=LINE, state=State.YES, values={}, now=NOW)
    source[town.pk] = Found(Proof.LAPSED, Why("Ingen på vakt i %(hours)s", {"hours": 60}), "/vakt/")
    look()
    assert line(owner, town).light is Light.AMBER
    assert line(owner, town).found.why.values == {"hours": 60}
    actions.answer_line(owner, owner_id=town.pk, address=LINE, state=State.NO, values={}, now=NOW)
    source[town.pk] = Found(Proof.PROVEN)
    look(NOW + timedelta(minutes=5))
    assert line(owner, town, NOW + timedelta(minutes=5)).light is Light.GREEN


def test_where_the_system_has_nothing_to_say_a_word_counts(owner, town, source):
    look()
    assert line(owner, town).light is Light.OPEN
    actions.answer_line(owner, owner_id=town.pk, address=LINE, state=State.YES, values={}, now=NOW)
    assert line(owner, town).light is Light.GREEN


def test_a_proof_that_nobody_has_looked_at_for_an_hour_is_amber(owner, town, source):
    source[town.pk] = Found(Proof.PROVEN)
    look()
    assert line(owner, town, NOW + timedelta(minutes=59)).light is Light.GREEN
    assert line(owner, town, NOW + timedelta(minutes=61)).light is Light.AMBER


def test_looking_again_at_the_same_changes_nothing(town, source):
    source[town.pk] = Found(Proof.PROVEN, Why("På plass"))
    assert (look(), look(NOW + timedelta(days=1))) == (1, 0)
    assert findings(town)[LINE].since == NOW


def test_what_lapses_is_told_once_and_what_never_was_proven_is_nobodys_news(town, source):
    def told():
        return Delivery.objects.filter(event="servicemodel.proof_lapsed/1").count()

    source[town.pk] = Found(Proof.LAPSED)
    look()
    assert told() == 0
    source[town.pk] = Found(Proof.PROVEN)
    look()
    source[town.pk] = Found(Proof.LAPSED, Why("Ingen"))
    look()
    source[town.pk] = Found(Proof.LAPSED, Why("Fortsatt ingen"))
    look()
    assert told() == 1


def test_the_model_shows_what_was_proven_on_a_past_day(owner, town, source):
    source[town.pk] = Found(Proof.PROVEN)
    look(NOW + timedelta(days=1))
    source[town.pk] = Found(Proof.LAPSED)
    look(NOW + timedelta(days=3))
    then = NOW + timedelta(days=4)
    lights = [line(owner, town, then, at=NOW + timedelta(days=days)).light for days in (0, 2, 4)]
    assert lights == [Light.OPEN, Light.GREEN, Light.AMBER]


def test_who_has_no_model_has_no_findings(town, source):
    other = make_organisation("Risør")
    source[other.pk] = Found(Proof.PROVEN)
    source[town.pk] = Found(Proof.PROVEN)
    look()
    assert findings(other) == {}
    assert list(findings(town)) == [LINE]


def test_people_do_not_prove_and_machines_do_not_read_the_model(owner, town, source):
    with pytest.raises(PermissionDenied):
        actions.look(owner, address=LINE, now=NOW)
    with pytest.raises(PermissionDenied):
        queries.overview(machine("model_prover"), owner_id=town.pk, now=NOW)
    for ask in (
        lambda: queries.owners_of_task(owner, owner_id=town.pk, task=TASK),
        lambda: queries.everyone_named(owner, owner_id=town.pk),
        lambda: queries.contact_in_words(owner, charge_id=town.pk),
    ):
        with pytest.raises(PermissionDenied):
            ask()
