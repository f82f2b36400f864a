from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "varde.demo"
    label = "demo"
