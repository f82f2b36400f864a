"""The page "Innstillinger": every setting explained, in both languages, and no value on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from varde.config import explained
from varde.config.options import OPTIONS
from varde.foundation.accounts.testing import logged_in, make_user
from varde.ground.organisations.testing import make_membership, make_organisation

pytestmark = pytest.mark.django_db
PAGE = "/oppsett/innstillinger/"
VALUE = "postgres://varde:svaert-hemmelig@db.example/varde"


@pytest.fixture
def given() -> Iterator[None]:
    explained.install({"VARDE_DATABASE": VALUE, "VARDE_LOG": "UVANLIG", "VARDE_MAIL": "  "})
    yield
    explained.install()


def member(role: str) -> Client:
    user = make_user()
    make_membership(user, make_organisation("Froland", kind="municipality"), role)
    return logged_in(user)


def test_it_tells_of_every_setting_whether_it_is_set_and_never_what_it_is_set_to(given: None) -> None:
    page = member("system_manager").get(PAGE)
    assert page.status_code == 200
    shown = {one.name: one for one in page.context["settings"]}
    assert set(shown) == {one.name for one in OPTIONS}
    assert {name for name, one in shown.items() if one.is_set} == {"VARDE_DATABASE", "VARDE_LOG"}
    assert all(name in page.text for name in shown)
    assert "svaert-hemmelig" not in page.text and "UVANLIG" not in page.text


def test_it_is_for_system_managers_and_the_setup_page_leads_there() -> None:
    assert member("case_officer").get(PAGE).status_code == 403
    assert PAGE in member("system_manager").get("/oppsett/").text
    assert PAGE not in member("case_officer").get("/oppsett/").text


def test_every_setting_is_explained_in_both_languages_and_nothing_else_is() -> None:
    assert set(explained.MEANINGS) == {one.name for one in OPTIONS}
    for meaning in explained.MEANINGS.values():
        with translation.override("nb"):
            norwegian = str(meaning)
        with translation.override("en"):
            assert str(meaning) != norwegian
