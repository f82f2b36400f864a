"""healthchecks beside us: the best durable peer there is. Each ping locks, updates and inserts rows before it is answered.

The folder is a checkout with what it needs in a `.venv` of its own; v3.13 is the last version for Python 3.11:

git clone --branch v3.13 https://github.com/healthchecks/healthchecks && cd healthchecks
python3.11 -m venv .venv && .venv/bin/pip install -r requirements.txt gunicorn
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.load import Load, apart
from tests.ports import free_port

CHECKS = 2_000
WORKERS = ("-w", "4", "--threads", "4", "--keep-alive", "30")
SEED = f"""
from hc.accounts.models import Project
from hc.api.models import Check
from django.contrib.auth.models import User
user = User.objects.create(username="bench", email="bench@example.org")
project = Project.objects.create(owner=user, name="bench")
made = Check.objects.bulk_create(Check(project=project, name=str(n)) for n in range({CHECKS}))
print("\\n".join(str(check.code) for check in made))
"""


class Healthchecks:
    """Its web server over a database of its own on the server at `url`. `load` measures it."""

    def __init__(self, folder: Path, url: str, here: Path) -> None:
        at, self.port, self.codes = urlsplit(url), free_port(), here / "codes"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE hc")
        environment = {
            "PATH": os.environ["PATH"],
            "DB": "postgres",
            "DB_HOST": str(at.hostname),
            "DB_PORT": str(at.port),
            "DB_USER": str(at.username),
            "DB_PASSWORD": str(at.password),
            "DB_CONN_MAX_AGE": "600",  # else each ping would open a connection
            "SECRET_KEY": "bench",
            "DEBUG": "False",
            "ALLOWED_HOSTS": "*",
        }
        bin_ = folder.resolve() / ".venv" / "bin"

        def manage(*words: str) -> str:
            command = [str(bin_ / "python"), "manage.py", *words]
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, check=True
            )
            return done.stdout

        manage("migrate", "-v", "0")
        lines = manage("shell", "-v", "0", "-c", SEED).split()
        self.codes.write_text("\n".join(line for line in lines if len(line) == 36))
        command = [str(bin_ / "gunicorn"), *WORKERS, "-b", f"127.0.0.1:{self.port}", "hc.wsgi"]
        self._process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("healthchecks did not start")

    def load(self, clients: int, seconds: int) -> Load:
        return apart("127.0.0.1", self.port, clients, seconds, "ping", str(self.codes))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
