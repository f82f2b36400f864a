"""Keys are changed without losing a value, and a value that was moved does not decrypt."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.apps import apps

from tests.rows import make
from varde.foundation.encryption import Undecryptable, decrypt, encrypt
from varde.foundation.ownership import scope
from varde.ground.organisations.models import Organisation
from varde.interfaces.cli.rotate import rotate

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.mark.django_db
def test_after_rotation_the_old_key_is_not_needed_and_a_second_run_has_nothing_to_do(settings: Any) -> None:
    settings.VARDE_KEYS = [OLD]
    address = apps.get_model("people.Address")
    row = make(address, make(Organisation, None))
    settings.VARDE_KEYS = [NEW, OLD]
    assert rotate(address) == 1
    assert rotate(address) == 0
    settings.VARDE_KEYS = [NEW]
    with scope(frozenset({row.owner_id})):
        assert address.objects.get(pk=row.pk).street == "hemmelig"


def test_a_value_moved_to_another_column_does_not_decrypt(settings: Any) -> None:
    settings.VARDE_KEYS = [NEW]
    blob = encrypt(b"hemmelig", context="a.street")
    assert decrypt(blob, context="a.street") == b"hemmelig"
    with pytest.raises(Undecryptable):
        decrypt(blob, context="a.door_note")
    settings.VARDE_KEYS = [OLD]
    with pytest.raises(Undecryptable):
        decrypt(blob, context="a.street")
