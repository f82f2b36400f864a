from varde.governance.adoption.actions.leading import (
    AlreadyOpen,
    change_introduction,
    finish_introduction,
    reopen_introduction,
    resume_introduction,
    start_introduction,
    stop_introduction,
)
from varde.governance.adoption.actions.region import (
    AlreadyTaken,
    save_deliverable,
    save_goal_status,
    set_status,
    take_newer,
    take_over,
)
from varde.governance.adoption.actions.settling import Given, answer_point, evaluate
from varde.governance.adoption.actions.units import (
    AlreadyThere,
    BeforeStart,
    add_unit,
    drop_unit,
    move_unit,
    start_unit,
    write_learning,
)
from varde.governance.adoption.actions.writing import Empty, InFuture

__all__ = [
    "AlreadyOpen",
    "AlreadyTaken",
    "AlreadyThere",
    "BeforeStart",
    "Empty",
    "Given",
    "InFuture",
    "add_unit",
    "answer_point",
    "change_introduction",
    "drop_unit",
    "evaluate",
    "finish_introduction",
    "move_unit",
    "reopen_introduction",
    "resume_introduction",
    "save_deliverable",
    "save_goal_status",
    "set_status",
    "start_introduction",
    "start_unit",
    "stop_introduction",
    "take_newer",
    "take_over",
    "write_learning",
]
