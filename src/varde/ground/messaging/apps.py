from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "varde.ground.messaging"
    label = "messaging"
