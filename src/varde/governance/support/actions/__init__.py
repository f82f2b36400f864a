from varde.governance.support.actions.deviations import (
    Incident,
    note_reference,
    raise_deviation,
    spare_deviation,
)
from varde.governance.support.actions.faults import FaultSeen, open_from_fault
from varde.governance.support.actions.moves import (
    VerdictMissing,
    assign,
    confirm,
    note,
    note_cost,
    reopen,
    send_to_supplier,
    solve,
    take_back,
)
from varde.governance.support.actions.report import AlreadyReported, Report, report
from varde.governance.support.actions.settings import adopt_shipped_routes, save_level, save_route
from varde.governance.support.actions.supplier import answer_as_supplier, solve_as_supplier
from varde.governance.support.actions.watch import tell_of_clocks
from varde.governance.support.actions.writing import HoldsNationalId

__all__ = [
    "AlreadyReported",
    "FaultSeen",
    "HoldsNationalId",
    "Incident",
    "Report",
    "VerdictMissing",
    "adopt_shipped_routes",
    "answer_as_supplier",
    "assign",
    "confirm",
    "note",
    "note_cost",
    "note_reference",
    "open_from_fault",
    "raise_deviation",
    "reopen",
    "report",
    "save_level",
    "save_route",
    "send_to_supplier",
    "solve",
    "solve_as_supplier",
    "spare_deviation",
    "take_back",
    "tell_of_clocks",
]
