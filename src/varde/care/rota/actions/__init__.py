from varde.care.rota.actions.duty import Leaves, LeavesUncovered, check_in, check_out, close_hole, open_hole
from varde.care.rota.actions.plan import (
    ShiftHasEnded,
    make_shifts,
    remove_shift,
    save_contact_method,
    save_pattern,
    save_pool,
    save_shift,
)

__all__ = [
    "Leaves",
    "LeavesUncovered",
    "ShiftHasEnded",
    "check_in",
    "check_out",
    "close_hole",
    "make_shifts",
    "open_hole",
    "remove_shift",
    "save_contact_method",
    "save_pattern",
    "save_pool",
    "save_shift",
]
