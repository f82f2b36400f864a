from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "varde.ground.equipment"
    label = "equipment"
