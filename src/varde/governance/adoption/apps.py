from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "varde.governance.adoption"
    label = "adoption"
