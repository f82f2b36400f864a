from varde.governance.support.models.settings import WEEKDAYS, Route, ServiceLevel, named
from varde.governance.support.models.ticket import Deviation, Series, Ticket, TicketAlarm, TicketEntry

__all__ = [
    "WEEKDAYS",
    "Deviation",
    "Route",
    "Series",
    "ServiceLevel",
    "Ticket",
    "TicketAlarm",
    "TicketEntry",
    "named",
]
