from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "varde.ground.organisations"
    label = "organisations"
