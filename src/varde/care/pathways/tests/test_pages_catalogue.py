"""The pages of the catalogue: the register, criteria, templates, pause and place, and the page for anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from varde.care.pathways import actions, queries
from varde.care.pathways.models.catalogue import ServiceType
from varde.care.pathways.permissions import PathwayPermission as P
from varde.care.pathways.queries.shipped import shipped_templates
from varde.care.pathways.register import service_types
from varde.care.pathways.rules.template import template_text
from varde.foundation.ownership import scope
from varde.foundation.register.testing import RegisterTests
from varde.ground.organisations.testing import make_actor, make_organisation
from varde.kernel.actor import Actor
from varde.kernel.clock import local, now

pytestmark = pytest.mark.django_db


class TestServiceTypes(RegisterTests):
    register = service_types
    address = "pathways:tjenestetyper"

    def place(self, name: str) -> Any:
        return make_organisation(name)

    def reader(self, *places: Any) -> Actor:
        return make_actor(*places, permissions=tuple(P))

    def row(self, place: Any, name: str) -> Any:
        with scope(frozenset({place.pk})):
            return ServiceType.objects.create(
                owner=place, code=f"c{ServiceType.objects.count()}", **VALUES | {"name": name}
            )

    def filled(self, place: Any, name: str) -> dict[str, Any]:
        return {
            "owner": str(place.pk),
            "name": name,
            "code": f"made_{name.lower()}",
            "purpose": "Trygghet",
            "target_groups": "older",
            "given": "without",
            "payment": "monthly",
            "price": "250",
            "evaluation_months": "6",
            "trial_days": "14",
            "service_hours": "man–fre 08.00–15.00",
        }

    def test_hours_that_cannot_be_read_are_told_at_the_field(self) -> None:
        ours = self.place("Nesby")
        values = {**self.filled(ours, "Tavle"), "service_hours": "nesten alltid"}
        assert "nesten alltid" in self.shown(self.reader(ours), "new", post=values)

    def test_what_is_free_has_no_price(self) -> None:
        ours = self.place("Nesby")
        page = self.shown(self.reader(ours), "new", post={**self.filled(ours, "Tavle"), "payment": "none"})
        assert "Tjenesten er gratis" in page

    def test_target_groups_are_kept_by_an_import_in_words(self) -> None:
        ours = self.place("Nesby")
        row = self.row(ours, "Solbakken")
        content = f"Nøkkel;Målgrupper\n{row.pk};Barn, Eldre\n".encode()
        self.import_file(self.reader(ours), "r.csv", content)
        with scope(frozenset({ours.pk})):
            assert ServiceType.objects.get(pk=row.pk).target_groups == ["children", "older"]


VALUES: dict[str, Any] = {
    "purpose": "Trygghet",
    "given": "without",
    "payment": "none",
    "evaluation_months": 6,
    "service_hours": "hele døgnet",
}


class _Messages(list):  # type: ignore[type-arg]
    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.append(message)


class _Login:
    is_authenticated = True
    pk = None


def ask(actor: Actor, name: str, *args: Any, post: Any = None) -> Any:
    url = reverse(f"pathways:{name}", args=args)
    factory = RequestFactory()
    request: Any = factory.post(url, post) if post is not None else factory.get(url)
    request.actor, request.user, request.htmx = actor, _Login(), False
    request.resolver_match = match = resolve(url)
    request._messages, request.session = _Messages(), {}
    return match.func(request, *match.args, **match.kwargs)


def text(*args: Any, **more: Any) -> str:
    answer = ask(*args, **more)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def ours(db: None) -> Any:
    return make_organisation("Froland kommune")


@pytest.fixture
def leader(ours: Any) -> Actor:
    return make_actor(ours, permissions=tuple(P))


def test_the_messages_double_stands_for_djangos_own() -> None:
    assert hasattr(BaseStorage, "add")


def test_the_front_page_takes_over_the_catalogue(leader: Actor, ours: Any) -> None:
    assert "Ta over katalogen" in text(leader, "catalogue")
    assert ask(leader, "take_over", ours.pk, post={}).status_code == 302
    page = text(leader, "catalogue")
    assert "Hent det som er nytt" in page
    assert "Kriterier som skal gås gjennom nå" in page


def test_new_criteria_become_a_version_and_the_old_page_stays_as_it_was(leader: Actor, ours: Any) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=now())
    old = queries.criteria(leader).get(code="locating")
    before = text(leader, "criteria_version", old.pk)
    values = {
        "inclusion": "Går ut alene.\nFinner ikke hjem.",
        "exclusion": "",
        "approved_by": "Kommunalsjefen",
        "review_on": f"{local(now()).year + 1}-01-15",
        "note": "Etter møtet",
    }
    done = ask(leader, "publish_criteria", ours.pk, "locating", post=values)
    assert done.status_code == 302, done.content.decode()
    new = queries.criteria(leader).get(code="locating", number=2)
    assert new.data["inclusion"] == ["Går ut alene.", "Finner ikke hjem."]
    after = text(leader, "criteria_version", old.pk)
    assert "Går ut alene." not in after
    assert "Gjelder nå" in before
    assert "Gjelder ikke lenger" in after
    assert "Går ut alene." in text(leader, "criteria_version", new.pk)


def test_criteria_with_faults_come_back_with_what_was_typed(leader: Actor, ours: Any) -> None:
    values = {"inclusion": "Går ut alene.", "approved_by": "", "review_on": "2020-01-01"}
    answer = ask(leader, "publish_criteria", ours.pk, "locating", post=values)
    assert answer.status_code == 422
    assert "Går ut alene." in answer.content.decode()
    assert not queries.criteria(leader).exists()


def test_a_template_is_read_as_a_page_with_who_when_and_which_gate(leader: Actor) -> None:
    page = text(leader, "shipped_template", "medicine_dispenser")
    for words in (
        "Fyll dispenseren",
        "Ansatt i hjemmetjenesten",
        "hver uke (kan være 2)",
        "Kan aldri utsettes",
        "Kontrolleres av en til",
    ):
        assert words in page
    assert ask(leader, "shipped_template", "nothing").status_code == 404


def test_a_template_is_written_on_published_and_compared(leader: Actor, ours: Any) -> None:
    first = actions.ready_template(leader, owner_id=ours.pk, code="medicine_dispenser", now=now())
    draft = resolve(ask(leader, "start_draft", ours.pk, "medicine_dispenser", post={}).url).kwargs["pk"]
    written = queries.template_draft(leader, draft_id=draft).text
    assert (
        ask(
            leader, "template_draft", draft, post={"text": written.replace("kind: safety", "kind: maybe", 1)}
        ).status_code
        == 302
    )
    page = text(leader, "template_draft", draft)
    assert "Linje" in page
    assert "«maybe»" in page
    assert "Ta malen i bruk" not in page
    refused = ask(leader, "publish_draft", draft, post={"note": "Ny tekst"})
    assert refused.status_code == 422
    changed = written.replace("Fyll dispenseren første gang", "Første fylling")
    ask(leader, "template_draft", draft, post={"text": changed})
    done = ask(leader, "publish_draft", draft, post={"note": "Ny tekst"})
    assert done.status_code == 302
    second = resolve(done.url).kwargs["pk"]
    page = text(leader, "compare", first.pk, second)
    assert "Første fylling" in page
    assert "Tittel" in page
    assert "utgave 1" in text(leader, "template_version", second)


def test_a_version_goes_to_a_file_and_back(leader: Actor, ours: Any) -> None:
    row = actions.ready_template(leader, owner_id=ours.pk, code="locating", now=now())
    content = ask(leader, "export_template", row.pk).content
    assert content.decode() == template_text(shipped_templates()["locating"])
    post = {"owner": str(ours.pk), "file": SimpleUploadedFile("mal.yaml", content)}
    assert ask(leader, "import_template", post=post).status_code == 302
    broken = SimpleUploadedFile("mal.yaml", content.replace(b"kind: quality", b"kind: maybe", 1))
    answer = ask(leader, "import_template", post={"owner": str(ours.pk), "file": broken})
    assert answer.status_code == 422
    assert "Linje" in answer.content.decode()


def test_pause_and_place_are_shown_changed_and_given_back(leader: Actor, ours: Any) -> None:
    assert "En alarm om en person stopper aldri" in text(leader, "places", ours.pk)
    form = text(leader, "change_places", ours.pk, "locating")
    assert "Reise: stopper" in form
    post = {f"{reason}_days": "10" for reason in ("travel", "hospital", "short_stay", "other_address")}
    assert ask(leader, "change_places", ours.pk, "locating", post=post).status_code == 302
    assert "Egen regel" in text(leader, "places", ours.pk)
    wrong = ask(leader, "change_places", ours.pk, "locating", post={**post, "travel_follows": "alarms"})
    assert wrong.status_code == 422
    ask(leader, "end_places", ours.pk, "locating", post={})
    assert "Egen regel" not in text(leader, "places", ours.pk)


def test_grounds_are_shown_with_source_and_conditions(leader: Actor) -> None:
    page = text(leader, "catalogue_grounds")
    assert "§ 4-6 a" in page
    assert "innen 6 måneder" in page


def test_a_neighbour_gets_no_page_of_ours(leader: Actor, ours: Any) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=now())
    other = make_actor(make_organisation("Birkenes kommune"), permissions=tuple(P))
    criteria, version = queries.criteria(leader)[0].pk, queries.template_versions(leader)[0].pk
    draft = actions.start_draft(leader, owner_id=ours.pk, code="locating", now=now()).pk
    for name, key in (
        ("criteria_version", criteria),
        ("template_version", version),
        ("export_template", version),
        ("template_draft", draft),
    ):
        with pytest.raises(Http404):
            ask(other, name, key)
    for name, args in (
        ("places", (ours.pk,)),
        ("publish_criteria", (ours.pk, "locating")),
        ("change_places", (ours.pk, "locating")),
    ):
        with pytest.raises(PermissionDenied):
            ask(other, name, *args)
    for name, args in (
        ("take_over", (ours.pk,)),
        ("start_draft", (ours.pk, "locating")),
        ("end_places", (ours.pk, "locating")),
    ):
        with pytest.raises(PermissionDenied):
            ask(other, name, *args, post={})
    assert "Froland" not in text(other, "catalogue") + text(other, "criteria") + text(other, "templates")


def test_who_may_only_look_finds_no_way_to_change(ours: Any, saturday_night: datetime) -> None:
    looker = make_actor(ours, permissions=(P.VIEW_CATALOGUE,))
    assert "Ta over" not in text(looker, "catalogue")
    assert "Hent fra fil" not in text(looker, "templates")
    with pytest.raises(PermissionDenied):
        ask(looker, "import_template")


def test_anybody_reads_what_is_offered_and_nothing_else(client: Client, leader: Actor, ours: Any) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=now())
    assert client.get(f"/tilbud/{ours.pk}/").status_code == 404
    row = queries.service_type(leader, owner_id=ours.pk, code="safety_alarm_fixed")
    actions.save_service_type(leader, row=row, values={"is_offered": True, "price": 250})
    assert "Froland kommune" in client.get("/tilbud/").content.decode()
    page = client.get(f"/tilbud/{ours.pk}/").content.decode()
    for words in (
        "Trygghetsalarm, fast",
        "250",
        "per måned",
        "Det du kan kjøpe selv",
        "Slik søker du",
        "113",
    ):
        assert words in page
    assert "Medisindispenser" not in page


def test_the_open_page_speaks_english_where_the_text_is_the_shipped_one(
    client: Client, leader: Actor, ours: Any
) -> None:
    actions.take_over(leader, owner_id=ours.pk, now=now())
    for code, name in (("safety_alarm_fixed", None), ("locating", "GPS hos oss")):
        row = queries.service_type(leader, owner_id=ours.pk, code=code)
        actions.save_service_type(
            leader, row=row, values={"is_offered": True} | ({"name": name} if name else {})
        )
    with translation.override("en"):
        page = client.get(f"/tilbud/{ours.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "Safety alarm, fixed" in page
    assert "GPS hos oss" in page
