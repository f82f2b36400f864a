from enum import StrEnum


class AlarmPermission(StrEnum):
    VIEW_BOARD = "alarms.view_board"
    ANSWER = "alarms.answer"
    RESPOND = "alarms.respond"
    VIEW_HISTORY = "alarms.view_history"
    VIEW_RAW = "alarms.view_raw"
    MANAGE_PLANS = "alarms.manage_plans"
    MANAGE_RULES = "alarms.manage_rules"
    MANAGE_SOURCES = "alarms.manage_sources"
    COPY_RECORD = "alarms.copy_record"
    READ_SIGNALS = "alarms.read_signals"
    ESCALATE = "alarms.escalate"
    WATCH = "alarms.watch"  # the numbers that say that a board has changed, and nothing else
    MEASURE = "alarms.measure"  # how many and how late, never which
    PROVE = "alarms.prove"  # how many and how late, for the proofs of the service model; never which
