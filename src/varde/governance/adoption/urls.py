from django.urls import include, path

from varde.governance.adoption import register
from varde.governance.adoption.views import acting, evaluating, introductions, points, region, sharing

app_name = "adoption"
urlpatterns = [
    path("", introductions.home, name="home"),
    path("innforinger/", introductions.introductions, name="introductions"),
    path("innforinger/eksport/", introductions.export, name="export"),
    path("innforinger/ny/", introductions.new, name="new"),
    path("innforinger/<uuid:pk>/", introductions.introduction, name="introduction"),
    path("innforinger/<uuid:pk>/sjekkliste/<slug:part>/", points.points, name="points"),
    path("innforinger/<uuid:pk>/sjekkliste/<slug:part>/svar/", points.answer, name="answer"),
    path("innforinger/<uuid:pk>/evalueringer/", evaluating.evaluations, name="evaluations"),
    path("innforinger/<uuid:pk>/evalueringer/ny/", evaluating.new, name="evaluate"),
    path("innforinger/<uuid:pk>/evalueringer/sammenlign/", evaluating.compare, name="compare"),
    path("innforinger/<uuid:pk>/evalueringer/eksport/", evaluating.export, name="evaluations_export"),
    path("innforinger/<uuid:pk>/<slug:name>/", acting.act, name="act"),
    path("enheter/<uuid:pk>/<slug:name>/", acting.unit_act, name="unit_act"),
    path("evaluering/<uuid:pk>/", evaluating.evaluation, name="evaluation"),
    path("evaluering/<uuid:pk>/rett/", evaluating.mend, name="mend"),
    path("utbredelse/", region.spread, name="spread"),
    path("utbredelse/eksport/", region.export, name="spread_export"),
    path("utbredelse/<uuid:owner_id>/<slug:technology>/", region.cell, name="cell"),
    path("utbredelse/<uuid:owner_id>/<slug:technology>/status/", region.set_status, name="set_status"),
    path("nasjonale-maal/", sharing.goals, name="goals"),
    path("maalstatus/", include(register.goal_statuses.urls)),
    path("delt/", sharing.shared, name="shared"),
    path("delt/eksport/", sharing.export, name="shared_export"),
    path("delt/<uuid:pk>/ta-over/", sharing.take_over, name="take_over"),
    path("overtatt/<uuid:pk>/ny-versjon/", sharing.take_newer, name="take_newer"),
    path("leveranser/", include(register.deliverables.urls)),
]
