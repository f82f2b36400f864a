"""Loaded before anything else by pytest: the settings of a test run, and the database it runs on."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile

import pytest

from tests import postgres

if "VARDE_DATA" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="varde-test-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["VARDE_DATA"] = _folder
os.makedirs(os.path.join(os.environ["VARDE_DATA"], "static"), exist_ok=True)  # else whitenoise warns
os.environ["VARDE_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
os.environ.setdefault("VARDE_LOG", "WARNING")
if os.environ.get("VARDE_TEST_DB", "sqlite") not in ("sqlite", "postgres"):
    raise SystemExit("VARDE_TEST_DB is sqlite or postgres")
if os.environ.get("VARDE_TEST_DB") == "postgres" and "VARDE_DATABASE" not in os.environ:
    _server = postgres.start()
    if _server is None:
        raise SystemExit(postgres.MISSING)
    os.environ["VARDE_DATABASE"] = _server.url
    atexit.register(_server.stop)

# A short run makes much and keeps it: looking for rubbish took 4 % of the time.
gc.set_threshold(50_000, 20, 50)

_skipped: list[str] = []


def pytest_report_header() -> str:
    return f"database: {os.environ.get('VARDE_TEST_DB', 'sqlite')}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must run, a test that skipped itself is a failure."""
    if _skipped and os.environ.get("NOTHING_SKIPPED") == "1" and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
