from django.urls import include, path

from varde.care.alarms.views import board, card, phone, stream

app_name = "alarms"

alarms = [
    path("", board.board, name="board"),
    path("strom", stream.stream, name="stream"),
    path("ringer", board.waiting, name="waiting"),
    path("<uuid:pk>/", card.card, name="card"),
    path("<uuid:pk>/del/", card.fragment, name="fragment"),
    path("<uuid:pk>/gjor/<slug:verb>/", card.act, name="act"),
    path("<uuid:pk>/nokkel/<uuid:way>/", card.key, name="key"),
    path("<uuid:pk>/raa/", card.raw, name="raw"),
]

callouts = [
    path("", phone.callouts, name="phone"),
    path("<uuid:pk>/", phone.callout, name="callout"),
    path("<uuid:pk>/del/", phone.callout_live, name="callout_live"),
    path("<uuid:pk>/gjor/<slug:verb>/", phone.press, name="press"),
    path("<uuid:pk>/nokkel/<uuid:way>/", phone.key, name="callout_key"),
]

urlpatterns = [
    path("vakt/oppdrag/", include(callouts)),
    path("alarmer/", include(alarms)),
]
