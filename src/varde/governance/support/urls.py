from django.urls import include, path

from varde.governance.support import register
from varde.governance.support.views import lists, look_up, report, supplier, ticket

app_name = "support"
urlpatterns = [
    path("", lists.start, name="start"),
    path("saker/", lists.ticket_list, name="list"),
    path("saker/eksport/", lists.export, name="export"),
    path("hvem/", look_up.ask, name="ask"),
    path("hvem/<uuid:owner_id>/ta-i-bruk/", look_up.adopt, name="adopt"),
    path("ny/", report.new, name="new"),
    path("sak/<uuid:pk>/", ticket.ticket, name="ticket"),
    path("sak/<uuid:pk>/bekreft/", ticket.confirm, name="confirm"),
    path("sak/<uuid:pk>/<slug:name>/", ticket.act, name="act"),
    path("oversikt/", lists.overview, name="overview"),
    path("avvik/", lists.deviations, name="deviations"),
    path("avvik/eksport/", lists.deviations_export, name="deviations_export"),
    path("avvik/<uuid:pk>/", lists.deviation, name="deviation"),
    path("leverandor/", supplier.supplied, name="supplied"),
    path("leverandor/<uuid:pk>/", supplier.supplied_ticket, name="supplied_ticket"),
    path("leverandor/<uuid:pk>/<slug:name>/", supplier.supplier_act, name="supplier_act"),
    path("hvem-svarer/", include(register.routes.urls)),
    path("supportavtaler/", include(register.levels.urls)),
]
