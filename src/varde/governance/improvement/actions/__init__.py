from varde.governance.improvement.actions.contributing import (
    Full,
    NotRunning,
    NotTaken,
    pick,
    place,
    withdraw,
    write,
)
from varde.governance.improvement.actions.deciding import decide, finish, note_effect, take_up_again
from varde.governance.improvement.actions.proposals import NotEnded, propose_from_session, save_proposal
from varde.governance.improvement.actions.sessions import (
    add_participants,
    change_session,
    plan_session,
    remove_participant,
    turn_session,
)

__all__ = [
    "Full",
    "NotEnded",
    "NotRunning",
    "NotTaken",
    "add_participants",
    "change_session",
    "decide",
    "finish",
    "note_effect",
    "pick",
    "place",
    "plan_session",
    "propose_from_session",
    "remove_participant",
    "save_proposal",
    "take_up_again",
    "turn_session",
    "withdraw",
    "write",
]
