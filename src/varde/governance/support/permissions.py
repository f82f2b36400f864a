from enum import StrEnum


class SupportPermission(StrEnum):
    LOOK_UP = "support.look_up"  # who to call about this
    REPORT = "support.report"  # report a fault, follow one's own tickets and confirm that it is mended
    VIEW = "support.view"  # every ticket of the organisation
    HANDLE = "support.handle"  # assign, send to the supplier, solve, close
    OVERSEE = "support.oversee"  # the leader's view: figures, breaches, deviations
    MANAGE = "support.manage"  # the table of who answers, agreements with suppliers, guides
    SUPPLY = "support.supply"  # a supplier's people: tickets sent to them, never whom they are about
    PROVE = "support.prove"  # how many and how late, for the proofs of the service model; never which
    RUN = "support.run"  # the machine: tickets by event, and the clock
