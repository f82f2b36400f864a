"""`varde work`: the process that turns signals into alarms and never lets one go."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from varde.foundation import worker
from varde.foundation.worker import Job


def work(jobs: Callable[[], Sequence[Job]]) -> Callable[[argparse.Namespace], None]:
    """The command for a list of jobs, which only the composition root knows."""

    def run(_: argparse.Namespace) -> None:
        worker.run(jobs())

    return run
