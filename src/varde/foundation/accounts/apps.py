from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "varde.foundation.accounts"
    label = "accounts"
