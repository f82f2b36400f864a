import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_real_login_page_is_dressed_and_has_no_sign_up():
    page = Client().get(reverse("account_login")).text
    assert 'class="ds-input"' in page and "Logg inn" in page and "csrfmiddlewaretoken" in page
    assert "signup" not in page
