from django.urls import include, path

from varde.foundation.accounts import views

desk = [
    path("", views.lock, name="lock"),
    path("las/", views.lock_now, name="lock_now"),
    path("ringer/", views.ringing, name="ringing"),
    path("inaktiv/", views.idle, name="idle"),
    path("aktiv/", views.active, name="active"),
    path("pin/", views.pin, name="pin"),
    path("husk/", views.remember, name="remember"),
    path("glem/", views.forget, name="forget"),
]
urlpatterns = [
    path("laas/", include((desk, "desk"))),
    path("konto/ekstra-bekreftelse/", views.second_factor, name="second_factor"),
    path("sprak/", views.set_language, name="set_language"),
    path("demo/logg-inn", views.demo_login, name="demo_login"),
]
