from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "varde.ground.people"
    label = "people"
