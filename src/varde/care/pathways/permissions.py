from enum import StrEnum


class PathwayPermission(StrEnum):
    VIEW = "pathways.view"  # the cases of those one has a care relation to
    VIEW_ALL = "pathways.view_all"  # the lists hold every case; opening one still needs a relation
    REFER = "pathways.refer"
    ANSWER_REFERRAL = "pathways.answer_referral"
    ASSESS = "pathways.assess"  # assessment, ground, consents
    ALLOCATE = "pathways.allocate"
    WORK = "pathways.work"  # sign steps, start, pause, adaptations, concerns, letters; defer a quality gate
    EXCEPT = "pathways.except"  # an exception from a quality gate, with reason and end
    WIND_DOWN = "pathways.wind_down"
    END = "pathways.end"
    HAND_OVER = "pathways.hand_over"  # offer a case to another organisation, and answer such an offer
    LEAD = "pathways.lead"  # leaders' list, deputies and absences, share of assessments
    EXPORT = "pathways.export"  # the list for an inspection, as a file
    COPY_RECORD = "pathways.copy_record"
    READ_ADAPTATIONS = (
        "pathways.read_adaptations"  # what differs from the standard, for whoever handles an alarm
    )
    VIEW_CATALOGUE = "pathways.view_catalogue"
    MANAGE_CATALOGUE = "pathways.manage_catalogue"
    VIEW_OFFER = "pathways.view_offer"  # what is offered to anybody; no person in it
    ASK = "pathways.ask"  # what is quiet, who is responsible: for machines, without names
    PROVE = "pathways.prove"  # how many and how late, for the proofs of the service model; never which
    RUN = "pathways.run"  # what time alone brings about: reopened gates, overlong pauses, due tasks
    CARRY = "pathways.carry"  # carries an accepted case across organisations, in one transaction
