from enum import StrEnum


class RotaPermission(StrEnum):
    VIEW = "rota.view"
    CHECK_IN = "rota.check_in"
    REACH = "rota.reach"
    MANAGE = "rota.manage"
    RUN = "rota.run"
