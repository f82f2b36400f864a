"""`varde source`: a source is made, given keys and revoked; the intake's table follows."""

from __future__ import annotations

import hashlib

import pytest

from varde.care.alarms.queries import intake_sources
from varde.ground.organisations.testing import make_organisation
from varde.interfaces.cli.main import run

pytestmark = pytest.mark.django_db


def say(capsys, *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        run(words=["source", *words])
    return int(ended.value.code or 0), capsys.readouterr().out


def only():
    (row,) = intake_sources()[1]
    return row


@pytest.fixture
def source(capsys):
    make_organisation("Nesby kommune")
    code, _ = say(
        capsys, "add", "Trygg", "--owner", "Nesby kommune", "--address", "10.2.0.0/24", "--reply", "body"
    )
    assert code == 0
    return str(only().id)


def test_a_source_is_made_with_its_networks_and_listed(source, capsys):
    assert (only().addresses, only().reply, only().is_active) == (("10.2.0.0/24",), "body", True)
    assert "Nesby kommune: Trygg  (SIP from 10.2.0.0/24)" in say(capsys, "list")[1]


@pytest.mark.parametrize(("network", "said"), [("10.2.0.7/32", "Another owner"), ("0.0.0.0/0", "too wide")])
def test_a_network_of_another_owner_or_of_everybody_is_refused(source, capsys, network, said):
    make_organisation("Vikby")
    code, out = say(capsys, "add", "Oss", "--owner", "Vikby", "--address", network)
    assert (code, said in out) == (1, True)
    assert only().name == "Trygg"


def test_a_key_is_shown_once_and_stored_as_a_hash(source, capsys):
    _, out = say(capsys, "key", source)
    key = out.splitlines()[0].split()[-1]
    assert only().key_hash == hashlib.sha256(key.encode()).hexdigest()
    assert key not in say(capsys, "list")[1]


def test_a_sip_password_is_stored_as_what_digest_needs(source, capsys):
    _, out = say(capsys, "key", source, "--sip-user", "trygg")
    password = out.splitlines()[1].split()[-1]
    assert only().digest_sha256 == hashlib.sha256(f"trygg:varde:{password}".encode()).hexdigest()


def test_a_revoked_source_has_no_way_in_left(source, capsys):
    version = intake_sources()[0]
    say(capsys, "key", source)
    assert say(capsys, "revoke", source)[0] == 0
    assert (only().is_active, only().key_hash) == (False, "")
    assert intake_sources()[0] != version
    assert "(revoked)" in say(capsys, "list")[1]


def test_an_unknown_owner_or_source_is_said_in_words(source, capsys):
    code, out = say(capsys, "add", "Trygg", "--owner", "Ukjent")
    assert code == 1 and "Nesby kommune" in out
    stranger = "00000000-0000-0000-0000-000000000000"
    assert "no such source" in say(capsys, "key", stranger)[1]
    assert say(capsys, "revoke", stranger)[0] == 1


@pytest.mark.parametrize("words", [["--help"], ["add", "--help"], ["key", "--help"], ["revoke", "--help"]])
def test_help_teaches(words, capsys):
    code, out = say(capsys, *words)
    assert code == 0 and len(out.splitlines()) > 5
