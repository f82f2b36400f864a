from django.urls import include, path

from varde.care.pathways.register import service_types
from varde.care.pathways.views import catalogue, catalogue_templates

app_name = "pathways"
urlpatterns = [
    path("katalog/", catalogue.home, name="catalogue"),
    path("katalog/tjenestetyper/", include(service_types.urls)),
    path("katalog/kriterier/", catalogue.criteria, name="criteria"),
    path("katalog/kriterier/<uuid:pk>/", catalogue.criteria_version, name="criteria_version"),
    path(
        "katalog/kriterier/<uuid:owner_id>/<slug:code>/ny/",
        catalogue.publish_criteria,
        name="publish_criteria",
    ),
    path("katalog/grunnlag/", catalogue.grounds, name="catalogue_grounds"),
    path("katalog/maler/", catalogue_templates.templates, name="templates"),
    path("katalog/maler/fil/", catalogue_templates.import_template, name="import_template"),
    path("katalog/maler/felles/<slug:code>/", catalogue_templates.shipped_template, name="shipped_template"),
    path("katalog/maler/<uuid:pk>/", catalogue_templates.template_version, name="template_version"),
    path("katalog/maler/<uuid:pk>/fil/", catalogue_templates.export_template, name="export_template"),
    path("katalog/maler/<uuid:pk>/mot/<uuid:other>/", catalogue_templates.compare, name="compare"),
    path(
        "katalog/maler/<uuid:owner_id>/<slug:code>/endre/",
        catalogue_templates.start_draft,
        name="start_draft",
    ),
    path("katalog/utkast/<uuid:pk>/", catalogue_templates.template_draft, name="template_draft"),
    path("katalog/utkast/<uuid:pk>/ta-i-bruk/", catalogue_templates.publish_draft, name="publish_draft"),
    path("katalog/utkast/<uuid:pk>/kast/", catalogue_templates.discard_draft, name="discard_draft"),
    path("katalog/<uuid:owner_id>/ta-over/", catalogue.take_over, name="take_over"),
    path("katalog/<uuid:owner_id>/sted/", catalogue.places, name="places"),
    path("katalog/<uuid:owner_id>/sted/<slug:code>/", catalogue.change_places, name="change_places"),
    path("katalog/<uuid:owner_id>/sted/<slug:code>/felles/", catalogue.end_places, name="end_places"),
]
