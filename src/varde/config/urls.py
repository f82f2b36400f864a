"""Every address of the house. Of the login library only the pages that we use are here: no sign-up, no e-mail pages.

`PUBLIC` is all that answers without a login; a test compares it with what is really open.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from varde.care.pathways.views import catalogue_public
from varde.ground.organisations import views as organisations

PUBLIC = {
    "account_login": "the login page",
    "account_logout": "also leaves a login halfway",
    "account_inactive": "says that the account is closed",
    "mfa_authenticate": "the second step of a login; needs the first",
    "mfa_login_webauthn": "login by passkey",
    "openid_connect_login": "sends to the identity provider",
    "openid_connect_callback": "comes back from it",
    "socialaccount_login_cancelled": "the identity provider was left",
    "socialaccount_login_error": "the identity provider said no",
    "desk:lock": "the lock page of a shared desk; needs the desk's cookie",
    "desk:ringing": "a bare number for a locked desk; needs the desk's cookie",
    "set_language": "the language of the login page",
    "demo_login": "404 outside the demo",
    "ui:gallery": "the components, with invented content; 404 in production",
    "offers": "what municipalities offer, for anybody; no person in it",
    "offer": "what one municipality offers, for anybody; no person in it",
    "invitation": "how an invited person makes the account; needs the token",
    "login_reset": "how somebody who lost password or authenticator comes back; needs the token",
    "messaging:feedback": "the gateway's callbacks; needs its signature (source key)",
    "web:live": "the process answers",
    "web:ready": "the process can serve",
    "web:metrics": "numbers for monitoring; needs its key, 404 without one in the settings",
}

login = [
    path("logg-inn/", account.login, name="account_login"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("stengt/", account.account_inactive, name="account_inactive"),
    path("bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("passord/", account.password_change, name="account_change_password"),
    # Who has no password logs in elsewhere and makes none here; the library sends them to this name.
    path("uten-passord/", RedirectView.as_view(pattern_name="web:account"), name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("ekstern/avbrutt/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("ekstern/feil/", login_not_required(social.login_error), name="socialaccount_login_error"),
]

urlpatterns = [
    path("", include("varde.interfaces.web.urls")),
    path("", include("varde.foundation.accounts.urls")),
    path("konto/", include(login)),
    path("tjenestemottakere/", include("varde.ground.people.urls")),
    path("utstyr/", include("varde.ground.equipment.urls")),
    path("", include("varde.care.alarms.urls")),
    path("forlop/", include("varde.care.pathways.urls")),
    path("oppsett/", include("varde.ground.organisations.urls")),
    path("tilbud/", catalogue_public.offers, name="offers"),
    path("tilbud/<uuid:owner_id>/", catalogue_public.offer, name="offer"),
    path("invitasjon/<str:token>/", organisations.invitation, name="invitation"),
    path("ny-innlogging/<str:token>/", organisations.login_reset, name="login_reset"),
    path("vakt/", include("varde.care.rota.urls")),
    path("feil/", include("varde.governance.support.urls")),
    path("tjenestemodell/", include("varde.governance.servicemodel.urls")),
    path("innforing/", include("varde.governance.adoption.urls")),
    path("forbedring/", include("varde.governance.improvement.urls")),
    path("byggeklosser/", include("varde.foundation.ui.urls")),
    path("", include("varde.ground.messaging.urls")),
    path("skjemaer/", include("varde.ground.questionnaires.urls")),
]
if "openid_connect" in settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns.append(path("konto/", include("allauth.socialaccount.providers.openid_connect.urls")))
if settings.VARDE_MODE != "production":
    urlpatterns.append(path("demo/", include("varde.demo.urls")))
