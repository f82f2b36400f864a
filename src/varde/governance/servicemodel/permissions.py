from enum import StrEnum


class ServiceModelPermission(StrEnum):
    VIEW = "servicemodel.view"  # the model of one's organisation: tasks, answers, who is responsible
    ANSWER = "servicemodel.answer"  # answers, statuses, notes and clarifications
    OWN = "servicemodel.own"  # the service owner: adopt and upgrade the edition, reword, name the responsible
    COMPARE = "servicemodel.compare"  # the region's matrix and the differences between municipalities
    PROVE = "servicemodel.prove"  # the machine: what the running system proves
