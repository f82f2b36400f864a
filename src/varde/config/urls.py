from django.urls import include, path

from varde.ground.organisations import views as organisations

urlpatterns = [
    path("oppsett/", include("varde.ground.organisations.urls")),
    path("invitasjon/<str:token>/", organisations.invitation, name="invitation"),
    path("konto/", include("allauth.urls")),
    path("byggeklosser/", include("varde.foundation.ui.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
]
