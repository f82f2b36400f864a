from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "varde.foundation.outbox"
    label = "outbox"
