from varde.care.pathways.queries.cases import (
    case,
    cases,
    cases_of,
    exceptions,
    late_tasks,
    my_tasks,
    tasks_for_roles,
    texts_waiting,
)
from varde.care.pathways.queries.deputies import absences, deputies
from varde.care.pathways.queries.gates import GateSource, gates
from varde.care.pathways.queries.page import CasePage, case_page
from varde.care.pathways.queries.timeline import Entry, Event, timeline

__all__ = [
    "CasePage",
    "Entry",
    "Event",
    "GateSource",
    "absences",
    "case",
    "case_page",
    "cases",
    "cases_of",
    "deputies",
    "exceptions",
    "gates",
    "late_tasks",
    "my_tasks",
    "tasks_for_roles",
    "texts_waiting",
    "timeline",
]
