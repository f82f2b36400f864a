"""An intake process of its own, for tests that kill it and for the bench. One source, known by KEY and by address.

python -m tests.intake [path of a SQLite log]      prints the bound addresses as one JSON line, then serves.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class IntakeProcess:
    """Starts `python -m tests.intake`; `bound` maps "http", "sip-udp", "sip-tcp" to (host, port)."""

    def __init__(self, path: Path | None = None, **environment: str) -> None:
        command = [sys.executable, "-m", "tests.intake", *([str(path)] if path else [])]
        self._process = subprocess.Popen(
            command,
            env={**os.environ, "VARDE_LOG": "ERROR", **environment},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], 30)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            self.kill()
            raise RuntimeError("the intake process did not start")
        self.bound = {name: tuple(address) for name, address in json.loads(line).items()}

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def stop(self) -> int:
        """SIGTERM, and wait until it has drained; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(60)
        if self._process.stdout:
            self._process.stdout.close()
        return code


def main(argv: list[str]) -> None:
    import django

    django.setup()
    from varde.foundation.signallog.port import open_log
    from varde.foundation.signallog.sqlite import SqliteLog
    from varde.interfaces.intake.serve import IntakeSettings, run
    from varde.interfaces.intake.testing import FREE, make_source

    log = SqliteLog(argv[0], writer=True) if argv else open_log(writer=True)
    sources = [make_source(here=True, reply="body")]
    run(
        IntakeSettings(http=FREE, sip_udp=FREE, sip_tcp=FREE),
        log=log,
        load=lambda: (1, sources),
        started=lambda bound: print(json.dumps(bound), flush=True),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
