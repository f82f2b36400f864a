"""Letters that go to accounts in Varde: to those who know the recipient, and to nobody else. On both databases."""

from __future__ import annotations

import pytest
from django.http import Http404

from varde.care.pathways import actions, queries
from varde.care.pathways.testing import make_case, tasks_of
from varde.foundation.accounts.models import User
from varde.foundation.ownership import scope
from varde.ground.messaging import actions as messaging
from varde.ground.messaging import queries as messages
from varde.ground.messaging.testing import Message
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership
from varde.ground.people.testing import make_recipient, make_relation
from varde.kernel.actor import EVERYWHERE


def released(place, officer, *, to="home_care", text="Ny dispenser fra mandag."):
    case = make_case(officer, place.recipient, now=place.now)
    row = actions.draft_letter(
        officer, case_id=case.pk, moment="start", to=to, send_on=place.now.date(), now=place.now
    )
    return case, actions.release_letter(officer, letter_id=row.pk, text=text, to_name="", now=place.now)


def nurse(place, name="Nina", *, near=True, where=None):
    user = User.objects.create_user(f"{name.lower()}@eksempel.no", "x", name=name)
    make_membership(user, where or place.froland, "home_care")
    if near:
        make_relation(place.recipient, user.pk)
    return user


def posted(place, officer, case, letter):
    return queries.posted(officer, case_id=case.pk, letter_id=letter.pk, now=place.now)


def test_it_reaches_those_who_know_the_recipient_and_shows_who_has_read_it(place, officer, met):
    nina, _stranger = nurse(place), nurse(place, "Siv", near=False)
    case, letter = released(place, officer)
    assert posted(place, officer, case, letter).able == ("Nina",)
    actions.send_here(officer, letter_id=letter.pk, now=place.now)
    with scope(EVERYWHERE):
        told = list(Message.objects.filter(purpose="letter"))
    assert [one.receiver_id for one in told] == [nina.pk]
    assert told[0].detail == "Ny dispenser fra mandag."
    assert "dispenser" not in told[0].text, "what stands outside the login says nothing"
    assert tasks_of(case, about_id=letter.pk) == []
    assert [one.read_at for one in posted(place, officer, case, letter).received] == [None]
    reader = actor_for_user(nina, now=place.now)
    messaging.mark_read(reader, message_id=messages.inbox(reader)[0].pk, now=place.now)
    (read,) = posted(place, officer, case, letter).received
    assert (read.name, read.read_at) == ("Nina", place.now)


def test_where_nobody_knows_the_recipient_it_is_refused_and_stays_to_be_sent(place, officer, met):
    nurse(place, near=False)
    nurse(place, "Vera", near=False, where=place.birkenes)
    case, letter = released(place, officer)
    with pytest.raises(actions.NobodyHere):
        actions.send_here(officer, letter_id=letter.pk, now=place.now)
    assert len(tasks_of(case, about_id=letter.pk)) == 1
    actions.mark_sent(officer, letter_id=letter.pk, now=place.now)
    assert tasks_of(case, about_id=letter.pk) == []


def test_a_letter_to_the_gp_never_stands_in_an_inbox(place, officer, met):
    nurse(place)
    _case, letter = released(place, officer, to="gp")
    with pytest.raises(actions.NobodyHere):
        actions.send_here(officer, letter_id=letter.pk, now=place.now)


def test_a_draft_is_not_sent_and_a_rejected_one_is_sent_again(place, officer, met):
    nurse(place)
    case = make_case(officer, place.recipient, now=place.now)
    row = actions.draft_letter(
        officer, case_id=case.pk, moment="start", to="home_care", send_on=place.now.date(), now=place.now
    )
    with pytest.raises(actions.NotReleased):
        actions.send_here(officer, letter_id=row.pk, now=place.now)
    for number in (1, 2):
        actions.release_letter(officer, letter_id=row.pk, text="Ny dispenser", to_name="", now=place.now)
        actions.send_here(officer, letter_id=row.pk, now=place.now)
        actions.record_receipt(officer, letter_id=row.pk, is_accepted=False, answer="feil", now=place.now)
        with scope(EVERYWHERE):
            assert Message.objects.filter(purpose="letter").count() == number


def test_a_letter_is_asked_for_with_its_own_case(place, officer, met):
    _case, letter = released(place, officer)
    other = make_recipient(place.froland.pk, name="Odd Lie")
    make_relation(other, officer.id)
    elsewhere = make_case(officer, other, to="referred", now=place.now)
    with pytest.raises(Http404):
        queries.posted(officer, case_id=elsewhere.pk, letter_id=letter.pk, now=place.now)
