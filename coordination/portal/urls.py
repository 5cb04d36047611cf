"""Addresses of the pages for everybody: no login, no session, no cookie."""

from django.urls import path

from .views import followup, plans, subscribing

app_name = "portal"
urlpatterns = [
    path("", followup.start, name="start"),
    path("beschlusskontrolle/", followup.item_list, name="followups"),
    path("beschlusskontrolle/atom.xml", followup.feed, name="followup_feed"),
    path("beschlusskontrolle/folgen/", subscribing.subscribe, name="subscribe"),
    path("beschlusskontrolle/<str:reference>/", followup.item_page, name="followup"),
    path("vorhaben/", plans.plan_list, name="plans"),
    path("vorhaben/atom.xml", plans.plan_feed, name="plan_feed"),
    path("vorhaben/<str:reference>/", plans.plan_page, name="plan"),
    path("folgen/gesendet/", subscribing.asked, name="asked"),
    path("folgen/bestaetigen/<str:token>/", subscribing.confirm_page, name="confirm"),
    path("folgen/beenden/<str:token>/", subscribing.end_page, name="unsubscribe"),
]
