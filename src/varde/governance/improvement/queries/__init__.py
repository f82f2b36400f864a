from varde.governance.improvement.queries.activities import activities
from varde.governance.improvement.queries.people import facilitators, people
from varde.governance.improvement.queries.proposals import (
    Grid,
    entries,
    grid,
    proposal,
    proposals,
)
from varde.governance.improvement.queries.sessions import (
    Run,
    buildable,
    log,
    offers,
    run,
    session,
    sessions,
)
from varde.governance.improvement.queries.slots import Task, tasks
from varde.governance.improvement.queries.waiting import Due, Waiting, waiting

__all__ = [
    "Due",
    "Grid",
    "Run",
    "Task",
    "Waiting",
    "activities",
    "buildable",
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
