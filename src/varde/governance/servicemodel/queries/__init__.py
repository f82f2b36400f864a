from varde.governance.servicemodel.queries.editions import editions, newest, task_titles
from varde.governance.servicemodel.queries.model import (
    Line,
    TaskPage,
    adoption,
    difference_of_upgrade,
    open_questions,
    overview,
    service_owner,
    task_page,
)
from varde.governance.servicemodel.queries.region import Cell, Row, areas, matrix
from varde.governance.servicemodel.queries.unclear import due_for, history_of, unclear

__all__ = [
    "Cell",
    "Line",
    "Row",
    "TaskPage",
    "adoption",
    "areas",
    "difference_of_upgrade",
    "due_for",
    "editions",
    "history_of",
    "matrix",
    "newest",
    "open_questions",
    "overview",
    "service_owner",
    "task_page",
    "task_titles",
    "unclear",
]
