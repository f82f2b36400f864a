from django.urls import include, path
from django.views.generic import RedirectView

from varde.governance.improvement import register
from varde.governance.improvement.views import activities, entries, offers, proposals, run, screen, sessions

app_name = "improvement"
proposal_pages = [
    path("verdi-og-innsats/", proposals.grid, name="grid"),
    path("<uuid:pk>/", proposals.proposal, name="proposal"),
    path("<uuid:pk>/gjor/<slug:name>/", proposals.act, name="act"),
]
session_pages = [
    path("", sessions.sessions, name="sessions"),
    path("ny/<slug:code>/", sessions.new, name="new"),
    path("<uuid:pk>/", run.session, name="session"),
    path("<uuid:pk>/endre/", sessions.edit, name="edit"),
    path("<uuid:pk>/steg/<slug:name>/", run.turn, name="turn"),
    path("<uuid:pk>/deltakere/", run.people, name="people"),
    path("<uuid:pk>/deltakere/<uuid:person>/fjern/", run.leave, name="leave"),
    path("<uuid:pk>/plasser/", run.place, name="place"),
    path("<uuid:pk>/tavle/", run.board, name="board"),
    path("<uuid:pk>/skriv/<slug:code>/", entries.write, name="write"),
    path("<uuid:pk>/bidrag/<uuid:line>/", entries.entry, name="entry"),
    path("<uuid:pk>/skjerm/", screen.screen, name="screen"),
    path("<uuid:pk>/resultat/", screen.outcome, name="outcome"),
    path("<uuid:pk>/logg/", screen.log, name="log"),
    path("<uuid:pk>/forslag/", offers.offers, name="offers"),
]
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="improvement:forbedringsforslag:list"), name="home"),
    path("forslag/", include(proposal_pages)),
    path("forslag/", include(register.proposals.urls)),
    path("aktiviteter/", activities.activities, name="activities"),
    path("aktiviteter/<slug:code>/", activities.activity, name="activity"),
    path("okter/", include(session_pages)),
]
