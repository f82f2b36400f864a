from varde.care.alarms.models.alarm import Alarm, AlarmEvent, RecordText
from varde.care.alarms.models.board import BoardTick, HandoverNote
from varde.care.alarms.models.reading import Outcome, Reading
from varde.care.alarms.models.settings import CardVersion, PlanVersion, RuleVersion
from varde.care.alarms.models.source import ReplyStyle, Source

__all__ = [
    "Alarm",
    "AlarmEvent",
    "BoardTick",
    "CardVersion",
    "HandoverNote",
    "Outcome",
    "PlanVersion",
    "Reading",
    "RecordText",
    "ReplyStyle",
    "RuleVersion",
    "Source",
]
