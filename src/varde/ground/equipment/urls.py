from django.urls import include, path

from varde.ground.equipment import register, views

app_name = "equipment"
urlpatterns = [
    path("apparater/<uuid:pk>/", views.item, name="item"),
    path("apparater/<uuid:pk>/utplasser/", views.place, name="place"),
    path("apparater/<uuid:pk>/hent-inn/", views.collect, name="collect"),
    path("apparater/", include(register.items.urls)),
    path("produkter/", include(register.products.urls)),
]
