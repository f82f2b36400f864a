from django.urls import include, path
from django.views.generic import RedirectView

from varde.ground.equipment import register, views

app_name = "equipment"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="equipment:apparater:list"), name="items"),
    path("apparater/<uuid:pk>/", views.item, name="item"),
    path("apparater/<uuid:pk>/utplasser/", views.place, name="place"),
    path("apparater/<uuid:pk>/hent-inn/", views.collect, name="collect"),
    path("apparater/", include(register.items.urls)),
    path("produkter/", include(register.products.urls)),
]
