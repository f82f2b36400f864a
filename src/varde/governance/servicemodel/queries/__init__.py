from varde.governance.servicemodel.queries.differing import (
    Differences,
    Differs,
    What,
    differences_among,
    groups,
)
from varde.governance.servicemodel.queries.editions import editions, newest, task_titles
from varde.governance.servicemodel.queries.mine import (
    Waits,
    contact_in_words,
    due_for,
    everyone_named,
    has_something,
    lapsed_for,
    owners_of_task,
    to_review,
)
from varde.governance.servicemodel.queries.model import (
    adoption,
    contacts,
    difference_of_upgrade,
    open_questions,
    overview,
    task_page,
    whole,
)
from varde.governance.servicemodel.queries.region import Cell, Matrix, Row, areas, matrix
from varde.governance.servicemodel.queries.seen import ChapterSeen, Line, TaskPage
from varde.governance.servicemodel.queries.unclear import history_of, unclear

__all__ = [
    "Cell",
    "ChapterSeen",
    "Differences",
    "Differs",
    "Line",
    "Matrix",
    "Row",
    "TaskPage",
    "Waits",
    "What",
    "adoption",
    "areas",
    "contact_in_words",
    "contacts",
    "difference_of_upgrade",
    "differences_among",
    "due_for",
    "editions",
    "everyone_named",
    "groups",
    "has_something",
    "history_of",
    "lapsed_for",
    "matrix",
    "newest",
    "open_questions",
    "overview",
    "owners_of_task",
    "task_page",
    "task_titles",
    "to_review",
    "unclear",
    "whole",
]
