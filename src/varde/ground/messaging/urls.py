from django.urls import path

from varde.ground.messaging import views

app_name = "messaging"
urlpatterns = [
    path("varsler/", views.inbox, name="inbox"),
    path("varsler/les-alle/", views.read_all, name="read_all"),
    path("varsler/<uuid:message_id>/lest/", views.read, name="read"),
    path("varsler/utsendte/", views.deliveries, name="deliveries"),
    path("varsler/utsendte/eksport/", views.export, name="export"),
    path("varsler/utsendte/<uuid:message_id>/", views.delivery, name="delivery"),
    path("meldinger/tilbakemelding", views.feedback, name="feedback"),
]
