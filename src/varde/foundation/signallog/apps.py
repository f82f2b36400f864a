from django.apps import AppConfig


class SignalLogConfig(AppConfig):
    name = "varde.foundation.signallog"
    label = "signallog"
    verbose_name = "Signallogg"
