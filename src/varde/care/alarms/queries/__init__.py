from varde.care.alarms.queries.board import (
    alarm,
    board,
    board_number,
    callouts,
    events,
    history,
    undocumented,
)
from varde.care.alarms.queries.called import called_to, held, untaken
from varde.care.alarms.queries.desk import (
    Choice,
    Person,
    callout,
    callout_events,
    carries,
    colleagues,
    dispatch_choices,
    emergency_places,
    history_matching,
    holds_alarm,
    ringing,
    ticks,
    with_emergency,
)
from varde.care.alarms.queries.figures import Figures, figures
from varde.care.alarms.queries.pointing import open_alarms_of, plans_that_ring
from varde.care.alarms.queries.records import notes, records_waiting
from varde.care.alarms.queries.settings import cards, own_card, plans, rules
from varde.care.alarms.queries.sources import intake_sources, raw_signal, sources

__all__ = [
    "Choice",
    "Figures",
    "Person",
    "alarm",
    "board",
    "board_number",
    "called_to",
    "callout",
    "callout_events",
    "callouts",
    "cards",
    "carries",
    "colleagues",
    "dispatch_choices",
    "emergency_places",
    "events",
    "figures",
    "held",
    "history",
    "history_matching",
    "holds_alarm",
    "intake_sources",
    "notes",
    "open_alarms_of",
    "own_card",
    "plans",
    "plans_that_ring",
    "raw_signal",
    "records_waiting",
    "ringing",
    "rules",
    "sources",
    "ticks",
    "undocumented",
    "untaken",
    "with_emergency",
]
