from enum import StrEnum


class QuestionnairePermission(StrEnum):
    VIEW = "questionnaires.view"  # the definitions: what is asked, never what was answered
    MANAGE = "questionnaires.manage"  # import, publish and withdraw definitions
    READ = "questionnaires.read"  # responses about those whose card one may open
    ANSWER = "questionnaires.answer"  # start, fill in and complete a response
