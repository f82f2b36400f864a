"""What each setting means, in the words of the page "Innstillinger". The documentation has its own, in options.py."""

from __future__ import annotations

import os
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varde.config.options import OPTIONS
from varde.interfaces.web.explained import Setting, explained

MEANINGS: Mapping[str, str | Promise] = {
    "VARDE_MODE": _("Hva denne installasjonen er: «production», «demo» eller «test»."),
    "VARDE_DATA": _("Mappa med den innebygde databasen, signalloggen og nøklene til demoen."),
    "VARDE_DATABASE": _("Hvilken database Varde bruker: «sqlite» eller adressen til PostgreSQL."),
    "VARDE_SECRET_KEY": _("Nøkkelen som innlogginger signeres med. Minst 50 tegn."),
    "VARDE_KEYS": _("Nøklene som opplysninger krypteres med. Den første krypterer, alle kan lese."),
    "VARDE_SEARCH_KEY": _("Nøkkelen som gjør at Varde finner et fødselsnummer uten å lagre det lesbart."),
    "VARDE_HOSTS": _("Navnene som nettsidene svarer på."),
    "VARDE_TLS": _("«on» når folk når nettsidene over HTTPS."),
    "VARDE_GATEWAY_URL": _(
        "Adressen til meldingstjenesten for SMS og oppringing. Uten den kan Varde ikke varsle noen utenfor."
    ),
    "VARDE_GATEWAY_KEY": _("Nøkkelen som Varde viser meldingstjenesten."),
    "VARDE_CALLBACK_KEY": _("Nøkkelen som meldingstjenesten signerer sine tilbakemeldinger med."),
    "VARDE_METRICS_KEY": _(
        "Nøkkelen som overvåkingen viser for å hente måltall. Uten den gir Varde ingen måltall."
    ),
    "VARDE_MAIL": _("E-posttjeneren. Uten den sender Varde ikke e-post."),
    "VARDE_MAIL_FROM": _("Avsenderen av e-post fra Varde."),
    "VARDE_INTAKE_HTTP": _("Adresse og port der Varde tar imot signaler over HTTP."),
    "VARDE_INTAKE_SIP": _("Adresse og port der Varde tar imot signaler over SIP."),
    "VARDE_INTAKE_SIPS": _(
        "Adresse og port der Varde tar imot signaler over kryptert SIP. Uten den er det av."
    ),
    "VARDE_INTAKE_TLS_CERT": _("Fila med sertifikatet for kryptert SIP."),
    "VARDE_INTAKE_TLS_KEY": _("Fila med den private nøkkelen for kryptert SIP."),
    "VARDE_WEB": _("Adresse og port for nettsidene."),
    "VARDE_PROXIES": _("Mellomtjenere som Varde tror på når de sier hvilken adresse noen kommer fra."),
    "VARDE_OIDC": _("Innlogging hos en ekstern tjeneste (OIDC). Uten den logger alle inn i Varde selv."),
    "VARDE_IDLE_MINUTES": _("Hvor mange minutter en skjerm kan stå urørt før den låses."),
    "VARDE_DEMO_SIZE": _("Hvor stor demoen er: «small» eller «region»."),
    "VARDE_DEMO_SPEED": _("Hvor fort dagen går i demoen. 1 er vanlig tid."),
    "VARDE_TEST_DB": _("Hvilken database testene kjører på."),
    "VARDE_FUZZ": _("Hvor mange ødelagte meldinger testene prøver på mottaket."),
    "VARDE_FUZZ_SEED": _("Tallet som gjentar en kjøring med ødelagte meldinger."),
    "VARDE_KILLS": _("Hvor mange ganger krasjtesten stopper en prosess."),
    "VARDE_LOG": _("Hvor mye som skrives i loggen."),
}


def install(environment: Mapping[str, str] = os.environ) -> None:
    explained[:] = [
        Setting(
            one.name,
            MEANINGS[one.name],
            one.default,
            bool(environment.get(one.name, "").strip()),
            one.required,
            one.secret,
        )
        for one in OPTIONS
    ]
