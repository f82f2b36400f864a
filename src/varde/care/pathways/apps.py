from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "varde.care.pathways"
    label = "pathways"
