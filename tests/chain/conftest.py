from varde.care.alarms.tests.conftest import world as world
