from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "varde.care.alarms"
    label = "alarms"
