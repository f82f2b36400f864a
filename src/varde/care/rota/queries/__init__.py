from varde.care.rota.queries.cover import Cover, DayCover, holes
from varde.care.rota.queries.duty import DutyNow, MyDuty, OnDuty, duty_now, duty_of, my_duty, on_duty
from varde.care.rota.queries.plan import (
    SharedPool,
    contact_methods,
    managed_patterns,
    managed_pools,
    managed_shifts,
    patterns,
    pools,
    pools_serving,
    shared_pools,
    shifts,
)
from varde.care.rota.queries.reach import Line, Reach, Receiver, leaders_on_duty, reach, reach_many

__all__ = [
    "Cover",
    "DayCover",
    "DutyNow",
    "Line",
    "MyDuty",
    "OnDuty",
    "Reach",
    "Receiver",
    "SharedPool",
    "contact_methods",
    "duty_now",
    "duty_of",
    "holes",
    "leaders_on_duty",
    "managed_patterns",
    "managed_pools",
    "managed_shifts",
    "my_duty",
    "on_duty",
    "patterns",
    "pools",
    "pools_serving",
    "reach",
    "reach_many",
    "shared_pools",
    "shifts",
]
