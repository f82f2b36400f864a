from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "varde.foundation.register"
    label = "register"
