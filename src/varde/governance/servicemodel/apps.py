from django.apps import AppConfig


class ServiceModelConfig(AppConfig):
    name = "varde.governance.servicemodel"
    label = "servicemodel"
