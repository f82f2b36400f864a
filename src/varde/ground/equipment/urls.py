from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from varde.ground.equipment import register, views
from varde.ground.equipment.views import handling, orders, stock
from varde.ground.equipment.views import stock_delivery as delivery
from varde.ground.equipment.views import stock_idle as idle
from varde.ground.equipment.views import stock_labels as labels
from varde.ground.equipment.views import stock_swap as swap
from varde.ground.equipment.views import stock_take as take
from varde.ground.equipment.views import stock_transfer as transfer

app_name = "equipment"
item_pages = [
    path("apparater/<uuid:pk>/", views.item, name="item"),
    path("apparater/<uuid:pk>/utplasser/", views.place, name="place"),
    path("apparater/<uuid:pk>/hent-inn/", views.collect, name="collect"),
    path("apparater/<uuid:pk>/prov/", handling.test, name="test"),
    path("apparater/<uuid:pk>/slett/", handling.wipe, name="wipe"),
    path("apparater/<uuid:pk>/del/", handling.share, name="share"),
    path("apparater/<uuid:pk>/forlat/<uuid:recipient>/", handling.leave, name="leave"),
    path("apparater/<uuid:pk>/gjor/<slug:move>/", views.move, name="move"),
]
kit_pages = [
    path("<uuid:pk>/", handling.kit, name="kit"),
    path("<uuid:pk>/legg-i/", handling.put_in_kit, name="put_in_kit"),
    path("<uuid:pk>/ta-ut/<uuid:item>/", handling.take_from_kit, name="take_from_kit"),
    path("<uuid:pk>/utplasser/", handling.place_kit, name="place_kit"),
    path("<uuid:pk>/hent-inn/", handling.collect_kit, name="collect_kit"),
]
order_pages = [
    path("", orders.orders, name="orders"),
    path("ny/", orders.new_order, name="new_order"),
    path("<uuid:pk>/", orders.order, name="order"),
    path("<uuid:pk>/plukk/", orders.pick, name="pick"),
    path("<uuid:pk>/montor/", orders.hand_out, name="hand_out"),
    path("<uuid:pk>/sett-opp/", orders.install, name="install"),
    path("<uuid:pk>/ta-tilbake/", orders.take_back, name="take_back"),
    path("<uuid:pk>/avlys/", orders.cancel, name="cancel"),
]
upkeep_pages = [
    path("vedlikehold/", handling.upkeep, name="upkeep"),
    path("vedlikehold/<uuid:pk>/", handling.keep, name="keep"),
    path("sletting/", handling.wipes, name="wipes"),
    path("nett-som-stenges/", handling.silent, name="silent"),
]
stock_pages: list[URLPattern | URLResolver] = [
    path("", stock.stock, name="stock"),
    path("leveranser/", delivery.deliveries, name="deliveries"),
    path("leveranser/ny/", delivery.new_delivery, name="new_delivery"),
    path("leveranser/<uuid:pk>/", delivery.delivery, name="delivery"),
    path("leveranser/<uuid:pk>/kontroller/", delivery.check_delivery, name="check_delivery"),
    path("leveranser/<uuid:pk>/lagre/", delivery.save_delivery, name="save_delivery"),
    path("leveranser/<uuid:pk>/forkast/", delivery.drop_delivery, name="drop_delivery"),
    path("leveranser/<uuid:pk>/feil/", delivery.delivery_faults, name="delivery_faults"),
    path("overforinger/", transfer.transfers, name="transfers"),
    path("overforinger/ny/", transfer.new_transfer, name="new_transfer"),
    path("overforinger/<uuid:pk>/", transfer.transfer, name="transfer"),
    path("overforinger/<uuid:pk>/linje/<uuid:line>/", transfer.settle_arrival, name="settle_arrival"),
    path("overforinger/<uuid:pk>/avslutt/", transfer.close_transfer, name="close_transfer"),
    path("tellinger/", take.takes, name="takes"),
    path("tellinger/<uuid:pk>/", take.take, name="take"),
    path("tellinger/<uuid:pk>/linje/<uuid:line>/", take.settle_difference, name="settle_difference"),
    path("tellinger/<uuid:pk>/avslutt/", take.close_take, name="close_take"),
    path("etiketter/", labels.labels, name="labels"),
    path("bestillingspunkter/", include(register.points.urls)),
]
swap_pages = [
    path("", swap.swap, name="swap"),
    path("uten-nett/", swap.swap_bare, name="swap_bare"),
    path("send/", swap.send_swap, name="send_swap"),
    path("arbeider.js", swap.swap_worker, name="swap_worker"),
    path("avvik/", swap.conflicts, name="conflicts"),
    path("avvik/<uuid:pk>/", swap.settle_conflict, name="settle_conflict"),
]
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="equipment:apparater:list"), name="items"),
    *item_pages,
    *upkeep_pages,
    path("apparater/<uuid:pk>/etikett/", labels.item_label, name="item_label"),
    path("apparater/<uuid:pk>/returseddel/", labels.return_label, name="return_label"),
    path("skann/", labels.scan, name="scan"),
    path("k/<str:code>/", labels.opened, name="opened"),
    path("ubrukt/", idle.idle, name="idle"),
    path("ubrukt/apparater/", idle.idle_units, name="idle_units"),
    path("ubrukt/eksport/", idle.idle_export, name="idle_export"),
    path("lager/", include(stock_pages)),
    path("bytte/", include(swap_pages)),
    path("bestillinger/", include(order_pages)),
    path("sett/", include(kit_pages)),
    path("apparater/", include(register.items.urls)),
    path("produkter/", include(register.products.urls)),
    path("lagre/", include(register.stores.urls)),
    path("sett/", include(register.kits.urls)),
    path("vedlikeholdsregler/", include(register.maintenance.urls)),
    path("priser/", include(register.prices.urls)),
]
