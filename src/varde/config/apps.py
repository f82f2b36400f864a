"""Hands the lists of the composition root to their slots, once, when everything is loaded."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "varde.config"
    label = "config"

    def ready(self) -> None:
        from django.apps import apps
        from django.conf import settings
        from django.db.models.signals import post_migrate

        from varde.config import (
            case_gates,
            desks,
            explained,
            gates,
            improvement,
            panels,
            silence,
            stock,
            subscriptions,
            timeline,
            work,
        )
        from varde.config.roles import ROLES
        from varde.foundation import appendonly, authorisation

        authorisation.install_roles(ROLES)
        subscriptions.install()
        gates.install()
        case_gates.install()
        timeline.install()
        silence.install()
        desks.install()
        work.install()
        panels.install()
        stock.install()
        explained.install()
        improvement.install()
        post_migrate.connect(appendonly.install, sender=apps.get_app_config("audit"))
        if settings.DEMO:
            from varde.demo.logins import visitors
            from varde.foundation.accounts import slots

            slots.demo_logins.append(visitors)
