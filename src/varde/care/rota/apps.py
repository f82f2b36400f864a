from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "varde.care.rota"
    label = "rota"
