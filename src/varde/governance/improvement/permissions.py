from enum import StrEnum


class ImprovementPermission(StrEnum):
    VIEW = "improvement.view"  # proposals, what was decided, and what came of them
    PROPOSE = "improvement.propose"  # write proposals, and change those that nobody has decided on
    TAKE_PART = "improvement.take_part"  # sessions: read them, place and write while they run
    FACILITATE = "improvement.facilitate"  # plan, start and end sessions, and make proposals of what came out
    DECIDE = "improvement.decide"  # decide on proposals, and check whether they helped
