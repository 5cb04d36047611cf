"""Addresses of the pages for everybody: no login, no session, no cookie."""

from django.urls import URLPattern, path

from ..publishing.enums import Topic
from .views import followup, overview, pieces, plans, subscribing


def _list(address: str, topic: Topic) -> list[URLPattern]:
    """The addresses of a list of entries, with what it is about."""
    about = {"topic": topic}
    return [
        path(f"{address}/", pieces.piece_list, about, name=f"{topic.value}s"),
        path(f"{address}/atom.xml", pieces.piece_feed, about, name=f"{topic.value}_feed"),
        path(f"{address}/tabelle.csv", pieces.piece_table, about, name=f"{topic.value}_table"),
        path(f"{address}/<str:reference>/", pieces.piece_page, about, name=topic.value),
    ]


app_name = "portal"
urlpatterns = [
    path("", overview.start, name="start"),
    path("katalog.rdf", overview.catalogue_file, name="catalogue"),
    *_list("ziele", Topic.TARGET),
    path("ziele/messwerte.csv", pieces.readings, name="readings"),
    *_list("konzepte", Topic.CONCEPT),
    path("konzepte/<str:reference>/kapitel/<int:number>/", pieces.chapter_file, name="chapter"),
    *_list("massnahmen", Topic.MEASURE),
    *_list("forderungen", Topic.DEMAND),
    path("fortschritt/", pieces.progress_page, name="progress"),
    path("fortschritt/tabelle.csv", pieces.progress_csv, name="progress_table"),
    path("beschlusskontrolle/", followup.item_list, name="followups"),
    path("beschlusskontrolle/atom.xml", followup.feed, name="followup_feed"),
    path("beschlusskontrolle/tabelle.csv", followup.item_csv, name="followup_table"),
    path("beschlusskontrolle/folgen/", subscribing.subscribe, name="subscribe"),
    path("beschlusskontrolle/<str:reference>/", followup.item_page, name="followup"),
    path("vorhaben/", plans.plan_list, name="plans"),
    path("vorhaben/atom.xml", plans.plan_feed, name="plan_feed"),
    path("vorhaben/tabelle.csv", plans.plan_table, name="plan_table"),
    path("vorhaben/<str:reference>/", plans.plan_page, name="plan"),
    path("folgen/gesendet/", subscribing.asked, name="asked"),
    path("folgen/bestaetigen/<str:token>/", subscribing.confirm_page, name="confirm"),
    path("folgen/beenden/<str:token>/", subscribing.end_page, name="unsubscribe"),
]
