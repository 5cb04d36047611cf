"""The style page: data of its own, every building block once."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from workflows.forms.fields import CommandIdField, GermanDateField, GermanMoneyField
from workflows.refusals import GuardsUnmet, NotAllowed, Stale, Unmet

BERLIN = timezone.get_default_timezone()
NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)
FIELDS = [
    ("sprache", "Sprache"),
    ("bildung", "Bildung"),
    ("arbeit", "Arbeit"),
    ("wohnen", "Wohnen"),
]


class StyleForm(forms.Form):
    command = CommandIdField()
    title = forms.CharField(label="Titel", help_text="Kurz und eindeutig.", max_length=120)
    goal = forms.CharField(label="Ziel", widget=forms.Textarea, required=False)
    lead = forms.ChoiceField(
        label="Federführung", choices=[("", "Bitte wählen"), ("51", "Jugendamt")]
    )
    start = GermanDateField(label="Beginn", help_text="Zum Beispiel 24.12.2026.")
    costs = GermanMoneyField(label="Kosten", required=False)
    way = forms.ChoiceField(
        label="Entscheidungsweg",
        choices=[("rat", "Rat"), ("verwaltung", "Laufende Verwaltung")],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label="Handlungsfelder", choices=FIELDS, widget=forms.CheckboxSelectMultiple
    )
    urgent = forms.BooleanField(label="Die Sache ist dringlich", required=False)
    paper = forms.FileField(label="Anlage", required=False)


NODES = [
    {"key": "draft", "label": "Entwurf", "column": 0, "row": 0, "status": "done", "note": "02.11."},
    {
        "key": "check",
        "label": "Vorprüfung",
        "column": 1,
        "row": 0,
        "status": "done",
        "note": "09.11.",
    },
    {
        "key": "cosign",
        "label": "Mitzeichnung",
        "column": 2,
        "row": 0,
        "status": "current",
        "note": "bis 26.11.",
    },
    {
        "key": "release",
        "label": "Freigabe",
        "column": 3,
        "row": 0,
        "status": "ahead",
        "note": "etwa 03.12.",
    },
    {
        "key": "board",
        "label": "Verwaltungs\N{SOFT HYPHEN}vorstand",
        "column": 4,
        "row": 0,
        "status": "ahead",
    },
    {"key": "sign", "label": "Schlusszeichnung", "column": 5, "row": 0, "status": "ahead"},
    {"key": "council", "label": "Beratung", "column": 6, "row": 0, "status": "ahead"},
    {"key": "revision", "label": "Überarbeitung", "column": 1, "row": 1, "status": "side"},
    {"key": "clarify", "label": "Klärung", "column": 2, "row": 1, "status": "side"},
]
EDGES = [
    ("draft", "check"),
    ("check", "cosign"),
    ("cosign", "release"),
    ("release", "board"),
    ("board", "sign"),
    ("sign", "council"),
    ("cosign", "clarify"),
    ("clarify", "revision"),
    ("revision", "check"),
    ("release", "sign"),
]
EVENTS = [
    {
        "at": NOW - dt.timedelta(hours=2),
        "title": "Mitgezeichnet mit Maßgabe",
        "actor": "Stadtkämmerei",
        "text": "Deckung aus dem laufenden Ansatz.\nFolgekosten sind darzustellen.",
        "tone": "warning",
    },
    {
        "at": NOW - dt.timedelta(days=3),
        "title": "Mitgezeichnet",
        "actor": "Rechtsamt",
        "on_behalf": "Amtsleitung Rechtsamt",
        "tone": "success",
        "tag": "i. A.",
    },
    {
        "at": NOW - dt.timedelta(days=10),
        "title": "Zur Mitzeichnung gegeben",
        "actor": "System",
        "tone": "system",
    },
]


def style_context(request: HttpRequest) -> dict[str, object]:
    page = Paginator(range(240), 20).page(4)
    bound = StyleForm({"r-costs": "12,3,4", "r-start": "31.02.2026"}, prefix="r")
    return {
        "text": "Die Stadt richtet in jedem Stadtteil Sprachkurse ein.\n\nBeginn: Frühjahr.",
        "now": NOW,
        "nodes": NODES,
        "edges": EDGES,
        "events": EVENTS,
        "page": page,
        "unbound": StyleForm(),
        "search": StyleForm(prefix="s"),
        "bound": bound,
        "sum": Decimal("1234567.5"),
        "dues": [NOW.date() + dt.timedelta(days=n) for n in (-3, -1, 0, 1, 3, 12)],
        "views": [
            {"label": "Meine Aufgaben", "url": "?v=mine", "count": 7, "current": True},
            {"label": "Meine Stelle", "url": "?v=desk", "count": 2},
            {"label": "Erledigt", "url": "?v=done"},
        ],
        "rows": [
            ("Kosten", "1.234,56 €"),
            ("Deckung", ""),
            {"label": "Ziel", "value": "Mehr Sprachkurse", "url": "#"},
        ],
    }


@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Mitgezeichnet. Die nächste Aufgabe steht unten.")
    source = (Path(__file__).parent / "style.html").read_text("utf-8")
    template = engines["django"].from_string(source)
    return HttpResponse(template.render(style_context(request), request))


@login_not_required
def refused(request: HttpRequest, kind: str) -> HttpResponse:
    if request.method == "POST":
        request.kept_form = StyleForm(request.POST)
    raise {
        "403": NotAllowed("Amtsleitung der Federführung"),
        "409": Stale(state="Mitzeichnung", version=3),
        "422": GuardsUnmet(
            [Unmet("goal", "Das Ziel fehlt."), Unmet("costs", "Die Deckung fehlt.")]
        ),
    }[kind]


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


@login_not_required
def no_database(request: HttpRequest) -> HttpResponse:
    """Asks a server that does not exist, with the real driver."""
    other = connection.get_new_connection({**connection.get_connection_params(), "port": 1})
    return HttpResponse(str(other))


handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.permission_denied"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"

urlpatterns = [
    path("style/", style),
    path("refused/<str:kind>/", refused),
    path("broken/", broken),
    path("no-database/", no_database),
    path("", include("config.urls")),
]
