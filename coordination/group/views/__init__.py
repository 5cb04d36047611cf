"""The pages of the coordination group."""

from django.urls import path

from . import group, orders, sessions

order_pages = [
    path("", orders.order_list, name="orders"),
    path("neu/", orders.Draft.as_view(), name="order_new"),
    path("<int:case_id>/", orders.order_page, name="order"),
]

group_pages = [
    path("", group.group_page, name="group"),
    path("auslastung/", group.load_page, name="load"),
    path("<int:case_id>/", group.group_case, name="group_case"),
    path("sitzungen/", sessions.session_list, name="group_sessions"),
    path("sitzungen/neu/", sessions.Plan.as_view(), name="group_session_new"),
    path("sitzungen/<int:case_id>/", sessions.session_page, name="group_session"),
]
