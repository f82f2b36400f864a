from django.urls import path

from varde.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.pendants, name="pendants"),
    path("trykk/", views.press, name="press"),
]
