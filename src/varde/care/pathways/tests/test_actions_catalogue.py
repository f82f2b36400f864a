"""The catalogue is taken over, changed and published; what was decided keeps the version it was decided by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from varde.care.pathways import actions, queries
from varde.care.pathways.actions.catalogue import criteria_for, template_for
from varde.care.pathways.models.catalogue import CriteriaVersion, PlaceVersion, ServiceType, TemplateVersion
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.catalogue import effects_of
from varde.care.pathways.queries.shipped import shipped_services, shipped_templates
from varde.care.pathways.rules.pause import Reason, Stops
from varde.care.pathways.rules.places import effects
from varde.care.pathways.rules.template import TemplateFault, template_from, template_row, template_text
from varde.foundation.ownership import scope
from varde.ground.organisations.testing import make_actor, make_organisation
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ours(db: None) -> Any:
    return make_organisation("Froland kommune")


@pytest.fixture
def leader(ours: Any) -> Actor:
    return make_actor(ours, permissions=tuple(P))


@pytest.fixture
def neighbour(db: None) -> Actor:
    return make_actor(make_organisation("Birkenes kommune"), permissions=tuple(P), name="Berit")


def inside(place: Any) -> Any:
    return scope(frozenset({place.pk}))


def publish(leader: Actor, ours: Any, now: datetime, *texts: str, **more: Any) -> CriteriaVersion:
    values = {
        "name": "Medisindispenser",
        "inclusion": list(texts) or ["Bor hjemme."],
        "exclusion": [],
        "approved_by": "Kommunalsjefen",
        "review_on": date(2027, 5, 1),
        "note": "",
        "starts_at": now,
    }
    return actions.publish_criteria(
        leader, owner_id=ours.pk, code="medicine_dispenser", values={**values, **more}, now=now
    )


# Taking over --------------------------------------------------------------------------------------------------------


def test_a_municipality_takes_over_the_whole_catalogue_once(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    new = actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    assert new == 2 * len(shipped_services()) + len(shipped_templates())
    assert actions.take_over(leader, owner_id=ours.pk, now=saturday_night + DAY) == 0
    assert {row.code for row in queries.service_types(leader)} == set(shipped_services())
    assert queries.criteria_in_force(leader, now=saturday_night).count() == len(shipped_services())


def test_what_is_taken_over_is_offered_to_nobody_before_somebody_says_so(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    assert not queries.offered(leader).exists()


def test_what_was_changed_is_not_taken_over_again(leader: Actor, ours: Any, saturday_night: datetime) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    row = queries.service_type(leader, owner_id=ours.pk, code="locating")
    actions.save_service_type(leader, row=row, values={"name": "GPS"})
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night + DAY)
    kept = queries.service_type(leader, owner_id=ours.pk, code="locating")
    assert kept is not None
    assert kept.name == "GPS"


def test_the_code_of_a_service_type_stays(leader: Actor, ours: Any, saturday_night: datetime) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    row = queries.service_type(leader, owner_id=ours.pk, code="locating")
    with pytest.raises(ValidationError):
        actions.save_service_type(leader, row=row, values={"code": "gps"})


def test_a_service_type_keeps_its_history(leader: Actor, ours: Any, saturday_night: datetime) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    row = queries.service_type(leader, owner_id=ours.pk, code="locating")
    actions.save_service_type(leader, row=row, values={"name": "GPS"})
    with inside(ours):
        names = list(
            ServiceType.objects.get(code="locating")
            .history.order_by("history_date")
            .values_list("name", flat=True)
        )
    assert names == [shipped_services()["locating"].name.nb, "GPS"]


# Criteria -----------------------------------------------------------------------------------------------------------


def test_criteria_changed_today_do_not_change_what_yesterdays_decision_shows(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    old = publish(leader, ours, saturday_night, "Bor hjemme.")
    with inside(ours):
        decided_by = criteria_for(owner_id=ours.pk, code="medicine_dispenser", now=saturday_night + DAY)
    new = publish(leader, ours, saturday_night + 2 * DAY, "Bor hjemme eller i omsorgsbolig.")
    assert decided_by is not None
    shown = queries.criteria_version(leader, version_id=decided_by.pk)
    assert shown.data == {"inclusion": ["Bor hjemme."], "exclusion": []}
    assert (shown.pk, shown.state(saturday_night + 2 * DAY)) == (old.pk, "ended")
    with inside(ours):
        now_by = criteria_for(owner_id=ours.pk, code="medicine_dispenser", now=saturday_night + 2 * DAY)
    assert now_by == new


def test_whoever_allocates_without_criteria_of_its_own_keeps_the_shipped_text(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    with inside(ours):
        held = criteria_for(owner_id=ours.pk, code="locating", now=saturday_night)
        assert criteria_for(owner_id=ours.pk, code="locating", now=saturday_night + DAY) == held
        assert criteria_for(owner_id=ours.pk, code="made_here", now=saturday_night) is None
    assert held is not None
    assert held.approved_by == ""
    assert held in queries.criteria_to_review(leader, now=saturday_night)


def test_a_hospital_has_criteria_of_its_own(leader: Actor, ours: Any, saturday_night: datetime) -> None:
    hospital = make_organisation("Sørlandet sykehus", kind="hospital_trust")
    lead = make_actor(hospital, permissions=tuple(P))
    publish(leader, ours, saturday_night, "Kommunens.")
    publish(lead, hospital, saturday_night, "Sykehusets.")
    assert [row.data["inclusion"] for row in queries.criteria_in_force(lead, now=saturday_night)] == [
        ["Sykehusets."]
    ]


def test_at_every_instant_one_version_holds(leader: Actor, ours: Any, saturday_night: datetime) -> None:
    publish(leader, ours, saturday_night, "1", starts_at=saturday_night)
    publish(leader, ours, saturday_night, "2", starts_at=saturday_night + 10 * DAY)
    publish(leader, ours, saturday_night + DAY, "3", starts_at=saturday_night + 5 * DAY)
    with inside(ours):
        held = [
            list(
                CriteriaVersion.objects.filter(
                    CriteriaVersion.in_force(saturday_night + n * DAY)
                ).values_list("number", flat=True)
            )
            for n in range(14)
        ]
    assert held == [[1]] * 5 + [[3]] * 9


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": -1},
        {"review_on": date(2026, 11, 7)},
        {"review_on": date(2029, 1, 1)},
    ],
)
def test_criteria_hold_from_now_and_are_reviewed_within_two_years(
    wrong: dict[str, Any], leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    more = {"starts_at": saturday_night - DAY} if "starts_at" in wrong else wrong
    with pytest.raises(actions.NotNow):
        publish(leader, ours, saturday_night, **more)


@pytest.mark.parametrize("texts", [["", "Bor hjemme."], ["Bor hjemme.", "Bor hjemme."], ["x" * 501]])
def test_empty_doubled_and_endless_criteria_are_refused(
    texts: list[str], leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    with pytest.raises(ValueError, match="criteria"):
        publish(leader, ours, saturday_night, *texts)


# Templates ----------------------------------------------------------------------------------------------------------


def edited(leader: Actor, ours: Any, now: datetime, **changes: str) -> TemplateVersion:
    draft = actions.start_draft(leader, owner_id=ours.pk, code="medicine_dispenser", now=now)
    text = draft.text
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    actions.save_draft(leader, draft_id=draft.pk, text=text, now=now)
    return actions.publish_draft(leader, draft_id=draft.pk, note="Ny frist", now=now)


def test_a_case_that_runs_stays_on_its_version_when_a_new_one_is_published(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    running = actions.ready_template(leader, owner_id=ours.pk, code="medicine_dispenser", now=saturday_night)
    before = running.data
    new = edited(leader, ours, saturday_night + DAY, **{"Fyll dispenseren første gang": "Første fylling"})
    assert (new.number, new.is_shipped, new.note) == (2, False, "Ny frist")
    kept = queries.template_version(leader, version_id=running.pk)
    assert kept.data == before == template_row(shipped_templates()["medicine_dispenser"])
    assert (
        actions.ready_template(leader, owner_id=ours.pk, code="medicine_dispenser", now=saturday_night + DAY)
        == new
    )


def test_the_choices_hold_every_template_once_the_owners_own_first(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    mine = edited(leader, ours, saturday_night, **{"Fyll dispenseren første gang": "Første fylling"})
    choices = {
        one.code: one for one in queries.template_choices(leader, owner_id=ours.pk, now=saturday_night)
    }
    assert set(choices) == set(shipped_templates())
    assert choices["medicine_dispenser"].version_id == mine.pk
    assert choices["locating"].version_id is None


def test_an_untouched_template_follows_the_shipped_one_when_that_is_new(
    ours: Any, saturday_night: datetime
) -> None:
    with inside(ours):
        first = template_for(owner_id=ours.pk, code="locating", now=saturday_night)
        assert first is not None
        TemplateVersion.objects.filter(pk=first.pk).update(
            data={**first.data, "code": "locating", "name": {"nb": "Gammel", "en": "Old"}}
        )
        second = template_for(owner_id=ours.pk, code="locating", now=saturday_night + DAY)
        third = template_for(owner_id=ours.pk, code="locating", now=saturday_night + 2 * DAY)
    assert second is not None
    assert (second.number, third) == (2, second)


def test_a_template_that_was_changed_here_never_follows_the_shipped_one(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    mine = edited(leader, ours, saturday_night, **{"Fyll dispenseren første gang": "Første fylling"})
    with inside(ours):
        assert template_for(owner_id=ours.pk, code="medicine_dispenser", now=saturday_night + DAY) == mine


def test_a_draft_with_faults_is_kept_and_cannot_be_published(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    draft = actions.start_draft(leader, owner_id=ours.pk, code="locating", now=saturday_night)
    actions.save_draft(leader, draft_id=draft.pk, text="code: [", now=saturday_night)
    assert queries.template_draft(leader, draft_id=draft.pk).text == "code: ["
    assert queries.draft_faults(leader, draft_id=draft.pk)[0].line == 1
    with pytest.raises(TemplateFault):
        actions.publish_draft(leader, draft_id=draft.pk, note="", now=saturday_night)
    actions.discard_draft(leader, draft_id=draft.pk)
    assert not queries.template_drafts(leader).exists()


def test_a_safety_gate_cannot_be_taken_out_of_a_template(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    draft = actions.start_draft(leader, owner_id=ours.pk, code="locating", now=saturday_night)
    text = draft.text.replace("  - {code: way_in, kind: safety}\n", "")
    assert text != draft.text
    actions.save_draft(leader, draft_id=draft.pk, text=text, now=saturday_night)
    with pytest.raises(TemplateFault, match="way_in"):
        actions.publish_draft(leader, draft_id=draft.pk, note="", now=saturday_night)


def test_a_draft_that_changes_nothing_is_no_version(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    draft = actions.start_draft(leader, owner_id=ours.pk, code="locating", now=saturday_night)
    with pytest.raises(actions.NothingChanged):
        actions.publish_draft(leader, draft_id=draft.pk, note="", now=saturday_night)


def test_two_do_not_write_on_one_template_unknowingly(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    draft = actions.start_draft(leader, owner_id=ours.pk, code="locating", now=saturday_night)
    with pytest.raises(actions.AlreadyDraft) as held:
        actions.start_draft(leader, owner_id=ours.pk, code="locating", now=saturday_night)
    assert held.value.draft_id == draft.pk


def test_a_template_of_ones_own_is_imported_and_published(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    text = template_text(shipped_templates()["locating"]).replace("code: locating", "code: locating_youth", 1)
    draft = actions.import_template(leader, owner_id=ours.pk, text=text, now=saturday_night)
    made = actions.publish_draft(leader, draft_id=draft.pk, note="", now=saturday_night)
    assert (made.code, made.number) == ("locating_youth", 1)
    assert template_from(made.data).name.nb == shipped_templates()["locating"].name.nb


def test_an_import_names_the_line_and_an_unknown_service_type(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    text = template_text(shipped_templates()["locating"])
    with pytest.raises(TemplateFault, match="Linje"):
        actions.import_template(
            leader, owner_id=ours.pk, text=text.replace("kind: safety", "kind: maybe", 1), now=saturday_night
        )
    strange = text.replace("service_types: [locating]", "service_types: [teleport]")
    with pytest.raises(TemplateFault, match="«teleport»"):
        actions.import_template(leader, owner_id=ours.pk, text=strange, now=saturday_night)


# Pause and place ----------------------------------------------------------------------------------------------------


def test_an_owners_own_row_holds_before_the_shipped_one_until_it_is_ended(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    def stops(now: datetime) -> frozenset[Stops]:
        with inside(ours):
            return effects_of(
                owner_id=ours.pk, service_type="medicine_dispenser", reason="short_stay", now=now
            ).stops

    shipped = stops(saturday_night)
    rules = queries.place_rules(leader, owner_id=ours.pk, now=saturday_night)
    row = {reason: effects(rules, "safety_alarm_fixed", reason) for reason in Reason}
    actions.save_places(
        leader,
        owner_id=ours.pk,
        code="medicine_dispenser",
        name="Medisindispenser",
        row=row,
        now=saturday_night,
    )
    assert stops(saturday_night) == row[Reason.SHORT_STAY].stops != shipped
    actions.end_places(leader, owner_id=ours.pk, code="medicine_dispenser", now=saturday_night + DAY)
    assert stops(saturday_night + DAY) == shipped
    with inside(ours):
        assert PlaceVersion.objects.count() == 1


# Who may ------------------------------------------------------------------------------------------------------------


def test_a_neighbour_sees_and_changes_nothing(
    leader: Actor, neighbour: Actor, ours: Any, saturday_night: datetime
) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    row = queries.criteria(leader)[0]
    draft = actions.start_draft(leader, owner_id=ours.pk, code="locating", now=saturday_night)
    version = queries.template_versions(leader)[0]
    for rows in (
        queries.service_types,
        queries.criteria,
        queries.template_versions,
        queries.template_drafts,
        queries.offered,
    ):
        assert not rows(neighbour).exists()
    assert queries.service_type(neighbour, owner_id=ours.pk, code="locating") is None
    for refused in (
        lambda: queries.criteria_version(neighbour, version_id=row.pk),
        lambda: queries.template_version(neighbour, version_id=version.pk),
        lambda: queries.template_draft(neighbour, draft_id=draft.pk),
        lambda: queries.draft_faults(neighbour, draft_id=draft.pk),
        lambda: actions.save_draft(neighbour, draft_id=draft.pk, text="", now=saturday_night),
        lambda: actions.publish_draft(neighbour, draft_id=draft.pk, note="", now=saturday_night),
        lambda: actions.discard_draft(neighbour, draft_id=draft.pk),
        lambda: actions.end_places(neighbour, owner_id=ours.pk, code="locating", now=saturday_night),
    ):
        with pytest.raises(Http404):
            refused()


@pytest.mark.parametrize("verb", ["take_over", "ready_template", "start_draft", "publish"])
def test_nothing_is_written_at_a_neighbour(
    verb: str, leader: Actor, neighbour: Actor, ours: Any, saturday_night: datetime
) -> None:
    code = {"owner_id": ours.pk, "code": "locating", "now": saturday_night}
    tries: dict[str, Any] = {
        "take_over": lambda: actions.take_over(neighbour, owner_id=ours.pk, now=saturday_night),
        "ready_template": lambda: actions.ready_template(neighbour, **code),
        "start_draft": lambda: actions.start_draft(neighbour, **code),
        "publish": lambda: publish(neighbour, ours, saturday_night),
    }
    with pytest.raises((RuntimeError, PermissionDenied)):
        tries[verb]()
    with inside(ours):
        assert not ServiceType.objects.exists()
        assert not TemplateVersion.objects.exists()
        assert not CriteriaVersion.objects.exists()


def test_who_may_only_look_changes_nothing(ours: Any, saturday_night: datetime) -> None:
    looker = make_actor(ours, permissions=(P.VIEW_CATALOGUE,))
    with pytest.raises(PermissionDenied):
        actions.take_over(looker, owner_id=ours.pk, now=saturday_night)
    with pytest.raises(PermissionDenied):
        actions.start_draft(looker, owner_id=ours.pk, code="locating", now=saturday_night)
    with pytest.raises(PermissionDenied):
        queries.offered(looker)


def test_service_hours_are_the_owners_own_then_the_shipped_then_round_the_clock(
    leader: Actor, ours: Any, saturday_night: datetime
) -> None:
    shipped = queries.service_hours(leader, owner_id=ours.pk, service_type="dho_copd")
    assert not shipped[0].covers(saturday_night)
    assert queries.service_hours(leader, owner_id=ours.pk, service_type="made_here")[0].covers(saturday_night)
    actions.take_over(leader, owner_id=ours.pk, now=saturday_night)
    row = queries.service_type(leader, owner_id=ours.pk, code="dho_copd")
    actions.save_service_type(leader, row=row, values={"service_hours": "hele døgnet"})
    assert queries.service_hours(leader, owner_id=ours.pk, service_type="dho_copd")[0].covers(saturday_night)
