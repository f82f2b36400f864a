from enum import StrEnum


class AdoptionPermission(StrEnum):
    VIEW = "adoption.view"  # the introductions of one's organisation, with what has been learned
    CONTRIBUTE = "adoption.contribute"  # answer the points, write what was learned, evaluate
    LEAD = "adoption.lead"  # start, change, end; units; the status per technology; deliverables
    COMPARE = (
        "adoption.compare"  # the spread, the national goals, and what others have shared; never a person
    )
    REPORT = "adoption.report"  # the status of a national goal
