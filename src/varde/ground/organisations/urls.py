from django.urls import include, path

from varde.ground.organisations import register, views

app_name = "organisations"
urlpatterns = [
    path("virksomheter/", include(register.organisations.urls)),
    path("enheter/", include(register.units.urls)),
    path("kontaktpunkter/", include(register.contacts.urls)),
    path("medlemmer/", views.members, name="members"),
    path("medlemmer/inviter/", views.invite, name="invite"),
    path("medlemmer/<uuid:pk>/avslutt/", views.end_membership, name="end_membership"),
    path("medlemmer/<uuid:pk>/ny-innlogging/", views.reset_login, name="reset_login"),
    path("avtaler/", views.agreements, name="agreements"),
    path("avtaler/ny/", views.start_agreement, name="start_agreement"),
    path("avtaler/<uuid:pk>/", views.agreement, name="agreement"),
    path("avtaler/<uuid:pk>/avslutt/", views.end_agreement, name="end_agreement"),
]
