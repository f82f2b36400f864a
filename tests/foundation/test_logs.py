"""What must never stand in a log line is taken out in one place, also from tracebacks."""

from __future__ import annotations

import io
import logging

import pytest

from varde.config.logs import RedactingFormatter

pytestmark = pytest.mark.unit


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
