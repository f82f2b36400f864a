from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "varde.ground.questionnaires"
    label = "questionnaires"
