from django.urls import path, register_converter

from varde.ground.people.views import card, changing, lists


class PartConverter:
    regex = "|".join(changing.PARTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PartConverter, "part")

app_name = "people"
urlpatterns = [
    path("", lists.recipients, name="recipients"),
    path("eksport/", lists.export, name="export"),
    path("finn/", lists.find, name="find"),
    path("sok/", lists.search, name="search"),
    path("ny/", changing.register, name="new"),
    path("nodtilgang/", lists.emergencies, name="emergencies"),
    path("nodtilgang/<uuid:relation_id>/", lists.review, name="review"),
    path("<uuid:recipient_id>/", card.card, name="card"),
    path("<uuid:recipient_id>/apne/", card.open_card, name="open"),
    path("<uuid:recipient_id>/nodtilgang/", card.emergency, name="emergency"),
    path("<uuid:recipient_id>/innsyn/", card.access, name="access"),
    path("<uuid:recipient_id>/nummer/", card.national_id, name="national_id"),
    path("<uuid:recipient_id>/adresse/vis/", card.address, name="address"),
    path("<uuid:recipient_id>/vei-inn/<uuid:way_in_id>/vis/", card.reveal, name="reveal"),
    path("<uuid:recipient_id>/endre/", changing.change, name="change"),
    path("<uuid:recipient_id>/slutt/", changing.end, name="end"),
    path("<uuid:recipient_id>/risiko/<uuid:row_id>/gjelder/", changing.review_risk, name="review_risk"),
    path("<uuid:recipient_id>/<part:slug>/ny/", changing.part, name="new_part"),
    path("<uuid:recipient_id>/<part:slug>/<uuid:row_id>/", changing.part, name="part"),
    path("<uuid:recipient_id>/<part:slug>/<uuid:row_id>/avslutt/", changing.end_part, name="end_part"),
]
