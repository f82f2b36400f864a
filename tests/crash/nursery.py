"""A process that has loaded Varde once and forks the house's processes from that: a start takes a moment, not seconds.

Each child is a process of its own that runs the same command as `varde work`, `varde intake` or the web server; it
dies by kill -9 like any other. Commands are JSON lines on stdin, answers JSON lines on stdout.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import json
import os
import signal
import sys
import traceback
from typing import Any

PR_SET_PDEATHSIG = 1


def _reap(*_: object) -> None:
    """At once: a worker that waits for a dead one's lease looks whether its process is gone."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


def _fork(log: str) -> int:
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        faulthandler.register(signal.SIGUSR1)  # where a process stands, for whoever looks for a fault
    return pid


def serve_web(host: str, port: int) -> None:
    import uvicorn

    from varde.config.asgi import application

    uvicorn.run(application, host=host, port=port, log_level="error", lifespan="off")


def _start(words: list[Any], log: str) -> int:
    from varde.config.jobs import jobs
    from varde.interfaces.cli import Command, run, work

    pid = _fork(log)
    if pid:
        return pid
    code = 1
    try:
        if words[0] == "web":
            serve_web(words[1], words[2])
        else:
            run([Command("work", "", work.work(jobs))], words=words)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _call(name: str, given: dict[str, Any], log: str) -> Any:
    """A function of tests.crash.inside in a child of its own; what it returns comes back as JSON."""
    reading, writing = os.pipe()
    if _fork(log) == 0:
        code = 1
        try:
            inside = importlib.import_module("tests.crash.inside")
            answer = json.dumps({"answer": getattr(inside, name)(**given)})
            code = 0
        except BaseException:
            answer = json.dumps({"fault": traceback.format_exc()})
        with os.fdopen(writing, "w") as pipe:
            pipe.write(answer)
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        return json.loads(pipe.read() or '{"fault": "the call died"}')


def main() -> None:
    import django

    django.setup()
    for name in ("varde.config.jobs", "varde.config.urls", "uvicorn", "tests.crash.inside"):
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, _reap)
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    answers.write('{"ready": true}\n')
    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            answer = {"answer": _start(asked["start"], asked["log"])}
        else:
            answer = _call(asked["call"], asked["given"], asked["log"])
        answers.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
