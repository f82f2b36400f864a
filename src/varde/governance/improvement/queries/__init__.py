from varde.governance.improvement.queries.activities import activities
from varde.governance.improvement.queries.people import facilitators, people
from varde.governance.improvement.queries.proposals import (
    Grid,
    Waiting,
    entries,
    grid,
    proposal,
    proposals,
    waiting,
)
from varde.governance.improvement.queries.sessions import (
    Run,
    buildable,
    coming,
    log,
    offers,
    run,
    session,
    sessions,
)
from varde.governance.improvement.queries.slots import Task, tasks

__all__ = [
    "Grid",
    "Run",
    "Task",
    "Waiting",
    "activities",
    "buildable",
    "coming",
    "entries",
    "facilitators",
    "grid",
    "log",
    "offers",
    "people",
    "proposal",
    "proposals",
    "run",
    "session",
    "sessions",
    "tasks",
    "waiting",
]
