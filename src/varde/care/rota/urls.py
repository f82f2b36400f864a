from django.urls import path

from varde.care.rota.views import check_in, now, plan

app_name = "rota"
urlpatterns = [
    path("", now.overview, name="home"),
    path("pamelding/", check_in.duty, name="duty"),
    path("pamelding/<uuid:pool_id>/pa/", check_in.check_in, name="check_in"),
    path("pamelding/<uuid:pool_id>/av/", check_in.check_out, name="check_out"),
    path("lag/ny/", plan.pool_form, name="new_pool"),
    path("lag/<uuid:pool_id>/", now.pool, name="pool"),
    path("lag/<uuid:pool_id>/endre/", plan.pool_form, name="edit_pool"),
    path("lag/<uuid:pool_id>/av/<uuid:user_id>/", check_in.check_out_other, name="check_out_other"),
    path("lag/<uuid:pool_id>/monster/ny/", plan.new_pattern, name="new_pattern"),
    path("lag/<uuid:pool_id>/vakter/ny/", plan.new_shift, name="new_shift"),
    path("monster/<uuid:pattern_id>/", plan.edit_pattern, name="edit_pattern"),
    path("vakter/", now.shifts, name="shifts"),
    path("vakter/csv/", now.shifts_csv, name="shifts_csv"),
    path("vakter/<uuid:shift_id>/", plan.edit_shift, name="edit_shift"),
    path("vakter/<uuid:shift_id>/fjern/", plan.remove_shift, name="remove_shift"),
    path("kontakt/", plan.contacts, name="contacts"),
    path("kontakt/ny/", plan.contact, name="new_contact"),
    path("kontakt/<uuid:contact_id>/", plan.contact, name="edit_contact"),
]
