"""The pages of demands."""

from django.urls import path

from . import demands

urlpatterns = [
    path("", demands.demand_list, name="demands"),
    path("tabelle/", demands.demand_workbook, name="demand_workbook"),
    path("neu/", demands.NewDemand.as_view(), name="demand_new"),
    path("<int:case_id>/", demands.demand_page, name="demand"),
]
