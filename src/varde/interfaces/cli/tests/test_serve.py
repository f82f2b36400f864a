"""`varde serve` as a process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

STREAMING = """
import django
from django.contrib.auth.decorators import login_not_required
from django.http import StreamingHttpResponse
from django.urls import path
from varde.config import urls
import asyncio

@login_not_required
async def stream(request):
    async def ticks():
        while True:
            yield b"data: 1\\n\\n"
            await asyncio.sleep(0.2)
    return StreamingHttpResponse(ticks(), content_type="text/event-stream")

urls.urlpatterns.append(path("test-stream/", stream))
from varde.config.asgi import application
"""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    (tmp_path / "streaming.py").write_text(STREAMING)
    words = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'varde.config.settings'; django.setup();"
        "from varde.interfaces.cli import run, serve; serve.APPLICATION = 'streaming:application';"
        "run((), ['serve', '--address', sys.argv[1]])"
    )
    address = f"127.0.0.1:{free_port()}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VARDE_")}
    environment |= {"VARDE_MODE": "test", "VARDE_DATA": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", words, address], env=environment)
    try:
        yield f"http://{address}", process
    finally:
        process.kill()
        process.wait()


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    address = (httpx.URL(url).host, httpx.URL(url).port)
    for _ in range(300):
        assert process.poll() is None, "the web died"
        with socket.socket() as one:
            if one.connect_ex(address) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the web did not start")


def test_the_web_stops_within_five_seconds_while_somebody_listens_to_a_stream(web) -> None:
    url, process = web
    _wait_until_it_answers(url, process)
    with httpx.stream("GET", f"{url}/test-stream/") as answer:
        assert next(answer.iter_bytes()).startswith(b"data:")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
        assert time.monotonic() - began < 5


def test_static_files_and_an_unmigrated_database_are_told_apart(web) -> None:
    url, process = web
    _wait_until_it_answers(url, process)
    sheet = httpx.get(f"{url}/static/ui/varde.css")
    assert sheet.status_code == 200 and sheet.headers["content-type"].startswith("text/css")
    ready = httpx.get(f"{url}/health/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["migrations"] is False
