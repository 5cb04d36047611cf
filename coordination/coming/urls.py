"""Pages of what will come before the bodies."""

from django.urls import path

from .views import figures, lists

urlpatterns = [
    path("", lists.coming_list, name="coming"),
    path("tabelle/", lists.coming_workbook, name="coming_workbook"),
    path("rechtzeitig/", figures.announced, name="announced"),
]
