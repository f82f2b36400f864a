from django.urls import path

from varde.interfaces.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("min-konto/", views.account, name="account"),
    path("min-konto/logg-ut-andre/", views.end_sessions, name="end_sessions"),
    path("oppsett/", views.setup, name="setup"),
    path("oppsett/innstillinger/", views.options, name="options"),
    path("driftsstatus/", views.status, name="status"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.metrics_page, name="metrics"),
]
