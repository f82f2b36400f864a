from varde.governance.servicemodel.actions.editions import AlreadyKnown, adopt, import_edition, settle
from varde.governance.servicemodel.actions.local import add_point, reword_point, set_aside
from varde.governance.servicemodel.actions.proving import look
from varde.governance.servicemodel.actions.settling import (
    Empty,
    answer_clarification,
    answer_line,
    move_clarification,
    name_responsible,
    raise_clarification,
    reopen_clarification,
    set_status,
    write_note,
)

__all__ = [
    "AlreadyKnown",
    "Empty",
    "add_point",
    "adopt",
    "answer_clarification",
    "answer_line",
    "import_edition",
    "look",
    "move_clarification",
    "name_responsible",
    "raise_clarification",
    "reopen_clarification",
    "reword_point",
    "set_aside",
    "set_status",
    "settle",
    "write_note",
]
