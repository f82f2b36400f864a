from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "varde.foundation.audit"
    label = "audit"
