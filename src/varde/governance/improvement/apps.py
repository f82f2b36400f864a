from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "varde.governance.improvement"
    label = "improvement"
