"""The pages of the house, as a browser meets them."""

from __future__ import annotations

import pytest
from django.test import Client

from varde.foundation.accounts.testing import logged_in, make_user

pytestmark = pytest.mark.django_db


def test_the_home_page_greets_a_logged_in_person() -> None:
    page = logged_in(make_user()).get("/")
    assert page.status_code == 200
    assert "Mine oppgaver" in page.content.decode()


def test_my_account_opens() -> None:
    assert logged_in(make_user()).get("/min-konto/").status_code == 200


def test_operations_status_is_for_who_manages_a_house() -> None:
    assert logged_in(make_user()).get("/driftsstatus/").status_code == 403


def test_the_login_page_opens() -> None:
    assert Client().get("/konto/logg-inn/").status_code == 200


def test_health() -> None:
    assert Client().get("/health/live").json() == {"live": True}
    answer = Client().get("/health/ready")
    assert answer.json()["checks"]["database"] is True
    assert answer.json()["checks"]["migrations"] is True
