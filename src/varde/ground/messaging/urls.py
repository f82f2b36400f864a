from django.urls import path

from varde.ground.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("les-alle/", views.read_all, name="read_all"),
    path("<uuid:message_id>/lest/", views.read, name="read"),
    path("utsendte/", views.deliveries, name="deliveries"),
    path("utsendte/eksport/", views.export, name="export"),
    path("utsendte/<uuid:message_id>/", views.delivery, name="delivery"),
]
