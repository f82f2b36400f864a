from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("byggeklosser/", include("varde.foundation.ui.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
]
