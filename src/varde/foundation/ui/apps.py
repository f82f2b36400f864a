from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "varde.foundation.ui"
    label = "ui"
