from django.urls import path

from varde.governance.servicemodel.views import (
    clarifications,
    contacts,
    document,
    editions,
    overview,
    region,
    task,
)

app_name = "servicemodel"
urlpatterns = [
    path("", overview.home, name="home"),
    path("uavklart/", clarifications.unclear, name="unclear"),
    path("uavklart/eksport/", clarifications.export, name="export"),
    path("avklaring/<uuid:pk>/", clarifications.clarification, name="clarification"),
    path("regionen/", region.matrix, name="region"),
    path("regionen/forskjeller/", region.differing, name="differing"),
    path("utgaver/", editions.home, name="editions_home"),
    path("utgaver/hent-inn/", editions.bring_in, name="bring_in"),
    path("<uuid:owner_id>/", overview.overview, name="overview"),
    path("<uuid:owner_id>/utgaver/", editions.editions, name="editions"),
    path("<uuid:owner_id>/utgaver/velg/", editions.settle, name="settle"),
    path("<uuid:owner_id>/utgaver/<slug:edition>/<str:version>/", editions.difference, name="difference"),
    path("<uuid:owner_id>/dokument/", document.document, name="document"),
    path("<uuid:owner_id>/tjenesteeier/", contacts.change, {"who": "tjenesteeier"}, name="service_owner"),
    path("<uuid:owner_id>/kontakt/", contacts.change, {"who": "kontakt"}, name="contact"),
    path("<uuid:owner_id>/<str:key>/", task.task, name="task"),
    path("<uuid:owner_id>/<str:key>/<slug:name>/", task.act, name="act"),
]
