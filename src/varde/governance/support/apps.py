from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "varde.governance.support"
    label = "support"
