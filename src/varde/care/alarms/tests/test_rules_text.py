"""The text for the patient record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varde.care.alarms.rules.codes import CAUSES, MEASURES, Severity
from varde.care.alarms.rules.lifecycle import Verb
from varde.care.alarms.rules.text import By, Happened, Story, record_text

pytestmark = pytest.mark.unit
OSLO = ZoneInfo("Europe/Oslo")
T0 = datetime(2026, 11, 21, 1, 14, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


NIGHT = Story(
    code="3",
    severity=Severity.CRITICAL,
    opened_at=T0,
    closed_at=later(61),
    events=(
        Happened(later(1), Verb.TAKE, By.OPERATOR),
        Happened(later(3), Verb.DISPATCH, By.OPERATOR, place="nattpatruljen"),
        Happened(later(4), Verb.ACCEPT, By.RESPONDER),
        Happened(later(20), Verb.ARRIVE, By.RESPONDER),
        Happened(later(2), Verb.NOTE, By.OPERATOR, note="Får ikke svar\npå telefon"),
        Happened(later(45), Verb.DONE, By.RESPONDER, note="Hjulpet opp, ingen skade."),
        Happened(later(50), Verb.GIVE, By.OPERATOR),
    ),
    causes=("fall",),
    measures=("visited", "helped_up"),
    repeats=2,
)


def test_the_night_in_froland_as_one_text():
    assert record_text(NIGHT, OSLO).splitlines() == [
        "Trygghetsalarm 21.11.2026 kl. 02:14. Alvorlighet: kritisk.",
        "Kl. 02:15: Operatør tok alarmen.",
        "Kl. 02:16: Operatør noterte: Får ikke svar på telefon.",
        "Kl. 02:17: Operatør sendte utrykning: nattpatruljen.",
        "Kl. 02:18: Utrykning tok oppdraget.",
        "Kl. 02:34: Utrykning var framme.",
        "Kl. 02:59: Utrykning var ferdig på stedet: Hjulpet opp, ingen skade.",
        "Signalet kom 2 ganger til mens alarmen var åpen.",
        "Årsak: fall uten kjent skade.",
        "Tiltak: utrykning til hjemmet, hjulpet opp.",
        "Avsluttet kl. 03:15.",
    ]


def test_the_date_is_there_when_it_ended_on_another_day():
    assert record_text(replace(NIGHT, closed_at=later(24 * 60)), OSLO).endswith("Avsluttet kl. 02:14 22.11.")


def test_what_was_not_filled_in_is_said_plainly():
    bare = replace(NIGHT, causes=(), measures=("nonsense",), events=())
    assert "Årsak: ikke oppgitt." in record_text(bare, OSLO)
    assert "Tiltak: ikke oppgitt." in record_text(bare, OSLO)


EVENTS = st.lists(
    st.builds(
        Happened,
        st.integers(0, 90).map(later),
        st.sampled_from(list(Verb)),
        st.sampled_from(list(By)),
        note=st.sampled_from(["", "ro", "a {b} c"]),
        place=st.sampled_from(["", "113", "{x}"]),
    ),
    max_size=12,
)


@given(events=EVENTS, turn=st.randoms(), causes=st.lists(st.sampled_from(list(CAUSES)), max_size=3))
def test_every_story_has_a_text_in_the_order_of_time_with_whole_sentences(events, turn, causes):
    story = replace(NIGHT, events=tuple(events), causes=tuple(causes), measures=tuple(MEASURES))
    lines = record_text(story, OSLO).splitlines()
    assert all(line.endswith(".") for line in lines)
    clocks = [line[4:9] for line in lines if line.startswith("Kl. ")]
    assert clocks == sorted(clocks)
