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
from varde.care.alarms.queries.cover import PlanCover, cover_of_owners, plan_cover
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
from varde.care.alarms.queries.known import known, known_at_door
from varde.care.alarms.queries.owners import Response, response_of
from varde.care.alarms.queries.pointing import PlanOf, last_heard, open_alarms_of, plan_of, plans_that_ring
from varde.care.alarms.queries.records import notes, records_waiting
from varde.care.alarms.queries.settings import cards, ended_plans, own_card, plan_versions, plans, rules
from varde.care.alarms.queries.sources import intake_sources, raw_signal, sources

__all__ = [
    "Choice",
    "Figures",
    "Person",
    "PlanCover",
    "PlanOf",
    "Response",
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
    "cover_of_owners",
    "dispatch_choices",
    "emergency_places",
    "ended_plans",
    "events",
    "figures",
    "held",
    "history",
    "history_matching",
    "holds_alarm",
    "intake_sources",
    "known",
    "known_at_door",
    "last_heard",
    "notes",
    "open_alarms_of",
    "own_card",
    "plan_cover",
    "plan_of",
    "plan_versions",
    "plans",
    "plans_that_ring",
    "raw_signal",
    "records_waiting",
    "response_of",
    "ringing",
    "rules",
    "sources",
    "ticks",
    "undocumented",
    "untaken",
    "with_emergency",
]
