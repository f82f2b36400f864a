from django.urls import include, path

from varde.care.alarms.views import board, card, phone, plans, rules, shift, sources, stream, versions

app_name = "alarms"

alarms = [
    path("", board.board, name="board"),
    path("strom", stream.stream, name="stream"),
    path("ringer", board.waiting, name="waiting"),
    path("vaktskifte/", shift.handover, name="handover"),
    path("vaktskifte/skriv/", shift.write, name="write"),
    path("vaktskifte/<uuid:pk>/lest/", shift.read, name="read"),
    path("journal/", shift.records, name="records"),
    path("journal/<uuid:pk>/fort/", shift.copied, name="copied"),
    path("tidligere/", shift.history, name="history"),
    path("tidligere/eksport/", shift.export, name="export"),
    path("<uuid:pk>/", card.card, name="card"),
    path("<uuid:pk>/del/", card.fragment, name="fragment"),
    path("<uuid:pk>/gjor/<slug:verb>/", card.act, name="act"),
    path("<uuid:pk>/nokkel/<uuid:way>/", card.key, name="key"),
    path("<uuid:pk>/raa/", card.raw, name="raw"),
]

callouts = [
    path("", phone.callouts, name="phone"),
    path("<uuid:pk>/", phone.callout, name="callout"),
    path("<uuid:pk>/del/", phone.callout_live, name="callout_live"),
    path("<uuid:pk>/gjor/<slug:verb>/", phone.press, name="press"),
    path("<uuid:pk>/nokkel/<uuid:way>/", phone.key, name="callout_key"),
]

senders = [
    path("", sources.sources, name="sources"),
    path("ny/", sources.new, name="new_source"),
    path("<uuid:pk>/", sources.source, name="source"),
    path("<uuid:pk>/endre/", sources.edit, name="edit_source"),
    path("<uuid:pk>/nokkel/", sources.issue_key, name="issue_key"),
    path("<uuid:pk>/passord/", sources.issue_digest, name="issue_digest"),
    path("<uuid:pk>/trekk-tilbake/", sources.revoke, name="revoke_source"),
]

made_plans = [
    path("", plans.plans, name="plans"),
    path("ny/", plans.edit, name="new_plan"),
    path("<uuid:pk>/", plans.edit, name="edit_plan"),
    path("<uuid:pk>/avslutt/", plans.end, name="end_plan"),
    path("<uuid:pk>/utgaver/", versions.versions, name="plan_versions"),
]
made_rules = [
    path("", rules.rules, name="rules"),
    path("regel/<str:code>/", rules.new_rule, name="new_rule"),
    path("kort/<str:code>/", rules.new_card, name="new_card"),
    path("regel/<uuid:pk>/avslutt/", rules.end_rule, name="end_rule"),
    path("kort/<uuid:pk>/avslutt/", rules.end_card, name="end_card"),
]

urlpatterns = [
    path("oppsett/varslingsplaner/", include(made_plans)),
    path("oppsett/alarmregler/", include(made_rules)),
    path("oppsett/kilder/", include(senders)),
    path("vakt/oppdrag/", include(callouts)),
    path("alarmer/", include(alarms)),
]
