from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
]
