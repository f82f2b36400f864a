from django.urls import path

from varde.ground.questionnaires.views import definitions, filling, showing

app_name = "questionnaires"
urlpatterns = [
    path("", definitions.forms, name="forms"),
    path("eksport/", definitions.export, name="export"),
    path("importer/", definitions.take_in, name="import"),
    path("levert/<slug:code>/", definitions.shipped, name="shipped"),
    path("levert/<slug:code>/fhir/", definitions.shipped_fhir, name="shipped_fhir"),
    path("levert/<slug:code>/papir/", definitions.shipped_paper, name="shipped_paper"),
    path("versjon/<uuid:definition_id>/", definitions.published, name="published"),
    path("versjon/<uuid:definition_id>/fhir/", definitions.published_fhir, name="published_fhir"),
    path("versjon/<uuid:definition_id>/papir/", definitions.published_paper, name="published_paper"),
    path("kladd/<uuid:draft_id>/", definitions.draft, name="draft"),
    path("kladd/<uuid:draft_id>/publiser/", definitions.publish, name="publish"),
    path("kladd/<uuid:draft_id>/forkast/", definitions.discard, name="discard"),
    path("ut-av-bruk/<uuid:owner_id>/<slug:code>/", definitions.withdraw, name="withdraw"),
    path("om/<uuid:recipient_id>/", showing.about, name="about"),
    path("svar/<uuid:response_id>/", filling.fill, name="fill"),
    path("svar/<uuid:response_id>/autolagre/", filling.autosave, name="autosave"),
    path("svar/<uuid:response_id>/vis/", showing.show, name="show"),
    path("svar/<uuid:response_id>/utskrift/", showing.on_paper, name="print"),
    path("svar/<uuid:response_id>/fhir/", showing.as_fhir, name="response_fhir"),
    path("svar/<uuid:response_id>/feilfort/", showing.void, name="void"),
    path("sammenlign/<uuid:first_id>/<uuid:second_id>/", showing.compare, name="compare"),
]
