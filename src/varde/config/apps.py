"""Hands the lists of the composition root to their slots, once, when everything is loaded."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

SLOTS = (
    "subscriptions",
    "gates",
    "case_gates",
    "timeline",
    "silence",
    "desks",
    "work",
    "panels",
    "proofs",
    "model",
    "stock",
    "adoption",
    "improvement",
    "explained",
)
"""The modules here that hand something to a slot of an app below."""


class ConfigConfig(AppConfig):
    name = "varde.config"
    label = "config"

    def ready(self) -> None:
        from django.apps import apps
        from django.conf import settings
        from django.db.models.signals import post_migrate

        from varde.config.roles import ROLES
        from varde.foundation import appendonly, authorisation

        authorisation.install_roles(ROLES)
        for name in SLOTS:
            import_module(f"varde.config.{name}").install()
        post_migrate.connect(appendonly.install, sender=apps.get_app_config("audit"))
        if settings.DEMO:
            from varde.demo.logins import visitors
            from varde.foundation.accounts import slots

            slots.demo_logins.append(visitors)
