"""Addresses of the engine."""

from django.urls import path

from .views import inbox, tasks

app_name = "workflows"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("aufgaben/<uuid:task_id>/annehmen/", tasks.claim, name="claim"),
    path("aufgaben/<uuid:task_id>/uebernehmen/", tasks.TakeOver.as_view(), name="take_over"),
    path("aufgaben/<uuid:task_id>/zurueckgeben/", tasks.give_back, name="give_back"),
    path("aufgaben/<uuid:task_id>/weitergeben/", tasks.HandOver.as_view(), name="hand_over"),
]
