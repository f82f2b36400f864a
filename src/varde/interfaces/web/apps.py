from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "varde.interfaces.web"
    label = "web"
