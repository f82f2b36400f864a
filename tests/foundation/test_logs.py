"""What must never stand in a log line is taken out in one place, also from tracebacks."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from varde.config.logs import RedactingFormatter

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]


def logged(say: object) -> str:
    """What the house's own handler writes of it."""
    root = logging.getLogger()
    (ours,) = [one for one in root.handlers if isinstance(one.formatter, RedactingFormatter)]
    out, log = io.StringIO(), logging.getLogger("varde.test")
    handler = logging.StreamHandler(out)
    handler.setFormatter(ours.formatter)
    log.addHandler(handler)
    try:
        say(log)
    finally:
        log.removeHandler(handler)
    return out.getvalue()


@pytest.mark.parametrize("number", ["17854010026", "178540 10026", "178540-10026", "178540.10026"])
def test_a_national_id_is_taken_out_however_it_is_written(number: str) -> None:
    assert logged(lambda log: log.warning("said")) != ""
    assert number not in logged(lambda log: log.warning(f"form: {number}"))
    assert number not in logged(lambda log: log.warning("form: %s", number))


def test_a_national_id_in_a_traceback_is_taken_out() -> None:
    def crash(log: logging.Logger) -> None:
        try:
            raise ValueError("17854010026 is taken")
        except ValueError:
            log.exception("view failed")

    text = logged(crash)
    assert "ValueError" in text and "17854010026" not in text


@pytest.mark.parametrize("page", ["invitasjon", "ny-innlogging"])
def test_a_link_that_lets_somebody_in_loses_its_token(page: str) -> None:
    text = logged(lambda log: log.warning(f"Not Found: /{page}/hemmelig-123_x/"))
    assert f"/{page}/" in text and "hemmelig" not in text


@pytest.mark.parametrize(
    "number", ["+4741000001", "+47 41 00 00 01", "41000001", "41 00 00 01", "410 00 001", "%2B4741000001"]
)
def test_a_phone_number_is_taken_out_however_it_is_written(number: str) -> None:
    text = logged(lambda log: log.warning("called %s, no answer", number))
    assert "called […], no answer" in text


@pytest.mark.parametrize(
    "harmless",
    ["019aae10-2345-7678-9abc-41000001ffff", "127.0.0.1:41000", "2026-11-07T01:14:00.410000Z"],
)
def test_a_key_an_address_of_a_machine_and_a_time_stay(harmless: str) -> None:
    assert harmless in logged(lambda log: log.warning("said: %s", harmless))


def test_an_exception_is_told_by_type_and_place_and_never_by_its_words() -> None:
    person, street = "Ragnhild Moe", "Solbakken 4"

    def crash(log: logging.Logger) -> None:
        try:
            try:
                raise KeyError(person)
            except KeyError as cause:
                raise ExceptionGroup(street, [ValueError(street)]) from cause
        except ExceptionGroup:
            log.exception("view failed")

    text = logged(crash)
    assert "Ragnhild" not in text and "Solbakken" not in text
    for told in ("KeyError", "ExceptionGroup", "ValueError", "test_logs.py", "in crash"):
        assert told in text


def test_what_an_exception_says_of_the_machine_stays() -> None:
    def crash(log: logging.Logger) -> None:
        try:
            raise OperationalError("connection refused")
        except OperationalError:
            log.exception("job failed")

    assert "connection refused" in logged(crash)


DIES = """
import sys, threading
sys.path.insert(0, "src")
from varde.config import logs
logs.configure("ERROR")
logs.guard()
class Leaves:
    def __del__(self):
        raise LookupError("Ragnhild Moe")
def thread():
    raise KeyError("Ragnhild Moe")
one = threading.Thread(target=thread)
one.start()
one.join()
leaves = Leaves()
del leaves
raise ValueError("Ragnhild Moe, 17854010026")
"""


def test_what_a_process_dies_of_is_told_by_type_and_place_on_stderr_too() -> None:
    died = subprocess.run([sys.executable, "-c", DIES], capture_output=True, text=True, cwd=ROOT)
    assert died.returncode == 1
    for kind in ("KeyError", "LookupError", "ValueError"):
        assert f"{kind}: […]" in died.stderr
    assert "line 17" in died.stderr
    assert "Ragnhild" not in died.stderr and "17854010026" not in died.stderr
