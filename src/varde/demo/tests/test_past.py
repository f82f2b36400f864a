"""The past of Froland: somebody in every stage, and each scene that the demo promises."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from varde.care.pathways.models import Case, CaseTask, HandOver, Pause
from varde.demo.region import courses, remember
from varde.demo.tests.conftest import NOW
from varde.foundation.accounts.models import User
from varde.foundation.ownership import scope
from varde.governance.improvement.models import Contribution, Proposal, Session
from varde.governance.servicemodel import queries as servicemodel
from varde.governance.support.models import Deviation, Ticket
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.models import Wipe
from varde.ground.organisations.queries import actor_for_user
from varde.ground.questionnaires.models import Response
from varde.interfaces.web.work import waiting_for
from varde.kernel.actor import EVERYWHERE

# Some 20 s of processor time; the demo runs on the embedded database alone.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400), pytest.mark.on("sqlite")]


def actor(name):
    return actor_for_user(User.objects.get(name=name), now=NOW)


def test_the_past_of_froland(region):
    assert remember.make(now=NOW) == (len(courses.TEMPLATES) + 1) * len(courses.STAGES) + 1
    assert remember.make(now=NOW) == 0
    with scope(EVERYWHERE):
        stages = Counter(Case.objects.values_list("stage", flat=True))
        assert all(stages[one] >= 7 for one in courses.STAGES)
        assert set(Case.objects.values_list("template__code", flat=True)) == {
            *courses.TEMPLATES,
            "dho_hospital",
        }
        assert HandOver.objects.get().state == "open"
        assert Counter(Case.objects.values_list("status", flat=True)) >= Counter(
            {"referred": 7, "paused": 1, "winding_down": 1, "active": 15}
        )
        assert Case.objects.filter(referred_at__gt=NOW).count() == 0
        assert CaseTask.objects.filter(state="open", due_at__lt=NOW).count() > 5  # overdue
        assert Pause.objects.get().reason == "travel"
        assert Response.objects.filter(state="completed").count() > 20
        assert Wipe.objects.count() == 1
        assert Counter(Ticket.objects.values_list("state", flat=True)) == Counter(
            {"waiting": 2, "new": 1, "assigned": 1, "solved": 1, "closed": 1}
        )
        assert Ticket.objects.filter(state="waiting", solve_at__lt=NOW).count() == 1  # breached
        assert Deviation.objects.count() == 1
        assert Counter(Session.objects.values_list("state", flat=True)) == Counter(ended=1, planned=1)
        assert Counter(Proposal.objects.values_list("state", flat=True)) == Counter(
            {"new": 2, "chosen": 1, "later": 1, "declined": 1, "done": 1, "checked": 1}
        )
        assert Contribution.objects.count() == 28 + 1 + 3  # each question, one moved, three notes
        assert not Proposal.objects.filter(task="").exists()
    office = actor("Per Dahl")
    assert len(servicemodel.matrix(office, now=NOW).columns) == 25
    (group,) = servicemodel.groups(office, now=NOW)
    assert len(group.owners) == 8
    assert servicemodel.differences_among(office, owners=group.owners, now=NOW).rows
    keeper = actor("Ola Myhre")
    assert sum(line.per_month.ore for line in equipment.idle_cost(keeper, now=NOW)) > 0
    for name in ("Tone Bakken", "Ola Myhre", "Kari Nygård", "Marit Tveit", "Geir Holt", "Petter Lia"):
        assert waiting_for(actor(name), now=NOW + timedelta(minutes=1)), name
